import { certainties, statuses, type Certainty, type Status } from "../words";
import type { Reader } from "./link";

/** What is asked of relations. Undefined or empty means all. */
export interface Filter {
  types: string[];
  status: Status[];
  certainty: Certainty[];
  /** Whether words of a document state them, or rows of data sets alone. */
  quoted?: boolean | undefined;
  /** The first day of what happened, as YYYY-MM-DD. */
  since?: string | undefined;
  /** The last day of what happened, as YYYY-MM-DD. */
  until?: string | undefined;
}

export const noFilter: Filter = { types: [], status: [], certainty: [], quoted: undefined, since: undefined, until: undefined };

/** What is asked of relations, as the API takes it; undefined for all. */
export function filterOf(asked: Filter) {
  const filter = {
    ...(asked.types.length > 0 && { types: asked.types }),
    ...(asked.status.length > 0 && { status: asked.status }),
    ...(asked.certainty.length > 0 && { certainty: asked.certainty }),
    ...(asked.quoted !== undefined && { quoted: asked.quoted }),
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
    ...each("quoted", asked.quoted === undefined ? [] : [String(asked.quoted)]),
    ...each("since", asked.since ? [asked.since] : []),
    ...each("until", asked.until ? [asked.until] : []),
  ];
}

/** Reads what linkedFilter wrote. */
export function readFilter(reader: Reader): Filter {
  const filter: Filter = {
    types: reader.ids("type"),
    status: reader.oneOf("status", statuses),
    certainty: reader.oneOf("certainty", certainties),
    quoted: { true: true, false: false, unset: undefined }[reader.oneOf("quoted", ["true", "false"])[0] ?? "unset"],
    since: reader.day("since"),
    until: reader.day("until"),
  };
  if (filter.since && filter.until && filter.since > filter.until) {
    reader.problems.push(`since=${filter.since} is after until=${filter.until}; both were left out.`);
    return { ...filter, since: undefined, until: undefined };
  }
  return filter;
}
