import { expect, it } from "vitest";
import { changesOf, type Draft, draftOf, kindOf, namesIn } from "./draft";

const draft: Draft = { name: "Macron", kind: "PERSON", description: "a president", aliases: ["E. Macron"] };

it("only what differs is corrected", () => {
  expect(changesOf(draft, draft)).toBeUndefined();
  expect(changesOf(draft, { ...draft, name: "Emmanuel Macron", aliases: ["E. Macron", "Macron"] })).toEqual({ name: "Emmanuel Macron", addAliases: ["Macron"] });
  expect(changesOf(draft, { name: "Macron", kind: "OTHER_ACTOR", description: "", aliases: [] })).toEqual({ kind: "OTHER_ACTOR", description: "", removeAliases: ["E. Macron"] });
});

it("what was corrected is taken back by the changes the other way round", () => {
  const next: Draft = { name: "Emmanuel Macron", kind: "GROUP", description: "", aliases: ["Macron", "E. Macron"] };
  expect(changesOf(next, draft)).toEqual({ name: "Macron", kind: "PERSON", description: "a president", removeAliases: ["Macron"] });
});

it("a name is no other name of what it names", () => {
  expect(changesOf(draft, { ...draft, aliases: ["E. Macron", "Macron"] })).toBeUndefined();
});

it("names stand a line each", () => {
  expect(namesIn(" a \n\nb\na")).toEqual(["a", "b"]);
});

it("a type's name is a kind", () => {
  expect(["Person", "OtherActor"].map(kindOf)).toEqual(["PERSON", "OTHER_ACTOR"]);
  expect(draftOf({ __typename: "OtherActor", name: "a", description: null, aliases: [] })).toEqual({ name: "a", kind: "OTHER_ACTOR", description: "", aliases: [] });
});
