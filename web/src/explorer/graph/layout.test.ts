import { describe, expect, it, vi } from "vitest";

vi.mock("cytoscape", () => ({}));
const { pack, unpack } = await import("./layout");

const places = new Map([
  ["b", { x: -12.4, y: 1000 }],
  ["a", { x: 0, y: 35 }],
]);

describe("where nodes stand", () => {
  it("survives the way through a link, to the pixel", () => {
    expect(unpack(pack(places) ?? "", ["a", "b"])).toEqual(new Map([["a", { x: 0, y: 35 }], ["b", { x: -12, y: 1000 }]]));
  });

  it.each([
    ["other nodes", ["a", "c"], (s: string) => s],
    ["fewer nodes", ["a"], (s: string) => s],
    ["a damaged number", ["a", "b"], (s: string) => s.replace("_z", "_?")],
    ["a lost number", ["a", "b"], (s: string) => s.slice(0, s.lastIndexOf("_"))],
  ])("is forgotten for %s", (_, ids, damage) => {
    const packed = pack(places) ?? "";
    expect(unpack(damage(packed), ids)).toBeUndefined();
  });

  it("is not put into a link that nobody could send", () => {
    expect(pack(new Map(Array.from({ length: 401 }, (_, i) => [String(i), { x: 0, y: 0 }])))).toBeUndefined();
  });
});
