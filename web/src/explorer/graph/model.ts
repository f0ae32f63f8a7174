import type { EntityPartFragment, NeighborhoodQuery, PathsQuery, RelationPartFragment } from "../../generated/graphql";
import { actorKinds, type EntityKindName } from "../words";

export type Relation = RelationPartFragment;

export interface Entity {
  id: string;
  name: string;
  kind: EntityKindName;
  unnamed: boolean;
}

/** What is drawn and listed: every relation's ends are among the entities. */
export interface Model {
  entities: Map<string, Entity>;
  relations: Relation[];
}

export type Subgraph = NeighborhoodQuery["neighborhood"];
export type Way = PathsQuery["paths"]["paths"][number];

/** What was answered, from which a model is put together. */
export interface Answered {
  relations?: readonly Relation[];
  subgraph?: Subgraph | undefined;
  ways?: readonly Way[];
}

export interface Choice {
  /** Kinds that are left out. */
  hidden: readonly EntityKindName[];
  /** Leaves out what is no actor and is linked to fewer than two of those shown. */
  simplified: boolean;
  /** These, and what is linked to the centres among them, are never left out. */
  centers: ReadonlySet<string>;
  always: ReadonlySet<string>;
}

/** Puts together what was answered: a relation always brings its ends along. */
export function assemble({ relations: given = [], subgraph, ways = [] }: Answered, choice: Choice): Model {
  const entities = new Map<string, Entity>();
  const relations = new Map<string, Relation>();
  const onWay = new Set<string>(choice.always);
  const add = (relation: Relation) => {
    relations.set(relation.id, relation);
    for (const end of [relation.subject, relation.object]) if (!entities.has(end.id)) entities.set(end.id, toEntity(end));
  };
  for (const { entity } of subgraph?.nodes ?? []) entities.set(entity.id, toEntity(entity));
  for (const relation of [...(subgraph?.edges ?? []), ...given]) add(relation);
  for (const step of ways.flatMap((way) => way.steps)) {
    for (const end of [step.from, step.to]) onWay.add(end.id);
    add(step.relation);
  }
  const all = [...relations.values()];
  const keep = new Set(
    [...entities.values()].filter((e) => onWay.has(e.id) || !choice.hidden.includes(e.kind)).map((e) => e.id),
  );
  if (choice.simplified) dropLoose(keep, entities, all, choice, onWay);
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

function toEntity(part: EntityPartFragment): Entity {
  return { id: part.id, name: part.name, kind: part.__typename, unnamed: part.unnamed };
}
