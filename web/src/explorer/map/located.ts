import type { Precision } from "../../generated/graphql";
import type { Degrees } from "./camera";
import type { Area, Outlines } from "./outlines";
import type { End, Placed } from "./query";

/** What a point of some precision is on a map: a spot, somewhere in a country, or nothing that can be shown. */
export const shownAs: Record<Precision, "spot" | "area" | "nothing"> = {
  EXACT: "spot",
  NEAR: "spot",
  TOWN: "spot",
  DISTRICT: "area",
  PROVINCE: "area",
  COUNTRY: "area",
  SEA: "nothing",
  UNKNOWN: "nothing",
};

/** A relation at one of the spots where it happened. */
export interface At {
  place: Degrees;
  relation: Placed;
}

/** Where relations are on a map. */
export interface Located {
  spots: At[];
  /** What is known to have happened somewhere in a country, and not where. */
  areas: Map<Area, Placed[]>;
  /** Where those are that have a place of their own: states, and places with a point. */
  homes: Map<string, Degrees>;
  /** How many relations are at a spot or in a country. */
  shown: number;
  /** How many have a place that is no spot and in no country: at sea, or who knows how far away. */
  vague: number;
}

/** The types whose object is where it happened. */
const happenedAtObject: readonly string[] = ["visited", "took-place-in"];

/** Finds the place of each relation: its own point, else those of the places that it names. */
export function locate(relations: readonly Placed[], outlines: Outlines): Located {
  const located: Located = { spots: [], areas: new Map(), homes: new Map(), shown: 0, vague: 0 };
  for (const relation of relations) {
    const { spots, areas, vague } = placesOf(relation, outlines);
    located.spots.push(...spots.map((place) => ({ place, relation })));
    for (const area of areas) {
      const there = located.areas.get(area);
      if (there) there.push(relation);
      else located.areas.set(area, [relation]);
    }
    if (spots.length + areas.size > 0) located.shown++;
    else if (vague) located.vague++;
    for (const end of [relation.subject, relation.object]) {
      const home = located.homes.has(end.id) ? undefined : homeOf(end, outlines);
      if (home) located.homes.set(end.id, home);
    }
  }
  return located;
}

function placesOf(relation: Placed, outlines: Outlines): { spots: Degrees[]; areas: Set<Area>; vague: boolean } {
  const points = relation.point ? [relation.point] : namedBy(relation);
  const spots = new Map<string, Degrees>();
  const areas = new Set<Area>();
  for (const { longitude, latitude, precision } of points) {
    const place = [longitude, latitude] as const;
    if (shownAs[precision] === "spot") spots.set(place.join(), place);
    const area = shownAs[precision] === "area" ? outlines.at(place) : undefined;
    if (area) areas.add(area);
  }
  if (points.length === 0 && happenedAtObject.includes(relation.type.id)) {
    const area = stateOf(relation.object, outlines);
    if (area) areas.add(area);
  }
  return { spots: [...spots.values()], areas, vague: points.length > 0 };
}

/** The points of the places that a relation names: those where it happened, else an end that is one. */
function namedBy({ places, subject, object }: Placed) {
  const where = places.map((place) => place.point).filter((point) => point !== null);
  if (where.length > 0) return where;
  return [subject, object].map((end) => (end.__typename === "Place" ? end.point : null)).filter((point) => point !== null);
}

function homeOf(end: End, outlines: Outlines): Degrees | undefined {
  if (end.__typename === "Place" && end.point && shownAs[end.point.precision] === "spot") return [end.point.longitude, end.point.latitude];
  return stateOf(end, outlines)?.middle;
}

/** The area of a state that a register of states knows. */
function stateOf(end: End, outlines: Outlines): Area | undefined {
  if (end.__typename !== "Country") return undefined;
  const code = end.identifiers.find(({ scheme }) => scheme === "iso3166-1")?.value;
  return code === undefined ? undefined : outlines.byCode(code);
}
