import "./commands.css";
import { useEffect, useRef } from "react";
import type { Command } from "./registry";
import { texts } from "./texts";

interface Props {
  commands: readonly Command[];
  onClose: () => void;
}

/** The keys, and what each does. */
export function Keys({ commands, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const groups = new Map<string, Command[]>();
  for (const command of commands.filter((c) => c.keys?.length)) {
    const group = command.group ?? texts.everywhere;
    groups.set(group, [...(groups.get(group) ?? []), command]);
  }
  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">{texts.keys}</h2>
      {[...groups].map(([group, members]) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl>
            {members.map((command) => (
              <div key={command.id}>
                <dt>
                  {command.keys?.map((key) => (
                    <kbd key={key}>{texts.key(key)}</kbd>
                  ))}
                </dt>
                <dd>{command.title}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className="note">{texts.notInFields}</p>
      <form method="dialog">
        <button type="submit">{texts.close}</button>
      </form>
    </dialog>
  );
}
