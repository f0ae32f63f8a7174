import type { EntityKind } from "../../generated/graphql";
import { entityQuery, pairQuery, relationQuery, searchQuery } from "../api/queries";
import { useAnswer, usePages } from "../api/useAnswer";
import { filterOf } from "./filter";
import type { View } from "./view";

export const entityVariables = (id: string, view: View) => ({ id, filter: filterOf(view), asOf: view.asOf });
/** An entity, and page by page the relations of it that pass. */
export const useEntity = (id: string, view: View) =>
  usePages(entityQuery, entityVariables(id, view), ({ entity }) => {
    const end = entity?.relations.pageInfo;
    return end?.hasNextPage ? (end.endCursor ?? undefined) : undefined;
  });

export const pairVariables = ([id, other]: readonly [string, string], view: View) => ({ id, filter: { ...filterOf(view), with: [other] }, asOf: view.asOf });
export const usePair = (ids: readonly [string, string], view: View) => useAnswer(pairQuery, pairVariables(ids, view));
export const useRelation = (id: string, view: View) => useAnswer(relationQuery, { id, asOf: view.asOf });
export const useSearchHits = (text: string, kinds?: EntityKind[], asOf?: string) => useAnswer(searchQuery, { text, kinds, asOf }, text !== "");
