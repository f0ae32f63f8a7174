import type { EntityKindName } from "../words";
import { filterOf, noFilter, type Filter } from "./filter";

/** What one looks at more closely. */
export type Selection =
  | { is: "entity"; id: string }
  | { is: "relation"; id: string }
  | { is: "pair"; ids: [string, string] };

export const shows = ["graph", "split", "table", "map"] as const;
export type Show = (typeof shows)[number];

/** What a table can be sorted by. */
export const columnNames = ["subject", "type", "object", "time", "status", "certainty"] as const;
export type Column = (typeof columnNames)[number];

/** How a table is sorted; down is its end first. */
export interface Order {
  by: Column;
  down: boolean;
}

/** Everything that a link has to hold to reopen a view. Undefined or empty means all. */
export interface View extends Filter {
  /** Entities whose neighbourhoods are shown; none for the opening view. */
  focus: string[];
  /** Entities whose neighbourhoods were added to that. */
  grown: string[];
  /** Kinds of entities that are left out. */
  hidden: EntityKindName[];
  /** The moment whose knowledge is shown, as RFC 3339 writes it. */
  asOf?: string | undefined;
  /** The ends of the paths that are shown. */
  path?: [string, string] | undefined;
  /** Which of the paths stands out, from 0. */
  way: number;
  selection?: Selection | undefined;
  show: Show;
  order: Order;
  /** How many entities are drawn at most. */
  limit: number;
  /** Draws, without a filter, what is linked to one thing only as well. */
  whole: boolean;
  /** Where the nodes stand, as layout.ts packs it. */
  at?: string | undefined;
}

/** How many entities are drawn unless more are asked for, and how many can be: the server refuses, as too costly, to tell much more at once. */
export const usualLimit = 150;
export const largestLimit = 300;

/** How many relations are read at most where so many entities are drawn. */
export const mostRelations = (limit: number) => 2 * limit;

/** The server takes no more centres than this. */
export const mostCenters = 50;

export const openingView: View = {
  focus: [],
  grown: [],
  ...noFilter,
  hidden: [],
  way: 0,
  show: "graph",
  order: { by: "time", down: true },
  limit: usualLimit,
  whole: false,
};

/** Whether fewer relations are shown than there are because of a filter. */
export function isFiltered(view: View): boolean {
  return filterOf(view) !== undefined;
}

/** The view without any filter, the moment included. */
export function unfiltered(view: View): View {
  return { ...view, ...noFilter, hidden: [], asOf: undefined };
}

/** The view with another centre. What it already shows stays. */
export function grow(view: View, id: string): View {
  if (view.focus.includes(id) || view.grown.includes(id)) return view;
  return { ...view, grown: [...view.grown, id].slice(-mostCenters), at: undefined };
}
