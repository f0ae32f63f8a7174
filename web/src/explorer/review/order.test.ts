import { expect, it } from "vitest";
import type { ProblemCode } from "../../generated/graphql";
import { inOrder } from "./order";

const known = { name: "", kind: "PERSON" as const, id: "x", words: null, entity: { id: "x" } };
const claim = (id: string, start: number, codes: ProblemCode[] = [], fresh = false) => ({
  id, certainty: "STATED" as const, subject: fresh ? { ...known, entity: null } : known, object: known,
  problems: codes.map((code) => ({ code, message: "", quote: null })), evidence: [{ exact: "", start, end: start + 1 }],
});

const claims = [claim("late", 9), claim("cue", 5, ["CUE"]), claim("new", 7, [], true), claim("early", 1), claim("undated", 3, ["TIME_NOT_IN_TEXT"])];

it.each([
  ["text", "early undated cue new late"],
  ["doubtful", "cue undated new early late"],
  ["sure", "early late new undated cue"],
] as const)("by %s the order is %s", (order, ids) => {
  expect(inOrder(claims, order).map((c) => c.id).join(" ")).toBe(ids);
});
