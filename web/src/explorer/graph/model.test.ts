import { describe, expect, it } from "vitest";
import { assemble, type Choice, type Relation, type Subgraph } from "./model";
import { entity, type Id, relation } from "./made";

function subgraph(...edges: Relation[]): Subgraph {
  const ids = [...new Set(edges.flatMap((e) => [e.subject.id, e.object.id]))] as Id[];
  return { nodes: ids.map((id) => ({ entity: entity(id), degree: 1, depth: 0 })), edges, truncated: false, totalNodes: ids.length };
}

const everything: Choice = { hidden: [], simplified: false, centers: new Set(), always: new Set() };
const ids = (model: { entities: Map<string, unknown> }) => [...model.entities.keys()].sort();

describe("what is drawn", () => {
  const edges = [
    relation("1", "ann", "proposed", "deal"),
    relation("2", "ben", "criticized", "deal"),
    relation("3", "ann", "visited", "town"),
  ];

  it("leaves out hidden kinds and what is linked to them", () => {
    const model = assemble({ subgraph: subgraph(...edges) }, { ...everything, hidden: ["Proposal"] });
    expect(ids(model)).toEqual(["ann", "ben", "town"]);
    expect(model.relations.map((r) => r.id)).toEqual(["3"]);
  });

  it("keeps, of what is no actor, only what links actors where that is asked for", () => {
    expect(ids(assemble({ subgraph: subgraph(...edges) }, { ...everything, simplified: true }))).toEqual(["ann", "ben", "deal"]);
  });

  it("holds every relation that matches, with both its ends, whatever they are", () => {
    const model = assemble({ relations: [relation("1", "deal", "applies-to", "town"), relation("2", "deal", "has-provision", "town")] }, everything);
    expect(ids(model)).toEqual(["deal", "town"]);
    expect(model.relations).toHaveLength(2);
  });

  it("holds once what several answers hold", () => {
    const model = assemble({ relations: edges, subgraph: subgraph(...edges) }, everything);
    expect(model.relations).toHaveLength(3);
  });

  it("keeps what was grown, and what is open", () => {
    for (const more of [{ centers: new Set(["ann"]) }, { always: new Set(["town"]) }]) {
      expect(ids(assemble({ subgraph: subgraph(...edges) }, { ...everything, ...more, simplified: true }))).toContain("town");
    }
  });

  it("holds what paths lead through, of hidden kinds too", () => {
    const step = { from: entity("ann"), to: entity("town"), direction: "OUT" as const, relation: edges[2] ?? relation("3", "ann", "visited", "town") };
    const model = assemble({ subgraph: subgraph(...edges.slice(0, 2)), ways: [{ length: 1, steps: [step] }] }, { ...everything, hidden: ["Place"] });
    expect(ids(model)).toEqual(["ann", "ben", "deal", "town"]);
    expect(model.relations).toHaveLength(3);
  });
});
