import { expect, it } from "vitest";
import { entity, relation } from "../graph/made";
import { assemble, type Relation } from "../graph/model";
import { listedOf, partsOf } from "./coverage";
import { openingView, type View } from "./view";

const relations = [relation("1", "ann", "proposed", "deal"), relation("2", "ben", "criticized", "deal"), relation("3", "ann", "visited", "town")];
const nothing = { hidden: [], simplified: false, centers: new Set<string>(), always: new Set<string>() };

function graph(more: { simplified?: boolean; hidden?: View["hidden"]; cut?: number; passing?: { total: number; complete: boolean }; totals?: { entities: number; relations: number; all: number } } = {}) {
  const subgraph = more.cut === undefined ? undefined : { nodes: (["ann", "ben"] as const).map((id) => ({ entity: entity(id), depth: 0, degree: 1 })), edges: [] as Relation[], truncated: true, totalNodes: more.cut };
  const answered = { relations, subgraph };
  const listed = assemble(answered, { ...nothing, hidden: more.hidden ?? [] });
  return {
    whole: assemble(answered, nothing),
    listed,
    model: more.simplified ? assemble(answered, { ...nothing, simplified: true }) : listed,
    shown: { relations, subgraph, ways: [], center: [], chosen: new Set<string>(), around: undefined, passing: more.passing, simplified: false },
    start: ["ann"],
    totals: more.totals,
  };
}

const says = (view: View, of: Parameters<typeof graph>[0]) => partsOf(view, graph(of)).map((part) => part.says);

it("nothing is said where all is shown", () => {
  expect(says(openingView, { passing: { total: 3, complete: true } })).toEqual([]);
});

it("a simplified drawing says of what it is a part, and how to see all", () => {
  const [part, ...more] = partsOf(openingView, graph({ simplified: true }));
  expect(part?.says).toContain("3 of 4 entities and 2 of 3 relations are drawn");
  expect(part?.rest?.view.whole).toBe(true);
  expect(more).toEqual([]);
});

it("a neighbourhood that is cut short says of what, and what the graph has", () => {
  expect(says(openingView, { cut: 874, totals: { entities: 7730, relations: 10, all: 10 } })).toEqual([
    "2 of 874 entities shown, the best linked first, of those that are linked to the 1 it begins with; the graph has 7,730.",
  ]);
});

it("a page of what passes says of how many", () => {
  const [part] = partsOf({ ...openingView, status: ["PLANNED"] }, graph({ passing: { total: 3012, complete: false } }));
  expect(part).toMatchObject({ says: "3 of 3,012 relations that pass the filter shown, the newest first.", rest: { says: "Show up to 600" } });
});

it("what hidden kinds take along is counted", () => {
  const view: View = { ...openingView, hidden: ["Proposal"] };
  const [part] = partsOf(view, graph({ hidden: ["Proposal"] }));
  expect(part).toMatchObject({ says: "1 entity of hidden kinds and 2 relations of theirs are left out.", rest: { view: { hidden: [] } } });
});

it.each([
  ["all of them", { entities: 4, relations: 3, all: 3 }, "3 of 3 relations", true],
  ["a part of them", { entities: 4, relations: 94, all: 94 }, "3 of 94 relations", false],
  ["as many as are known", undefined, "3 relations", false],
])("a table that holds %s says so", (_, totals, said, all) => {
  expect(listedOf(openingView, graph({ ...(totals && { totals }) }))).toMatchObject({ says: said, all });
});

it("a filtered table says that its total is of what passes", () => {
  expect(listedOf({ ...openingView, certainty: ["ALLEGED"] }, graph({ totals: { entities: 9, relations: 3, all: 94 } })).says).toBe("3 of 3 relations that pass the filter");
});
