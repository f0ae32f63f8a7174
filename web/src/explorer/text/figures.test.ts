import { expect, it } from "vitest";
import { pointText, quantityText, sourcesText } from "./figures";

it.each([
  ["EXACT", 48.886, 2.343, "48.886° N, 2.343° E"],
  ["NEAR", -33.5, -70.25, "near 33.5° S, 70.25° W, within some 25 km"],
  ["COUNTRY", 7, 21, "somewhere in a country; 7° N, 21° E only stands for all of it"],
  ["UNKNOWN", 0, 0, "0° N, 0° E, how closely is not told"],
] as const)("a point that tells %s where something is says so", (precision, latitude, longitude, says) => {
  expect(pointText({ latitude, longitude, precision })).toBe(says);
});

it.each([
  [{ best: 12 }, "12"],
  [{ best: 12, low: 5, high: 1200 }, "12 (5 to 1,200)"],
  [{ best: 12, low: 12, high: 12 }, "12"],
  [{ low: 5 }, "at least 5"],
  [{ high: 5 }, "at most 5"],
  [{ low: 5, high: 7 }, "5 to 7"],
  [{ best: 12, low: 5 }, "12 (at least 5)"],
  [{ best: 2.5, unit: "EUR" }, "2.5 EUR"],
  [{ best: 0, low: 0, high: 3 }, "0 (0 to 3)"],
] as const)("%o is %s", (given, says) => {
  expect(quantityText({ low: null, best: null, high: null, unit: null, ...given })).toBe(says);
});

it.each([
  [1, 1, "One document or data set"],
  [3, 3, "3 documents and data sets"],
  [30, 1, "30 documents and data sets; without copies of one text, 1"],
] as const)("%i sources, %i of them independent", (count, independent, says) => {
  expect(sourcesText({ count, independent })).toBe(says);
});
