/** What takes an act back. */
export interface Undo {
  /** What is taken back, for those who ask: “Accepted: Odrana accused Kestria”. */
  says: string;
  run: () => Promise<void> | void;
}

/** What an act comes to: how it is taken back, or a sentence that says why it cannot be; nothing where nothing was done. */
export type Done = Undo | { says: string; final: string } | undefined;

/** Something that a reader can have the page do, by a key, a button or a menu. */
export interface Command {
  /** Names it among all commands: “desk.accept”. */
  id: string;
  /** What it does, as a button says it. */
  title: string;
  /** The keys that run it, each as KeyboardEvent.key has it, with “Ctrl+” before it where that (or Cmd) is held. */
  keys?: readonly string[];
  /** Under which heading the list of keys has it. */
  group?: string;
  /** Whether it can be run now; always, if not given. */
  available?: () => boolean;
  /** Does it. What comes of it can be taken back by undo. */
  run: () => Promise<Done> | Done;
}

/** What was done last, for those who look. */
export interface Act {
  says: string;
  undo: Undo["run"] | undefined;
  /** Why it cannot be taken back. */
  final: string | undefined;
}

/** How many acts can be taken back, one after the other. */
const remembered = 50;

/**
 * All commands of a page, by their keys, and what was done by them. Of two with one
 * key, the one that was added last is run: what is open is above what it covers.
 */
export class Registry {
  private commands: readonly Command[] = [];
  private acts: readonly Act[] = [];
  private readonly listeners = new Set<() => void>();

  /** Adds commands, until what is returned is called. */
  add(added: readonly Command[]): () => void {
    this.commands = [...this.commands, ...added];
    this.changed();
    return () => {
      this.commands = this.commands.filter((command) => !added.includes(command));
      this.changed();
    };
  }

  /** Every command, in the order of adding. */
  readonly all = (): readonly Command[] => this.commands;

  /** What was done, newest last. */
  readonly done = (): readonly Act[] => this.acts;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Runs the command of an id, if it is available. Rejects where that fails. */
  async run(id: string): Promise<void> {
    const command = this.commands.findLast((c) => c.id === id);
    if (command && isAvailable(command)) await this.perform(command);
  }

  /** Runs what a key stands for; false where that is nothing. */
  press(event: Pressed): boolean {
    const key = keyOf(event);
    const command = this.commands.findLast((c) => c.keys?.includes(key) && isAvailable(c));
    if (!command) return false;
    void this.perform(command).catch(() => undefined); // what fails is told where it is done
    return true;
  }

  /** Takes back what was done last, if it can be. Rejects where that fails; it can then be tried again. */
  async undo(): Promise<Act | undefined> {
    const last = this.acts.at(-1);
    if (!last?.undo) return undefined;
    await last.undo();
    this.acts = this.acts.filter((act) => act !== last);
    this.changed();
    return last;
  }

  /** Keeps in mind what was done otherwise than by a command, such as by a form. */
  did(done: Done): void {
    if (!done) return;
    const undone = "final" in done ? { undo: undefined, final: done.final } : { undo: done.run, final: undefined };
    this.acts = [...this.acts, { says: done.says, ...undone }].slice(-remembered);
    this.changed();
  }

  private async perform(command: Command): Promise<void> {
    this.did(await command.run());
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

const isAvailable = (command: Command) => command.available?.() ?? true;

/** What of a KeyboardEvent says which key was pressed. */
export type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

/** A key as commands name it. */
export function keyOf({ key, ctrlKey, metaKey, altKey }: Pressed): string {
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${key}`;
}

/** Whether what is typed there is text, so that keys are no commands. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select");
}
