import { families, type Family, familyNoun, familyOf } from "../families";
import { reservationsOf, verbOf } from "../statement";
import { clipped } from "../text/names";
import type { Model, Relation } from "./model";

/** How sure a line is to be drawn: partly is for a bundle of which some is sure, or differs in what it is not. */
export type Look = "sure" | "partly" | "planned" | "alleged" | "denied";

/** A line between two entities: one relation, or a bundle of all between them. */
export interface Line {
  id: string;
  source: string;
  target: string;
  relations: Relation[];
  /** What it says of all its relations. */
  label: string;
  /** The same for where there is little room. */
  short: string;
  /** The one family of all its relations; mixed where they have several. */
  family: Family | "mixed";
  /** How many of its relations are of which family, in the order of families. */
  counts: [Family, number][];
  look: Look;
  /** A program coded all of it: nobody need have read the source. */
  coded: boolean;
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

/** Of the label of a type, so much is drawn; before what is said of its certainty, which is never cut off. */
const mostOfType = 60;
/** The longest label that most lines have room for. */
const mostOfShort = 24;
/** Of the types of a bundle, so many are named. */
const mostTypes = 3;

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
    label: verbOf(relation, clipped(relation.type.label, mostOfType)),
    short: verbOf(relation, clipped(relation.type.label, mostOfShort)),
    family,
    counts: [[family, 1]],
    look: lookOf(relation),
    coded: relation.coding === "MACHINE_CODED",
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
  const label = labelOf(lines, counts);
  return {
    id: `pair:${key}`,
    source,
    target,
    relations,
    label,
    short: shortOf(label, relations, counts),
    family: counts.length === 1 && only ? only[0] : "mixed",
    counts,
    look: looks.size === 1 && look ? look : "partly",
    coded: lines.every((line) => line.coded),
    arrows: forth ? (back ? "both" : "target") : back ? "source" : "none",
    unfolded: false,
  };
}

/** The types of a bundle, those of the hostile families first. */
function labelOf(lines: readonly Line[], counts: Line["counts"]): string {
  const types = new Map<string, Relation[]>();
  for (const relation of counts.flatMap(([family]) => lines.filter((line) => line.family === family).flatMap((line) => line.relations))) {
    types.set(relation.type.id, [...(types.get(relation.type.id) ?? []), relation]);
  }
  const named = [...types.values()].slice(0, mostTypes);
  const others = [...types.values()].slice(mostTypes).flat();
  return [
    ...named.map((same) => (same.length > 1 ? `${String(same.length)} × ` : "") + clipped(same[0]?.type.label ?? "", mostOfType) + reservationsOf(same)),
    ...(others.length > 0 ? [`${String(others.length)} other${others.length > 1 ? "s" : ""}${reservationsOf(others)}`] : []),
  ].join(" · ");
}

/** What a line has room for: that is the families where all are facts, and else how many are none. */
function shortOf(label: string, relations: readonly Relation[], counts: Line["counts"]): string {
  if (label.length <= mostOfShort) return label;
  const reserved = reservationsOf(relations);
  const families = counts.map(([family, n]) => `${String(n)} ${familyNoun[family]}`).join(" · ");
  return reserved === "" && families.length <= mostOfShort ? families : `${String(relations.length)} relations${reserved}`;
}

/** Whether force is among what a line stands for. */
export function isHostile(line: Line): boolean {
  return line.counts.some(([family]) => family === "force");
}

/** How sure one relation is drawn. */
export function lookOf({ status, certainty }: Pick<Relation, "status" | "certainty">): Look {
  if (certainty === "DENIED") return "denied";
  if (certainty === "ALLEGED" || certainty === "DISPUTED") return "alleged";
  return status === "PLANNED" || status === "PROPOSED" ? "planned" : "sure";
}
