import { describe, expect, it } from "vitest";
import { clipped, isolated, visible } from "./names";

describe("a name", () => {
  it.each([
    ["that an override turns around", "\u202egnol", "‹U+202E›gnol"],
    ["with an embedding that ends", "a\u202bb\u202cc", "a‹U+202B›b‹U+202C›c"],
    ["with an isolate that does not end", "\u2067abc", "‹U+2067›abc"],
    ["with something that has no width", "Pu\u200btin", "Pu‹U+200B›tin"],
    ["with a control", "a\u0000b", "a‹U+0000›b"],
    ["with a line separator", "a\u2028b", "a b"],
  ])("%s shows what it holds", (_, name, shown) => {
    expect(visible(name)).toBe(shown);
  });

  it.each(["فلاديمير بوتين", "\u200fمن\u200e", "מוסקבה", "می\u200cخواهم", "👩🏽\u200d⚖️🇺🇦", "Zoë  d’Arc"])("that is only of another script stays as it is: %s", (name) => {
    expect(visible(name)).toBe(name);
  });

  it("in a sentence has a direction of its own", () => {
    expect(isolated("\u202eab")).toBe("\u2068‹U+202E›ab\u2069");
  });

  it("is cut between characters", () => {
    expect(clipped("🕊🕊🕊🕊", 3)).toBe("🕊🕊…");
    expect(clipped("a\n b", 3)).toBe("a b");
  });
});
