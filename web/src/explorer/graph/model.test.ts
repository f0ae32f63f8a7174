import { describe, expect, it } from "vitest";
import { assemble, busiest, type Choice, linesOf, type Relation, type Subgraph, type TypeInfo } from "./model";

const kinds = { ann: "Person", ben: "Person", cup: "Country", deal: "Proposal", town: "Place" } as const;
type Id = keyof typeof kinds;

function entity(id: Id) {
  return { __typename: kinds[id], id, name: id.toUpperCase(), unnamed: false };
}

function relation(id: string, subject: Id, type: string, object: Id, more: Partial<Relation> = {}): Relation {
  return {
    id,
    type: { id: type, label: type },
    subject: entity(subject),
    object: entity(object),
    status: "OCCURRED",
    certainty: "STATED",
    time: null,
    recordedAt: "2025-12-01T00:00:00Z",
    ...more,
  };
}

function subgraph(...edges: Relation[]): Subgraph {
  const ids = [...new Set(edges.flatMap((e) => [e.subject.id, e.object.id]))] as Id[];
  return { nodes: ids.map((id) => ({ entity: entity(id), degree: 1, depth: 0 })), edges, truncated: false, totalNodes: ids.length };
}

const everything: Choice = { hidden: [], onlyConnecting: false, centers: new Set(), always: new Set() };
const types = new Map<string, TypeInfo>([
  ["met-with", { label: "met with", inverseLabel: "met with", symmetric: true, plover: "CONSULT" }],
  ["criticized", { label: "criticized", inverseLabel: "was criticized by", symmetric: false, plover: "ACCUSE" }],
]);

const ids = (model: { entities: Map<string, unknown> }) => [...model.entities.keys()].sort();

describe("what is drawn", () => {
  const edges = [
    relation("1", "ann", "proposed", "deal"),
    relation("2", "ben", "criticized", "deal"),
    relation("3", "ann", "visited", "town"),
  ];

  it("leaves out hidden kinds and what is linked to them", () => {
    const model = assemble(subgraph(...edges), [], { ...everything, hidden: ["Proposal"] });
    expect(ids(model)).toEqual(["ann", "ben", "town"]);
    expect(model.relations.map((r) => r.id)).toEqual(["3"]);
  });

  it("keeps, of what is no actor, only what links actors where that is asked for", () => {
    expect(ids(assemble(subgraph(...edges), [], { ...everything, onlyConnecting: true }))).toEqual(["ann", "ben", "deal"]);
  });

  it("keeps what was grown, and what is open", () => {
    for (const more of [{ centers: new Set(["ann"]) }, { always: new Set(["town"]) }]) {
      expect(ids(assemble(subgraph(...edges), [], { ...everything, ...more, onlyConnecting: true }))).toContain("town");
    }
  });

  it("holds what paths lead through, of hidden kinds too", () => {
    const step = { from: entity("ann"), to: entity("town"), direction: "OUT" as const, relation: edges[2] ?? relation("3", "ann", "visited", "town") };
    const model = assemble(subgraph(...edges.slice(0, 2)), [{ length: 1, steps: [step] }], { ...everything, hidden: ["Place"] });
    expect(ids(model)).toEqual(["ann", "ben", "deal", "town"]);
    expect(model.relations).toHaveLength(3);
  });
});

describe("lines", () => {
  const model = assemble(
    subgraph(
      relation("1", "ann", "criticized", "ben"),
      relation("2", "ben", "criticized", "ann", { certainty: "ALLEGED" }),
      relation("3", "ann", "met-with", "cup", { status: "PLANNED" }),
    ),
    [],
    everything,
  );

  it("bundle all that links two entities, whichever way", () => {
    const [bundle, single] = linesOf(model, types);
    expect(bundle).toMatchObject({ label: "2", arrows: "both", family: "criticism", look: "sure" });
    expect(single).toMatchObject({ id: "3", arrows: "none", family: "talks", look: "planned" });
  });

  it("unfold for one pair", () => {
    const lines = linesOf(model, types, ["ben", "ann"]);
    expect(lines.map((line) => line.id)).toEqual(["1", "2", "3"]);
    expect(lines[1]).toMatchObject({ look: "alleged", arrows: "target", unfolded: true });
  });

  it("show a denial as one", () => {
    const denied = assemble(subgraph(relation("1", "ann", "criticized", "ben", { certainty: "DENIED", status: "PLANNED" })), [], everything);
    expect(linesOf(denied, types)[0]?.look).toBe("denied");
  });
});

it("the busiest entities are those with most relations, then the first by id", () => {
  const page = [relation("1", "ann", "a", "ben"), relation("2", "ann", "a", "cup"), relation("3", "ben", "a", "deal")];
  expect(busiest(page, 3)).toEqual(["ann", "ben", "cup"]);
});
