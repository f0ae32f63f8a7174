import { certainties, codings, statuses, type Certainty, type Coding, type Status } from "../words";
import { boxText, type Box } from "./box";
import type { Reader } from "./link";

/** What is asked of relations. Undefined or empty means all. */
export interface Filter {
  types: string[];
  status: Status[];
  certainty: Certainty[];
  coding: Coding[];
  /** The names of data sets on whose rows they rest. */
  datasets: string[];
  /** Entities that are said to stand somehow to them. */
  attributedTo: string[];
  /** Places and states that they happened in, or in what lies in one of them. */
  places: string[];
  /** Who published what they rest on. */
  publishers: string[];
  /** Since when they are recorded, as RFC 3339 writes it. */
  recordedSince?: string | undefined;
  /** Where on the globe they happened. */
  bbox?: Box | undefined;
  /** The first day of what happened, as YYYY-MM-DD. */
  since?: string | undefined;
  /** The last day of what happened, as YYYY-MM-DD. */
  until?: string | undefined;
}

export const noFilter: Filter = {
  types: [],
  status: [],
  certainty: [],
  coding: [],
  datasets: [],
  attributedTo: [],
  places: [],
  publishers: [],
  recordedSince: undefined,
  bbox: undefined,
  since: undefined,
  until: undefined,
};

/** What is asked of relations, as the API takes it; undefined for all. */
export function filterOf(asked: Filter) {
  const filter = {
    ...(asked.types.length > 0 && { types: asked.types }),
    ...(asked.status.length > 0 && { status: asked.status }),
    ...(asked.certainty.length > 0 && { certainty: asked.certainty }),
    ...(asked.coding.length > 0 && { coding: asked.coding }),
    ...(asked.datasets.length > 0 && { datasets: asked.datasets }),
    ...(asked.attributedTo.length > 0 && { attributedTo: asked.attributedTo }),
    ...(asked.places.length > 0 && { places: asked.places }),
    ...(asked.publishers.length > 0 && { publishers: asked.publishers }),
    ...(asked.recordedSince && { recordedSince: asked.recordedSince }),
    ...(asked.bbox && { bbox: asked.bbox }),
    ...(asked.since && { from: asked.since }),
    ...(asked.until && { to: asked.until }),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}

/** How many things are chosen, time aside. */
export function chosenIn(asked: Filter): number {
  return Object.values(filterOf({ ...asked, since: undefined, until: undefined }) ?? {}).flat().length;
}

/** What is asked of relations, as links have it. */
export function linkedFilter(asked: Filter): [string, string][] {
  const each = (name: string, values: readonly string[]) => values.map((value): [string, string] => [name, value]);
  return [
    ...each("type", asked.types),
    ...each("status", asked.status),
    ...each("certainty", asked.certainty),
    ...each("coding", asked.coding),
    ...each("dataset", asked.datasets),
    ...each("saidby", asked.attributedTo),
    ...each("place", asked.places),
    ...each("publisher", asked.publishers),
    ...each("recordedsince", asked.recordedSince ? [asked.recordedSince] : []),
    ...each("bbox", asked.bbox ? [boxText(asked.bbox)] : []),
    ...each("since", asked.since ? [asked.since] : []),
    ...each("until", asked.until ? [asked.until] : []),
  ];
}

/** A link holds so many types: more than a data set brings. */
const mostTypes = 400;

/** Which codings links of before had in place of coding. */
const codingsOf: Record<string, Coding[]> = { true: ["QUOTED", "SUGGESTED"], false: ["HAND_CODED", "MACHINE_CODED"] };

/** Reads what linkedFilter wrote. */
export function readFilter(reader: Reader): Filter {
  const filter: Filter = {
    types: reader.ids("type", mostTypes),
    status: reader.oneOf("status", statuses),
    certainty: reader.oneOf("certainty", certainties),
    coding: [...new Set([...reader.oneOf("coding", codings), ...reader.oneOf("quoted", ["true", "false"]).flatMap((quoted) => codingsOf[quoted] ?? [])])],
    datasets: reader.ids("dataset"),
    attributedTo: reader.ids("saidby"),
    places: reader.ids("place"),
    publishers: reader.ids("publisher"),
    recordedSince: reader.moment("recordedsince"),
    bbox: reader.box("bbox"),
    since: reader.day("since"),
    until: reader.day("until"),
  };
  if (filter.since && filter.until && filter.since > filter.until) {
    reader.problems.push(`since=${filter.since} is after until=${filter.until}; both were left out.`);
    return { ...filter, since: undefined, until: undefined };
  }
  return filter;
}
