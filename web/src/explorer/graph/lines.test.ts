import { describe, expect, it } from "vitest";
import { certainties, statuses } from "../words";
import { isHostile, linesOf, type TypeInfo } from "./lines";
import { relation } from "./made";
import { assemble, type Relation } from "./model";

const types = new Map<string, TypeInfo>([
  ["met-with", { label: "met with", inverseLabel: "met with", symmetric: true, plover: "CONSULT" }],
  ["at-war-with", { label: "is at war with", inverseLabel: "is at war with", symmetric: true, plover: "ASSAULT" }],
  ["criticized", { label: "criticized", inverseLabel: "was criticized by", symmetric: false, plover: "ACCUSE" }],
]);
const lines = (relations: Relation[], unfolded?: [string, string]) =>
  linesOf(assemble({ relations }, { hidden: [], simplified: false, centers: new Set(), always: new Set() }), types, unfolded);

describe("lines", () => {
  const relations = [
    relation("1", "ann", "criticized", "ben"),
    relation("2", "ben", "criticized", "ann"),
    relation("3", "ann", "met-with", "cup", { status: "PLANNED" }),
  ];

  it("bundle all that links two entities, whichever way", () => {
    const [bundle, single] = lines(relations);
    expect(bundle).toMatchObject({ label: "2 × criticized", arrows: "both", family: "criticism", look: "sure" });
    expect(single).toMatchObject({ id: "3", label: "met-with (planned)", arrows: "none", family: "talks", look: "planned" });
  });

  it("keep what is said of the certainty of a type with a label of any length", () => {
    const label = "x".repeat(500);
    const [line] = lines([{ ...relation("1", "ann", "a", "ben", { status: "PROPOSED" }), type: { id: "a", label } }]);
    expect(line?.label.length).toBeLessThan(100);
    expect(line?.label).toMatch(/… \(proposed\)$/);
    expect(line?.short).toMatch(/… \(proposed\)$/);
  });

  it("unfold for one pair", () => {
    const unfolded = lines(relations, ["ben", "ann"]);
    expect(unfolded.map((line) => line.id)).toEqual(["1", "2", "3"]);
    expect(unfolded[1]).toMatchObject({ look: "sure", arrows: "target", unfolded: true });
  });

  it("show a denial as one", () => {
    expect(lines([relation("1", "ann", "criticized", "ben", { certainty: "DENIED", status: "PLANNED" })])[0]?.look).toBe("denied");
  });

  it("are faint where a program coded all that they stand for", () => {
    const coded = relation("1", "ann", "criticized", "ben", { coding: "MACHINE_CODED" });
    for (const coding of ["QUOTED", "SUGGESTED", "HAND_CODED"] as const) {
      const read = relation("2", "ann", "criticized", "ben", { coding });
      expect(lines([read])[0]?.coded, coding).toBe(false);
      expect(lines([coded, read])[0]?.coded, coding).toBe(false);
    }
    expect(lines([coded])[0]?.coded).toBe(true);
    expect(lines([coded, { ...coded, id: "2" }])[0]?.coded).toBe(true);
  });
});

describe("a bundle", () => {
  it("of war and talks is neither, counts both, and names force first", () => {
    for (const order of [[0, 1, 2], [2, 1, 0]]) {
      const all = [relation("1", "ann", "met-with", "ben"), relation("2", "ann", "at-war-with", "ben"), relation("3", "ben", "met-with", "ann")];
      const [line] = lines(order.map((i) => all[i]).filter((r) => r !== undefined));
      expect(line).toMatchObject({ family: "mixed", label: "at-war-with · 2 × met-with", counts: [["force", 1], ["talks", 2]] });
      expect(line && isHostile(line)).toBe(true);
    }
  });

  it("names its types, and says of each how many are no facts", () => {
    const alleged = { certainty: "ALLEGED" } as const;
    const [line] = lines([
      relation("1", "ann", "advised", "ben", alleged),
      relation("2", "ann", "advised", "ben", { certainty: "DISPUTED" }),
      relation("3", "ann", "advised", "ben", alleged),
      relation("4", "ann", "at-war-with", "ben"),
      relation("5", "ann", "met-with", "ben", { status: "PLANNED", certainty: "ALLEGED" }),
    ]);
    expect(line).toMatchObject({
      label: "at-war-with · 3 × advised (2 alleged, 1 disputed) · met-with (planned, alleged)",
      short: "5 relations (2 alleged, 1 disputed, 1 planned and alleged)",
    });
  });

  it("of many types names those of hostile families, and counts the others", () => {
    const [line] = lines(["a", "b", "c", "criticized", "at-war-with"].map((type) => relation(type, "ann", type, "ben", { certainty: type === "c" ? "DENIED" : "STATED" })));
    expect(line?.label).toBe("at-war-with · criticized · a · 2 others (1 denied)");
  });

  it("of which none is a fact says so in short, too", () => {
    const plans = ["1", "2"].map((id) => relation(id, "ann", "signed a rather long agreement with", "ben", { status: "PLANNED" }));
    expect(lines(plans)[0]).toMatchObject({ label: "2 × signed a rather long agreement with (planned)", short: "2 relations (planned)" });
  });

  it("without force is not said to have it", () => {
    const [line] = lines([relation("1", "ann", "met-with", "ben"), relation("2", "ann", "criticized", "ben")]);
    expect(line && isHostile(line)).toBe(false);
  });

  // Of every two: solid only where both are facts.
  for (const status of statuses) {
    for (const certainty of certainties) {
      it(`of a fact and something ${status} and ${certainty} is solid only where that is a fact too`, () => {
        const [line] = lines([relation("1", "ann", "criticized", "ben"), relation("2", "ann", "criticized", "ben", { status, certainty })]);
        const fact = (status === "OCCURRED" || status === "ONGOING") && (certainty === "STATED" || certainty === "CONFIRMED");
        expect(line?.look).toBe(fact ? "sure" : "partly");
      });
    }
  }

  it("of which nothing is a fact keeps the stroke that all of it has", () => {
    const alleged = { certainty: "ALLEGED" } as const;
    const [same] = lines([relation("1", "ann", "criticized", "ben", alleged), relation("2", "ann", "criticized", "ben", { certainty: "DISPUTED" })]);
    expect(same?.look).toBe("alleged");
    const [differ] = lines([relation("1", "ann", "criticized", "ben", alleged), relation("2", "ann", "criticized", "ben", { status: "PLANNED" })]);
    expect(differ?.look).toBe("partly");
  });
});
