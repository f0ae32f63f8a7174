import { expect, it } from "vitest";
import { originOf } from "./origin";

const article = { id: "doc:1", title: "Talks in Paris", publisher: "The Daily", publishedAt: { edtf: "2025-12-01" } };
const plain = (said: string | undefined) => said?.replaceAll(/[\u2068\u2069]/g, "");

it.each([
  [[article], 1, [], "From one document, “Talks in Paris” (The Daily, 1 December 2025)."],
  [[{ ...article, title: null, publisher: null, publishedAt: null }], 1, [], "From one document, “doc:1”."],
  [[article, article], 1234, ["icews"], "From 1,234 documents and the data set icews."],
  [[], 0, ["acled", "ucdp"], "From the data sets acled, ucdp."],
  [[], 0, ["a", "b", "c", "d"], "From 4 data sets."],
  [[], 0, [], undefined],
])("a graph says what it was read from", (documents, documentCount, datasets, says) => {
  expect(plain(originOf({ documents, documentCount, datasets }))).toBe(says);
});
