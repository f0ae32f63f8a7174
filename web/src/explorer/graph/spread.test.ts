import { describe, expect, it } from "vitest";
import { type Cover, spreading } from "./spread";

/** Takes all rounds at once. */
function spread(...of: Parameters<typeof spreading>): void {
  const rounds = spreading(...of);
  while (!rounds.next().done);
}

const labelled = (x: number, y: number): Cover => ({ x, y, left: -50, top: -15, right: 50, bottom: 45 });

function overlaps(nodes: readonly Cover[]): number {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).filter((b) => Math.abs(a.x - b.x) < 100 && Math.abs(a.y - b.y) < 60)).length;
}

describe("nodes that cover each other", () => {
  it("move apart, the same each time", () => {
    const crowd = () => Array.from({ length: 40 }, (_, i) => labelled(60 * Math.sin(7 * i), 60 * Math.cos(11 * i)));
    const [once, again] = [crowd(), crowd()];
    expect(overlaps(once)).toBeGreaterThan(100);
    spread(once, []);
    spread(again, []);
    expect(overlaps(once)).toBe(0);
    expect(again).toEqual(once);
  });

  it("move apart where they stand at one place", () => {
    const pile = [labelled(0, 0), labelled(0, 0), labelled(0, 0)];
    spread(pile, [[0, 1], [1, 2]]);
    expect(overlaps(pile)).toBe(0);
  });

  it("stay where there is room", () => {
    const wide = [labelled(0, 0), labelled(300, 0), labelled(0, 300)];
    spread(wide, [[0, 1]]);
    expect(wide).toEqual([labelled(0, 0), labelled(300, 0), labelled(0, 300)]);
  });
});

it("a node on a line that is not its own moves off it", () => {
  const nodes = [labelled(-400, 0), labelled(400, 0), labelled(0, 10)];
  spread(nodes, [[0, 1]]);
  const [a, b, c] = nodes;
  if (!a || !b || !c) throw new Error("nodes are lost");
  expect(Math.abs(a.y - b.y)).toBeLessThan(1);
  expect(c.y + c.top > a.y || c.y + c.bottom < a.y).toBe(true);
});
