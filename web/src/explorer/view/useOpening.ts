import { ask } from "../api/client";
import { furtherQuery, openingQuery } from "../api/queries";
import { useReading } from "../api/useAnswer";
import type { Relation } from "../graph/model";
import { filterOf } from "./filter";
import { mostRelations, type View } from "./view";

/** What the page opens with, where no entity was chosen. */
export interface Opening {
  /** The actors that there are; undefined where they are too many to begin with. */
  actors: string[] | undefined;
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
  return {
    actors: actors.pageInfo.hasNextPage ? undefined : actors.nodes.map((actor) => actor.id),
    relations: nodes,
    complete: !pageInfo.hasNextPage,
    total: relations.totalCount,
  };
}
