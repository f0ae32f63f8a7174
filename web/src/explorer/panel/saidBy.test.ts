import { expect, it } from "vitest";
import { saidBy } from "./saidBy";

const words = { document: { id: "doc:1" }, source: null };
const row = { document: null, source: { dataset: "icews" } };

it.each([
  ["a row of a data set", "STATED", [row], "Nobody is quoted: coded in the data set icews"],
  ["two rows of one data set", "STATED", [row, row], "Nobody is quoted: coded in the data set icews"],
  ["words that a text states", "STATED", [words], "The text itself, in its own voice"],
  ["words that a text does not make its own", "ALLEGED", [words], "The text does not say who"],
  ["a text and a row", "STATED", [words, row], "The text itself, in its own voice; also coded in the data set icews"],
  ["nothing", "STATED", [], "Not recorded"],
] as const)("what rests on %s, %s, is said by whom", (_, certainty, evidence, said) => {
  expect(saidBy({ certainty, evidence })).toBe(said);
});
