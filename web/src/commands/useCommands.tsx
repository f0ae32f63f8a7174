import { createContext, type ReactNode, use, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { type Act, type Command, Registry, takesText } from "./registry";
import { texts } from "./texts";
import { Keys } from "./Keys";

const Commands = createContext(new Registry());

/** The registry of the page's commands. */
export const useRegistry = () => use(Commands);

interface ProviderProps {
  registry?: Registry;
  children: ReactNode;
}

/** Runs commands by their keys, and shows these where “?” is pressed. */
export function CommandsProvider({ registry: given, children }: ProviderProps) {
  const [registry] = useState(() => given ?? new Registry());
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const removed = registry.add([
      {
        id: "keys",
        title: texts.keys,
        keys: ["?"],
        run: () => {
          setOpen(true);
        },
      },
    ]);
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || takesText(event.target) || document.querySelector("dialog[open]")) return;
      if (registry.press(event)) event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => {
      removed();
      removeEventListener("keydown", pressed);
    };
  }, [registry]);
  return (
    <Commands value={registry}>
      {children}
      {open && (
        <Keys
          commands={registry.all()}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </Commands>
  );
}

/** Has commands at hand while a component is shown. They may be other ones each time it is rendered. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const latest = useRef(commands);
  // Before a key can be pressed on what is shown.
  useLayoutEffect(() => {
    latest.current = commands;
  });
  // Commands are added again only where others are there: what they do is looked up when they are run.
  const ids = commands.map(({ id, title, keys }) => [id, title, ...(keys ?? [])].join("\t")).join("\n");
  useEffect(() => {
    const now = (id: string) => latest.current.find((command) => command.id === id);
    return registry.add(
      latest.current.map((command) => ({
        ...command,
        available: () => {
          const current = now(command.id);
          return current !== undefined && (current.available?.() ?? true);
        },
        run: () => now(command.id)?.run(),
      })),
    );
  }, [registry, ids]);
}

/** What was done, newest last. */
export function useActs(): readonly Act[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.done);
}
