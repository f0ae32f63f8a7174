// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import { keyOf, Registry, takesText } from "./registry";

const pressed = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey", boolean>> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });
const settled = () => new Promise((resolve) => setTimeout(resolve));

it("a key runs the command that was added last, of those that are available", () => {
  const registry = new Registry();
  const ran: string[] = [];
  const command = (id: string, available = true) => ({ id, title: id, keys: ["a"], available: () => available, run: () => void ran.push(id) });
  registry.add([command("beneath")]);
  const close = registry.add([command("above"), command("not now", false)]);
  expect(registry.press(pressed("a"))).toBe(true);
  close();
  expect(registry.press(pressed("a"))).toBe(true);
  expect(registry.press(pressed("b"))).toBe(false);
  expect(ran).toEqual(["above", "beneath"]);
});

it.each([
  [{}, "z"],
  [{ ctrlKey: true }, "Ctrl+z"],
  [{ metaKey: true }, "Ctrl+z"],
  [{ altKey: true }, "Alt+z"],
])("with %o held, z is %s", (held, key) => {
  expect(keyOf(pressed("z", held))).toBe(key);
});

it("what was done is taken back in the other order", async () => {
  const registry = new Registry();
  const undone: string[] = [];
  for (const id of ["one", "two"]) {
    registry.add([{ id, title: id, run: () => ({ says: id, run: () => void undone.push(id) }) }]);
    await registry.run(id);
  }
  expect(registry.done().map((act) => act.says)).toEqual(["one", "two"]);
  await registry.undo();
  await registry.undo();
  expect(await registry.undo()).toBeUndefined();
  expect(undone).toEqual(["two", "one"]);
});

it("what cannot be taken back says why, and stays", async () => {
  const registry = new Registry();
  registry.did({ says: "Rejected", final: "A rejection is for good." });
  expect(await registry.undo()).toBeUndefined();
  expect(registry.done()).toEqual([{ says: "Rejected", undo: undefined, final: "A rejection is for good." }]);
});

it("what could not be taken back can be tried again", async () => {
  const registry = new Registry();
  const run = vi.fn().mockRejectedValueOnce(new Error("no answer")).mockResolvedValueOnce(undefined);
  registry.did({ says: "Accepted", run });
  await expect(registry.undo()).rejects.toThrow("no answer");
  expect(registry.done()).toHaveLength(1);
  await registry.undo();
  expect(registry.done()).toHaveLength(0);
});

it("a command that does nothing leaves nothing to take back, and one that fails neither", async () => {
  const registry = new Registry();
  registry.add([
    { id: "nothing", title: "", keys: ["n"], run: () => undefined },
    { id: "fails", title: "", keys: ["f"], run: () => Promise.reject(new Error("refused")) },
  ]);
  registry.press(pressed("n"));
  registry.press(pressed("f"));
  await settled();
  await expect(registry.run("fails")).rejects.toThrow("refused");
  await registry.run("unknown");
  expect(registry.done()).toEqual([]);
});

it("who looks is told of what is added and done", () => {
  const registry = new Registry();
  const listener = vi.fn();
  const end = registry.subscribe(listener);
  registry.add([])();
  registry.did({ says: "", final: "" });
  end();
  registry.did({ says: "", final: "" });
  expect(listener).toHaveBeenCalledTimes(3);
});

it.each([
  ["<input>", true],
  ["<input type=search>", true],
  ["<textarea></textarea>", true],
  ["<select></select>", true],
  ["<input type=checkbox>", false],
  ["<input type=range>", false],
  ["<button></button>", false],
])("in %s, text is typed: %s", (html, text) => {
  const box = document.createElement("div");
  box.innerHTML = html;
  expect(takesText(box.firstChild)).toBe(text);
});
