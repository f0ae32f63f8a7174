import { expect, it } from "vitest";
import { inWords } from "./edtf";

it.each([
  ["2025-12-01", "1 December 2025"],
  ["2025-12", "December 2025"],
  ["2025", "2025"],
  ["2025-11-29/2025-11-30", "29 November 2025 to 30 November 2025"],
  ["2022-02-24/..", "since 24 February 2022"],
  ["../2025-11-29", "by 29 November 2025"],
  ["../..", "at an unknown time"],
  ["2025-12?", "perhaps December 2025"],
  ["2025~", "about 2025"],
  ["2025-21", "2025-21"],
  ["2025-1X", "2025-1X"],
])("%s reads as %s", (edtf, words) => {
  expect(inWords(edtf)).toBe(words);
});
