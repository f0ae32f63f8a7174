import type { ProblemCode, SuggestionState } from "../../generated/graphql";
import { type Order, orders } from "./order";

/** Which suggestions are listed; empty is all. */
export interface QueueFilter {
  states: SuggestionState[];
  types: string[];
  problems: ProblemCode[];
  documents: string[];
  /** Names of extractors; an empty one stands for people. */
  extractors: string[];
}

/** What the page for reviewing shows. */
export type Place =
  | { is: "queue"; filter: QueueFilter }
  | { is: "add" }
  | { is: "desk"; document: string; suggestion: string | undefined; order: Order; all: boolean };

export const states: readonly SuggestionState[] = ["PENDING", "ACCEPTED", "REJECTED", "SUPERSEDED"];
export const problems: readonly ProblemCode[] = ["CUE", "AMBIGUOUS_ENTITY", "END_NOT_IN_QUOTE", "TIME_NOT_IN_TEXT", "PLACE_NOT_IN_QUOTE"];

/** What waits to be decided. */
export const pending: QueueFilter = { states: ["PENDING"], types: [], problems: [], documents: [], extractors: [] };

/** Whether a link is to a place where is reviewed. */
export const isReview = (search: string) => new URLSearchParams(search).has("review");

/** The place that the part of a link after “?” names; the queue where it names none. */
export function placeOf(search: string): Place {
  const link = new URLSearchParams(search);
  const review = link.get("review") ?? "";
  if (review === "add") return { is: "add" };
  if (review === "desk" && link.get("document")) {
    return {
      is: "desk",
      document: link.get("document") ?? "",
      suggestion: link.get("suggestion") ?? undefined,
      order: orders.find((order) => order === link.get("order")) ?? "text",
      all: link.get("show") === "all",
    };
  }
  const among = <T extends string>(name: string, known: readonly T[]) => known.filter((value) => link.getAll(name).includes(value));
  return {
    is: "queue",
    filter: {
      states: link.has("state") ? among("state", states) : link.get("show") === "all" ? [] : pending.states,
      types: link.getAll("type"),
      problems: among("problem", problems),
      documents: link.getAll("document"),
      extractors: link.getAll("by"),
    },
  };
}

/** The link to a place, after “?”. */
export function linkOf(place: Place): string {
  const link = new URLSearchParams({ review: place.is });
  if (place.is === "desk") {
    link.set("document", place.document);
    if (place.suggestion) link.set("suggestion", place.suggestion);
    if (place.order !== "text") link.set("order", place.order);
    if (place.all) link.set("show", "all");
  }
  if (place.is === "queue") {
    const { filter } = place;
    if (filter.states.length === 0) link.set("show", "all");
    else if (filter.states.join() !== pending.states.join()) for (const state of filter.states) link.append("state", state);
    for (const type of filter.types) link.append("type", type);
    for (const problem of filter.problems) link.append("problem", problem);
    for (const document of filter.documents) link.append("document", document);
    for (const extractor of filter.extractors) link.append("by", extractor);
  }
  return link.toString();
}
