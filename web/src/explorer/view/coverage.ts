import type { Model } from "../graph/model";
import type { Graph } from "./useGraph";
import { isFiltered, largestLimit, mostRelations, unfiltered, type View } from "./view";

/** Of what a part is shown, in words, and how to see the rest. */
export interface Part {
  says: string;
  rest?: { says: string; view: View };
}

type Shown = Pick<Graph, "model" | "listed" | "whole" | "shown" | "start" | "totals">;

/** A sentence for each way in which what is drawn is not all that there is; none where it is. */
export function partsOf(view: View, graph: Shown): Part[] {
  if (view.show === "map") return [filtered(view, graph)].filter((part) => part !== undefined); // of the rest, the map reads its own
  const all = [filtered(view, graph), neighborhood(view, graph), unlinked(view, graph), page(view, graph), simplified(view, graph), hidden(view, graph)];
  return all.filter((part) => part !== undefined);
}

/** How many relations are listed, of how many that there are. */
export function listedOf(view: View, { listed, totals }: Pick<Graph, "listed" | "totals">): { says: string; all: boolean; known: boolean } {
  const rows = listed.relations.length;
  const passing = isFiltered(view) ? ` that pass the filter${view.hidden.length > 0 ? "s" : ""}` : "";
  if (!totals || totals.relations < rows) return { says: counted(rows, "relation"), all: false, known: false };
  return { says: `${number(rows)} of ${counted(totals.relations, "relation")}${passing}`, all: rows === totals.relations, known: true };
}

function filtered(view: View, { totals }: Shown): Part | undefined {
  if (!totals || !isFiltered(view) || totals.relations === 0) return undefined;
  return {
    says: `${number(totals.relations)} of ${counted(totals.all, "relation")} in the graph pass${totals.relations === 1 ? "es" : ""} the filter.`,
    rest: { says: "Clear all filters", view: unfiltered(view) },
  };
}

function neighborhood(view: View, { shown, start, totals }: Shown): Part | undefined {
  const subgraph = shown?.subgraph;
  if (!subgraph?.truncated) return undefined;
  const drawn = subgraph.nodes.length;
  const graph = totals && `; the graph has ${number(totals.entities)}`;
  if (drawn >= subgraph.totalNodes) {
    return { says: `Only the newest ${counted(subgraph.edges.length, "relation")} among these entities are shown.` };
  }
  const middle = view.focus.length > 0 ? `what this view is about` : `the ${number(start.length)} it begins with`;
  return {
    says: `${number(drawn)} of ${number(subgraph.totalNodes)} entities shown, the best linked first, of those that are linked to ${middle}${graph ?? ""}.`,
    ...more(view, `Show up to ${number(largestLimit)}`),
  };
}

/** Where nothing was chosen, what the neighbourhoods do not reach. */
function unlinked(view: View, { shown, whole, start, totals }: Shown): Part | undefined {
  if (!shown || !totals || view.focus.length > 0 || isFiltered(view) || shown.subgraph?.truncated) return undefined;
  if (whole.entities.size >= totals.entities) return undefined;
  const which = shown.around ? `those that are linked to the ${number(start.length)} it begins with` : "those that a relation names";
  return { says: `${number(whole.entities.size)} of ${counted(totals.entities, "entity")} in the graph shown: ${which}.` };
}

function page(view: View, { shown }: Shown): Part | undefined {
  const passing = shown?.passing;
  if (!shown || !passing || passing.complete) return undefined;
  return {
    says: `${number(shown.relations.length)} of ${counted(passing.total, "relation")} that pass the filter shown, the newest first.`,
    ...more(view, `Show up to ${number(mostRelations(largestLimit))}`),
  };
}

function simplified(view: View, { model, listed }: Shown): Part | undefined {
  if (size(model) === size(listed) || view.show === "table") return undefined;
  return {
    says: `${number(model.entities.size)} of ${counted(listed.entities.size, "entity")} and ${number(model.relations.length)} of ${counted(listed.relations.length, "relation")} are drawn; what is linked to one thing only is left out.`,
    rest: { says: "Show all", view: { ...view, whole: true, at: undefined } },
  };
}

function hidden(view: View, { listed, whole }: Shown): Part | undefined {
  const entities = whole.entities.size - listed.entities.size;
  if (entities === 0) return undefined;
  return {
    says: `${counted(entities, "entity")} of hidden kinds and ${counted(whole.relations.length - listed.relations.length, "relation")} of theirs are left out.`,
    rest: { says: "Show them", view: { ...view, hidden: [], at: undefined } },
  };
}

const more = (view: View, says: string): Partial<Part> =>
  view.limit < largestLimit ? { rest: { says, view: { ...view, limit: largestLimit, at: undefined } } } : {};
const size = (model: Model) => model.entities.size + model.relations.length;
const number = (n: number) => n.toLocaleString("en");
const counted = (n: number, what: "entity" | "relation") => `${number(n)} ${n === 1 ? what : what === "entity" ? "entities" : "relations"}`;
