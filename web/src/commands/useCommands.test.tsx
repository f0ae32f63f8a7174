// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Command } from "./registry";
import { CommandsProvider, useActs, useCommands, useRegistry } from "./useCommands";

afterEach(cleanup);

function Counter({ by, keys = ["a"] }: { by: number; keys?: string[] }) {
  const registry = useRegistry();
  const acts = useActs();
  const command: Command = { id: "count", title: "Count on", group: "Counting", keys, run: () => ({ says: `by ${String(by)}`, run: () => undefined }) };
  useCommands([command]);
  return (
    <div>
      <input aria-label="a field" />
      <output>{acts.map((act) => act.says).join()}</output>
      <button onClick={() => void registry.undo()}>Undo</button>
    </div>
  );
}

it("a key does what the command does by now, and nothing while one types", async () => {
  const { rerender } = render(<Counter by={1} />, { wrapper: CommandsProvider });
  fireEvent.keyDown(document.body, { key: "a" });
  expect(await screen.findByText("by 1")).toBeTruthy();
  rerender(<Counter by={2} />);
  fireEvent.keyDown(screen.getByLabelText("a field"), { key: "a" });
  fireEvent.keyDown(document.body, { key: "a" });
  expect(await screen.findByText("by 1,by 2")).toBeTruthy();
  fireEvent.click(screen.getByText("Undo"));
  expect(await screen.findByText("by 1")).toBeTruthy();
});

it("“?” shows the keys of what is there, under their headings", () => {
  render(<Counter by={1} keys={["a", "Ctrl+z"]} />, { wrapper: CommandsProvider });
  fireEvent.keyDown(document.body, { key: "?" });
  const dialog = document.querySelector("dialog");
  expect(dialog?.textContent).toContain("Counting");
  expect([...(dialog?.querySelectorAll("kbd") ?? [])].map((kbd) => kbd.textContent)).toEqual(["a", "Ctrl Z", "?"]);
});
