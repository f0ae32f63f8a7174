import { describe, expect, it } from "vitest";
import cases from "../../../internal/export/testdata/reservations.json";
import { sentenceOf, verbOf } from "./statement";
import { certainties, type Certainty, type Status, statuses } from "./words";

/** The server's exports say the same of the same cases: internal/export/label_test.go. */
const said = cases as { status: Status; certainty: Certainty; label: string; reads: string }[];

describe("a relation in words", () => {
  it.each(said)("that is $status and $certainty reads “$reads”", ({ status, certainty, label, reads }) => {
    expect(verbOf({ type: { label }, status, certainty })).toBe(reads);
  });

  it("has a case of each status and certainty", () => {
    expect(new Set(said.map((c) => c.status + c.certainty)).size).toBe(statuses.length * certainties.length);
  });

  it("names both reservations", () => {
    expect(verbOf({ type: { label: "met with" }, status: "PLANNED", certainty: "DENIED" })).toBe("met with (planned, denied)");
  });

  it("is read the other way round with as many reservations", () => {
    expect(verbOf({ type: { label: "advised" }, status: "OCCURRED", certainty: "ALLEGED" }, "was advised by")).toBe("was advised by (alleged)");
  });

  it("is a sentence in which each name keeps its direction", () => {
    const relation = { type: { label: "met with" }, status: "PLANNED", certainty: "STATED", subject: { name: "A" }, object: { name: "\u202eB" } } as const;
    expect(sentenceOf(relation)).toBe("\u2068A\u2069 met with (planned) \u2068‹U+202E›B\u2069");
  });
});
