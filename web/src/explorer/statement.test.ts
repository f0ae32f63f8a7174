import { describe, expect, it } from "vitest";
import { sentenceOf, verbOf } from "./statement";
import { certainties, type Certainty, type Status, statuses } from "./words";

const doubts: Record<Certainty, string> = { STATED: "", CONFIRMED: "", ALLEGED: "alleged", DISPUTED: "disputed", DENIED: "denied" };
const plans: Record<Status, string> = { OCCURRED: "", ONGOING: "", PLANNED: "planned", PROPOSED: "proposed" };

describe("a relation in words", () => {
  for (const status of statuses) {
    for (const certainty of certainties) {
      it(`says that it is ${status} and ${certainty}, where that is no plain fact`, () => {
        const said = verbOf({ type: { label: "met with" }, status, certainty });
        const plain = plans[status] === "" && doubts[certainty] === "";
        expect(said === "met with").toBe(plain);
        expect(said).toContain("met with");
        for (const word of [plans[status], doubts[certainty]]) expect(said).toContain(word);
      });
    }
  }

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
