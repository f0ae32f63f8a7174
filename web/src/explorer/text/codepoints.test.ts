import { describe, expect, it } from "vitest";
import { cut, head, tail } from "./codepoints";

describe("words in a text", () => {
  it("are counted in code points, of which an emoji is one", () => {
    expect(cut("🕊️ peace 🇺🇦 now", 3, 8)).toEqual({ before: "🕊️ ", words: "peace", after: " 🇺🇦 now" });
  });

  it("can be all of it or nothing", () => {
    expect(cut("a🕊", 0, 2)).toEqual({ before: "", words: "a🕊", after: "" });
    expect(cut("a🕊", 2, 2)).toEqual({ before: "a🕊", words: "", after: "" });
  });

  it.each([
    ["end after the text", 0, 3],
    ["start after they end", 2, 1],
    ["start before the text", -1, 1],
    ["start between two characters", 0.5, 1],
  ])("are not found where they %s", (_, start, end) => {
    expect(cut("a🕊", start, end)).toBeUndefined();
  });

  it("have what stands around them cut between words", () => {
    expect(tail("one two three", 8)).toBe("three");
    expect(head("one two three", 6)).toBe("one");
  });

  it("have what stands around them never cut within a character", () => {
    expect(tail("🕊🕊🕊", 3)).toBe("🕊");
    expect(head("🕊🕊🕊", 3)).toBe("🕊");
  });
});
