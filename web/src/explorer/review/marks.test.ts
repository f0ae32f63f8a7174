// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { findWithin, type Marked, piecesOf, quoteOf, trimmed, wordsOf } from "./marks";
import { selectedSpan, spanAttributes } from "./selection";

/** The marked words of each id, as the pieces show them. */
function shownOf(text: string, marked: Marked[]): Record<string, string> {
  const pieces = piecesOf(text, marked);
  return Object.fromEntries(marked.map(({ id }) => [id, pieces.filter((p) => p.ids.includes(id)).map((p) => p.shown).join("")]));
}

/** Where words stand in a text, counted in code points. */
function at(text: string, words: string): { start: number; end: number } {
  const before = text.slice(0, text.indexOf(words));
  return { start: Array.from(before).length, end: Array.from(before).length + Array.from(words).length };
}

describe("quotes are marked where the server found them", () => {
  it.each([
    ["after emoji of several code points", "👩🏽‍⚖️🇺🇦 said that Orel met Solen."],
    ["after combining marks, which are code points of their own", "Zoe\u0308 d\u2019A\u0301rc: Orel met Solen."],
    ["after marks of direction", "\u200f\u0645\u0646\u200e and \u202eklat\u202c: Orel met Solen."],
    ["after tags", "<b>x</b><script>1</script> Orel met Solen."],
    ["after tag characters", "\u{E0041}\u{E0042} Orel met Solen."],
    ["after lines of all kinds", "a\n\nb\u2028c\r\nOrel met Solen."],
  ])("%s", (_, text) => {
    expect(shownOf(text, [{ id: "q", ...at(text, "Orel met Solen") }])).toEqual({ q: "Orel met Solen" });
  });

  it("also where they overlap and lie in one another", () => {
    const text = "Orel met Solen in Port Adel";
    const marked = [
      { id: "all", start: 0, end: 27 },
      { id: "met", start: 0, end: 14 },
      { id: "in", start: 9, end: 27 },
    ];
    expect(shownOf(text, marked)).toEqual({ all: text, met: "Orel met Solen", in: "Solen in Port Adel" });
    expect(piecesOf(text, marked).find((p) => p.shown === "Solen")?.ids).toEqual(["all", "met", "in"]);
  });

  it("and nothing is lost or told twice, whatever is marked", () => {
    const text = "a👍🏽b\u202ec\u0301d";
    const marked = [{ id: "x", start: 1, end: 4 }, { id: "out", start: 5, end: 99 }, { id: "none", start: 3, end: 3 }, { id: "no", start: -1, end: 2 }];
    const pieces = piecesOf(text, marked);
    expect(pieces.map((p) => wordsOf(text, p)).join("")).toBe(text);
    expect(pieces.flatMap((p) => p.ids)).not.toContain("out");
    expect(pieces.filter((p) => p.unseen).map((p) => p.shown)).toEqual(["‹U+202E›"]);
  });

  it("and an empty text has none", () => {
    expect(piecesOf("", [{ id: "x", start: 0, end: 1 }])).toEqual([]);
  });
});

describe("words that are selected have the offsets of the text", () => {
  const text = "👩🏽‍⚖️ Zoe\u0308 \u202emet\u202c <b>Orel</b>";

  function shown() {
    const box = document.createElement("div");
    for (const piece of piecesOf(text, [{ id: "m", ...at(text, "met") }])) {
      const part = document.createElement(piece.ids.length > 0 ? "mark" : "span");
      part.textContent = piece.shown;
      for (const [name, value] of Object.entries(spanAttributes(piece))) part.setAttribute(name, String(value));
      if (piece.unseen) part.dataset["unseen"] = "";
      box.append(part);
    }
    document.body.replaceChildren(box);
    return box;
  }

  function select(box: HTMLElement, from: [Node, number], to: [Node, number]) {
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    const chosen = { isCollapsed: false, rangeCount: 1, getRangeAt: () => range } as unknown as Selection;
    const span = selectedSpan(box, chosen);
    return span && wordsOf(text, span);
  }

  const textIn = (box: HTMLElement, words: string): [Node, number] => {
    const part = [...box.children].find((c) => c.textContent.includes(words));
    if (!part?.firstChild) throw new Error(`no part shows ${words}`);
    return [part.firstChild, part.textContent.indexOf(words)];
  };

  it("within one part, after emoji and combining marks", () => {
    const box = shown();
    const [node, offset] = textIn(box, "Zoe\u0308");
    expect(select(box, [node, offset], [node, offset + 4])).toBe("Zoe\u0308");
  });

  it("across parts and tags, which are text", () => {
    const box = shown();
    const [last, offset] = textIn(box, "<b>Orel");
    expect(select(box, textIn(box, "met"), [last, offset + 7])).toBe("met\u202c <b>Orel");
  });

  it("from within what stands for a mark of direction on", () => {
    const box = shown();
    const [node] = textIn(box, "‹U+202E›");
    const [met] = textIn(box, "met");
    expect(select(box, [node, 3], [met, 3])).toBe("\u202emet");
  });

  it("between elements", () => {
    const box = shown();
    expect(select(box, [box, 0], [box, box.childNodes.length])).toBe(text);
  });

  it("and there are none outside", () => {
    const box = shown();
    const other = document.createElement("p");
    other.textContent = "elsewhere";
    document.body.append(other);
    expect(select(box, textIn(box, "met"), [other.firstChild as Node, 3])).toBeUndefined();
    expect(selectedSpan(box, null)).toBeUndefined();
  });
});

it("words are told apart by what stands around them", () => {
  expect(quoteOf("🕊 met. They met again.", { start: 12, end: 15 })).toEqual({ exact: "met", prefix: "🕊 met. They ", suffix: " again." });
});

it.each([
  ["  Orel met ", { start: 0, end: 11 }, "Orel met"],
  ["\n\n🕊\n", { start: 0, end: 4 }, "🕊"],
  ["   ", { start: 0, end: 3 }, undefined],
])("of %o blanks at the ends are left out", (text, span, words) => {
  const found = trimmed(text, span);
  expect(found && wordsOf(text, found)).toBe(words);
});

it.each([
  ["🕊 Orel will meet; goodwill", "will", 7],
  ["goodwill Will", "will", 9],
  ["goodwill", "will", 4],
  ["Orel met", "denied", undefined],
  ["Orel met", "", undefined],
])("in %o, %o begins at %o", (text, words, start) => {
  expect(findWithin(text, { start: 0, end: Array.from(text).length }, words)?.start).toBe(start);
});
