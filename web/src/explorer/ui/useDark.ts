import { useCallback, useSyncExternalStore } from "react";

const preference = matchMedia("(prefers-color-scheme: dark)");
const key = "conflictgraph.theme";
const listeners = new Set<() => void>();

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is turned off: the choice lasts as long as the page
  }
}

let chosen = stored();

function isDark(): boolean {
  return chosen === "dark" || (chosen !== "light" && preference.matches);
}

function apply(): void {
  document.documentElement.dataset["theme"] = isDark() ? "dark" : "light";
  for (const listener of listeners) listener();
}

preference.addEventListener("change", apply);
apply();

/** Whether the page is dark, and what changes that. */
export function useDark(): [dark: boolean, toggle: () => void] {
  const dark = useSyncExternalStore(
    useCallback((listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }, []),
    isDark,
  );
  const toggle = useCallback(() => {
    chosen = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // See stored.
    }
    apply();
  }, []);
  return [dark, toggle];
}
