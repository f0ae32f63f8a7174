import { ask } from "../api/client";
import { furtherQuery, openingQuery, prominentQuery } from "../api/queries";
import { useReading } from "../api/useAnswer";
import type { Relation } from "../graph/model";
import { filterOf } from "./filter";
import { mostRelations, type View } from "./view";

/** What the page opens with, where no entity was chosen. */
export interface Opening {
  /** The entities to begin with, of a graph without a filter: all actors, where they are few, or those of what is best attested. */
  start: string[];
  /** The newest relations that pass the filter. */
  relations: Relation[];
  /** There are no others that pass. */
  complete: boolean;
  /** How many pass. */
  total: number;
}

/**
 * Reads the newest relations that pass the view's filter, page by page. Of a
 * graph without a filter that holds more than are shown, the first page is
 * enough: what it is most about is where its neighbourhoods are asked for.
 */
export function useOpening(view: View, enabled: boolean) {
  const question = { filter: filterOf(view), asOf: view.asOf };
  const most = mostRelations(view.limit);
  return useReading(["opening", question, most], (signal) => read(question, most, signal), enabled);
}

async function read(question: { filter: ReturnType<typeof filterOf>; asOf: string | undefined }, most: number, signal: AbortSignal): Promise<Opening> {
  const { actors, relations } = await ask(openingQuery, question, signal);
  const nodes = [...relations.nodes];
  let { pageInfo } = relations;
  const further = question.filter !== undefined || relations.totalCount <= most;
  while (further && pageInfo.hasNextPage && nodes.length < most) {
    const next = (await ask(furtherQuery, { ...question, after: pageInfo.endCursor }, signal)).relations;
    nodes.push(...next.nodes);
    pageInfo = next.pageInfo;
  }
  const complete = !pageInfo.hasNextPage;
  return {
    start: actors.pageInfo.hasNextPage ? (complete || question.filter ? [] : await prominent(question.asOf, signal)) : actors.nodes.map((actor) => actor.id),
    relations: nodes,
    complete,
    total: relations.totalCount,
  };
}

async function prominent(asOf: string | undefined, signal: AbortSignal): Promise<string[]> {
  const { neighborhood } = await ask(prominentQuery, { asOf }, signal);
  return neighborhood.nodes.map((node) => node.entity.id);
}
