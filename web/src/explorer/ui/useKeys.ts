import { useEffect } from "react";

interface Keys {
  onUndo: (() => void) | undefined;
  onEscape: () => void;
}

/** Control Z takes back, Escape closes, wherever the focus is but in a field. */
export function useKeys({ onUndo, onEscape }: Keys): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.matches("input:not([type=checkbox], [type=range]), textarea");
      if (event.defaultPrevented || inField) return;
      if (event.key === "Escape") onEscape();
      if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && onUndo) {
        event.preventDefault();
        onUndo();
      }
    };
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("keydown", pressed);
    };
  });
}
