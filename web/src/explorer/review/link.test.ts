import { expect, it } from "vitest";
import { isReview, linkOf, pending, type Place, placeOf } from "./link";

it.each<Place>([
  { is: "add" },
  { is: "queue", filter: pending },
  { is: "queue", filter: { states: [], types: [], problems: [], documents: [], extractors: [] } },
  { is: "queue", filter: { states: ["ACCEPTED", "REJECTED"], types: ["met-with"], problems: ["CUE"], documents: ["doc:a b&c"], extractors: ["", "rules"] } },
  { is: "desk", document: "doc:x", suggestion: undefined, order: "text", all: false },
  { is: "desk", document: "doc:x", suggestion: "suggestion:1", order: "sure", all: true },
])("a link leads back to %o", (place) => {
  expect(isReview(linkOf(place))).toBe(true);
  expect(placeOf(linkOf(place))).toEqual(place);
});

it.each(["review=desk", "review=elsewhere", "review="])("%s leads to the queue", (search) => {
  expect(placeOf(search)).toEqual({ is: "queue", filter: pending });
});

it("what a link names that there is not is left out", () => {
  expect(placeOf("review=queue&state=NEVER&problem=X&order=up")).toEqual({ is: "queue", filter: { ...pending, states: [] } });
  expect(isReview("type=met-with")).toBe(false);
});
