import { families, type Family, familyNoun, familyOf } from "../families";
import { verbOf } from "../statement";
import type { Model, Relation } from "./model";

/** How sure a line is to be drawn: partly is for a bundle of which some is sure, or differs in what it is not. */
export type Look = "sure" | "partly" | "planned" | "alleged" | "denied";

/** A line between two entities: one relation, or a bundle of all between them. */
export interface Line {
  id: string;
  source: string;
  target: string;
  relations: Relation[];
  label: string;
  /** The one family of all its relations; mixed where they have several. */
  family: Family | "mixed";
  /** How many of its relations are of which family, in the order of families. */
  counts: [Family, number][];
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
  const family = familyOf(relation.type.id, types.get(relation.type.id)?.plover);
  return {
    id: relation.id,
    source: relation.subject.id,
    target: relation.object.id,
    relations: [relation],
    label: verbOf(relation),
    family,
    counts: [[family, 1]],
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
  const counts = families.map((family): [Family, number] => [family, lines.filter((line) => line.family === family).length]).filter(([, n]) => n > 0);
  const [only] = counts;
  const looks = new Set(lines.map((line) => line.look));
  const [look] = looks;
  return {
    id: `pair:${key}`,
    source,
    target,
    relations,
    label: counts.map(([family, n]) => `${String(n)} ${familyNoun[family]}`).join(" · "),
    family: counts.length === 1 && only ? only[0] : "mixed",
    counts,
    look: looks.size === 1 && look ? look : "partly",
    arrows: forth ? (back ? "both" : "target") : back ? "source" : "none",
    unfolded: false,
  };
}

/** Whether force is among what a line stands for. */
export function isHostile(line: Line): boolean {
  return line.counts.some(([family]) => family === "force");
}

function lookOf({ status, certainty }: Relation): Look {
  if (certainty === "DENIED") return "denied";
  if (certainty === "ALLEGED" || certainty === "DISPUTED") return "alleged";
  return status === "PLANNED" || status === "PROPOSED" ? "planned" : "sure";
}
