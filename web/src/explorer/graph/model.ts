import type { EntityPartFragment, NeighborhoodQuery, PathsQuery, RelationPartFragment } from "../../generated/graphql";
import { actorKinds, type EntityKindName, type Family, familyOf, sayingOf } from "../words";

export type Relation = RelationPartFragment;

export interface Entity {
  id: string;
  name: string;
  kind: EntityKindName;
  unnamed: boolean;
  /** How many relations it has in the whole graph; 0 where that is not known. */
  degree: number;
}

/** What is drawn and listed: every relation's ends are among the entities. */
export interface Model {
  entities: Map<string, Entity>;
  relations: Relation[];
}

export type Subgraph = NeighborhoodQuery["neighborhood"];
export type Way = PathsQuery["paths"]["paths"][number];

export interface Choice {
  /** Kinds that are left out. */
  hidden: readonly EntityKindName[];
  /** Leaves out what is no actor and is linked to fewer than two of those shown. */
  onlyConnecting: boolean;
  /** These, and what is linked to the centres among them, are never left out. */
  centers: ReadonlySet<string>;
  always: ReadonlySet<string>;
}

/** Puts together what was asked for and what paths lead through. */
export function assemble(subgraph: Subgraph | undefined, ways: readonly Way[], choice: Choice): Model {
  const entities = new Map<string, Entity>();
  const relations = new Map<string, Relation>();
  const onWay = new Set<string>(choice.always);
  for (const { entity, degree } of subgraph?.nodes ?? []) entities.set(entity.id, toEntity(entity, degree));
  for (const relation of subgraph?.edges ?? []) relations.set(relation.id, relation);
  for (const step of ways.flatMap((way) => way.steps)) {
    for (const end of [step.from, step.to]) {
      onWay.add(end.id);
      if (!entities.has(end.id)) entities.set(end.id, toEntity(end, 0));
    }
    relations.set(step.relation.id, step.relation);
  }
  const all = [...relations.values()];
  const keep = new Set(
    [...entities.values()].filter((e) => onWay.has(e.id) || !choice.hidden.includes(e.kind)).map((e) => e.id),
  );
  if (choice.onlyConnecting) dropLoose(keep, entities, all, choice, onWay);
  return {
    entities: new Map([...entities].filter(([id]) => keep.has(id))),
    relations: all.filter((r) => keep.has(r.subject.id) && keep.has(r.object.id)),
  };
}

function dropLoose(
  keep: Set<string>,
  entities: Map<string, Entity>,
  relations: readonly Relation[],
  choice: Choice,
  onWay: ReadonlySet<string>,
): void {
  const isActor = (id: string) => actorKinds.includes(entities.get(id)?.kind ?? "");
  const near = neighbors(relations);
  for (const id of [...keep]) {
    if (isActor(id) || onWay.has(id) || choice.centers.has(id)) continue;
    const around = [...(near.get(id) ?? [])].filter((other) => keep.has(other));
    const grown = around.some((other) => choice.centers.has(other));
    if (!grown && around.filter(isActor).length < 2) keep.delete(id);
  }
}

function neighbors(relations: readonly Relation[]): Map<string, Set<string>> {
  const near = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const set = near.get(from);
    if (set) set.add(to);
    else near.set(from, new Set([to]));
  };
  for (const { subject, object } of relations) {
    add(subject.id, object.id);
    add(object.id, subject.id);
  }
  return near;
}

export function toEntity(part: EntityPartFragment, degree: number): Entity {
  return { id: part.id, name: part.name, kind: part.__typename, unnamed: part.unnamed, degree };
}

/** How sure a line is to be drawn. */
export type Look = "sure" | "planned" | "alleged" | "denied";

/** A line between two entities: one relation, or a bundle of all between them. */
export interface Line {
  id: string;
  source: string;
  target: string;
  relations: Relation[];
  label: string;
  family: Family;
  look: Look;
  /** Arrows at the ends: none for symmetric relations. */
  arrows: "none" | "target" | "source" | "both";
  /** One of several lines between the same two. */
  unfolded: boolean;
}

export interface TypeInfo {
  label: string;
  inverseLabel: string;
  symmetric: boolean;
  plover: string | null;
}

/** Names two entities, whichever comes first. */
export function pairOf(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a];
}

const pairKey = (a: string, b: string) => JSON.stringify(pairOf(a, b));

/** The lines of a model: one for each pair, but for the pair that is unfolded. */
export function linesOf(model: Model, types: ReadonlyMap<string, TypeInfo>, unfolded?: readonly [string, string]): Line[] {
  const pairs = new Map<string, Relation[]>();
  for (const relation of model.relations) {
    const key = pairKey(relation.subject.id, relation.object.id);
    const pair = pairs.get(key);
    if (pair) pair.push(relation);
    else pairs.set(key, [relation]);
  }
  const open = unfolded && pairKey(...unfolded);
  return [...pairs].flatMap(([key, relations]) =>
    key === open || relations.length === 1
      ? relations.map((relation) => single(relation, types, relations.length > 1))
      : [bundle(key, relations, types)],
  );
}

function single(relation: Relation, types: ReadonlyMap<string, TypeInfo>, unfolded: boolean): Line {
  return {
    id: relation.id,
    source: relation.subject.id,
    target: relation.object.id,
    relations: [relation],
    label: sayingOf(relation.type.label, relation.status),
    family: familyOf(relation.type.id, types.get(relation.type.id)?.plover),
    look: lookOf(relation),
    arrows: types.get(relation.type.id)?.symmetric ? "none" : "target",
    unfolded,
  };
}

function bundle(key: string, relations: Relation[], types: ReadonlyMap<string, TypeInfo>): Line {
  const [source, target] = JSON.parse(key) as [string, string];
  const lines = relations.map((relation) => single(relation, types, false));
  const directed = lines.filter((line) => line.arrows !== "none");
  const forth = directed.some((line) => line.source === source);
  const back = directed.some((line) => line.source !== source);
  return {
    id: `pair:${key}`,
    source,
    target,
    relations,
    label: String(relations.length),
    family: mostFrequent(lines.map((line) => line.family)),
    look: surest(lines.map((line) => line.look)),
    arrows: forth ? (back ? "both" : "target") : back ? "source" : "none",
    unfolded: false,
  };
}

function lookOf({ status, certainty }: Relation): Look {
  if (certainty === "DENIED") return "denied";
  if (certainty === "ALLEGED" || certainty === "DISPUTED") return "alleged";
  return status === "PLANNED" || status === "PROPOSED" ? "planned" : "sure";
}

function surest(looks: readonly Look[]): Look {
  return (["sure", "planned", "alleged"] as const).find((look) => looks.includes(look)) ?? "denied";
}

function mostFrequent<T>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!first) throw new Error("there are no values to choose from");
  return first[0];
}

/** The ids that occur most often among the ends of relations, most first. */
export function busiest(relations: readonly { subject: { id: string }; object: { id: string } }[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const { subject, object } of relations) {
    for (const { id } of [subject, object]) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([id]) => id);
}
