import { describe, expect, it } from "vitest";
import { fromLink, toLink } from "./link";
import { openingView, type View } from "./view";

const everything: View = {
  focus: ["vladimir-putin", "icews:1234, & = <b>"],
  grown: ["ukraine"],
  types: ["met-with"],
  status: ["PLANNED"],
  certainty: ["ALLEGED", "DENIED"],
  coding: ["QUOTED", "HAND_CODED"],
  datasets: ["acled", "icews"],
  attributedTo: ["dmitry-peskov"],
  places: ["paris", "ukraine"],
  publishers: ["Reuters", "Agence France-Presse & others"],
  recordedSince: "2025-11-30T00:00:00Z",
  bbox: { west: 22.1, south: -4, east: 41, north: 1e-7 },
  hidden: ["Place"],
  since: "2025-11-01",
  until: "2025-12-31",
  asOf: "2025-12-01T12:00:00Z",
  path: ["marco-rubio", "vladimir-putin"],
  way: 2,
  selection: { is: "pair", ids: ["russia", "ukraine"] },
  show: "split",
  order: { by: "subject", down: false },
  limit: 300,
  whole: true,
  at: "abc_1_2",
};

describe("a link", () => {
  it("reopens the view that it was made from", () => {
    expect(fromLink(toLink(everything))).toEqual({ view: everything, problems: [] });
    for (const selection of [{ is: "entity", id: "a" }, { is: "relation", id: "rel:1" }] as const) {
      expect(fromLink(toLink({ ...everything, selection })).view.selection).toEqual(selection);
    }
  });

  it("opens what relates a thing to itself", () => {
    const selection = { is: "pair", ids: ["ukraine", "ukraine"] } as const;
    expect(fromLink(toLink({ ...openingView, selection: { ...selection, ids: [...selection.ids] } }))).toEqual({ view: { ...openingView, selection }, problems: [] });
  });

  it("holds as many types as were ticked", () => {
    const types = Array.from({ length: 300 }, (_, i) => `t${String(i)}`);
    expect(fromLink(toLink({ ...openingView, types }))).toEqual({ view: { ...openingView, types }, problems: [] });
  });

  it("is empty for the opening view", () => {
    expect(toLink(openingView)).toBe("");
    expect(fromLink("")).toEqual({ view: openingView, problems: [] });
  });

  it.each([
    ["a status that there is none of", "status=MAYBE", "MAYBE"],
    ["a certainty that there is none of", "certainty=stated", "stated"],
    ["a coding that there is none of", "coding=quoted", "quoted"],
    ["words that are neither quoted nor not", "quoted=yes", "yes"],
    ["a kind that there is none of", "hide=Robot", "Robot"],
    ["a day that is none", "since=2025-02-30", "2025-02-30"],
    ["a moment without a zone", "asof=2025-12-01T12:00", "2025-12-01T12:00"],
    ["a recording without a zone", "recordedsince=2025-12-01", "2025-12-01"],
    ["a box of three sides", "bbox=1,2,3", "1,2,3"],
    ["a box of five sides", "bbox=1,2,3,4,5", "1,2,3,4,5"],
    ["a box with words", "bbox=1,2,3,north", "north"],
    ["a box beyond the pole", "bbox=1,2,3,90.5", "90.5"],
    ["a box whose south is north of its north", "bbox=1,3,2,2", "1,3,2,2"],
    ["a path with one end", "path=ukraine", "two different ids"],
    ["a number with letters", "way=2e1", "2e1"],
    ["a number that is too large", "limit=100000", "100000"],
    ["a name that means nothing", "colour=red", "colour"],
    ["an empty id", "focus=", "focus"],
    ["a display that there is none of", "show=globe", "map"],
    ["a column that there is none of", "sort=--time", "--time"],
    ["two things that are open at once", "entity=a&relation=rel:b", "Only one of"],
    ["a time that ends before it starts", "since=2025-12-02&until=2025-12-01", "after"],
    ["more entities than can be asked for", Array.from({ length: 51 }, (_, i) => `focus=${String(i)}`).join("&"), "first 50"],
  ])("with %s says so", (_, search, named) => {
    const { problems } = fromLink(search);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(named);
  });

  it("of before, to what is quoted, opens what was read by a person", () => {
    expect(fromLink("quoted=true").view.coding).toEqual(["QUOTED", "SUGGESTED"]);
    expect(fromLink("quoted=false").view.coding).toEqual(["HAND_CODED", "MACHINE_CODED"]);
  });

  it("keeps what is right beside what is wrong", () => {
    const { view, problems } = fromLink("status=PLANNED&status=NEVER&type=met-with");
    expect(view.status).toEqual(["PLANNED"]);
    expect(view.types).toEqual(["met-with"]);
    expect(problems).toHaveLength(1);
  });
});
