import { describe, expect, it } from "vitest";
import { nearest } from "./walk";

const places = [
  { id: "here", x: 0, y: 0 },
  { id: "right", x: 100, y: 20 },
  { id: "far right", x: 300, y: 0 },
  { id: "below", x: 10, y: 100 },
];

describe("an arrow key", () => {
  it("goes to the nearest entity that way", () => {
    expect(nearest(places, "here", "ArrowRight")).toBe("right");
    expect(nearest(places, "here", "ArrowDown")).toBe("below");
    expect(nearest(places, "far right", "ArrowLeft")).toBe("right");
  });

  it("stays where nothing is that way", () => {
    expect(nearest(places, "here", "ArrowUp")).toBeUndefined();
  });

  it("starts with the first", () => {
    expect(nearest(places, undefined, "ArrowUp")).toBe("here");
    expect(nearest([], undefined, "ArrowUp")).toBeUndefined();
  });
});
