import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { TypedDocumentString } from "../../generated/graphql";
import { ask } from "../api/client";
import {
  entityQuery,
  neighborhoodQuery,
  openingQuery,
  pairQuery,
  pathsQuery,
  relationQuery,
  searchQuery,
  vocabularyQuery,
} from "../api/queries";
import { assemble, busiest, linesOf, type TypeInfo } from "../graph/model";
import { mostCenters, type View } from "./view";

/** Asks, and keeps the last answer in sight until the next one is there. */
export function useAnswer<T, V>(query: TypedDocumentString<T, V>, variables: V, enabled = true) {
  return useQuery({
    queryKey: [query.toString(), variables],
    queryFn: ({ signal }) => ask(query, variables, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** What a view asks of relations, as the API takes it; undefined for all. */
export function filterOf(view: View) {
  const filter = {
    ...(view.types.length > 0 && { types: view.types }),
    ...(view.status.length > 0 && { status: view.status }),
    ...(view.certainty.length > 0 && { certainty: view.certainty }),
    ...(view.since && { from: view.since }),
    ...(view.until && { to: view.until }),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}

/** Where a view has its centres when no entity was chosen, and how many it takes from a page of relations. */
const busiestOfPage = 12;
const none: never[] = [];

export function useVocabulary() {
  const { data } = useAnswer(vocabularyQuery, {});
  return useMemo(() => {
    const types = new Map<string, TypeInfo>(data?.relationTypes.map(({ id, ...info }) => [id, info]));
    const relations = data?.relations.nodes ?? none;
    const moments = [
      ...relations.flatMap((r) => [r.recordedAt, r.retractedAt]),
      ...(data?.documents.nodes ?? none).map((d) => d.recordedAt),
    ].filter((moment) => moment !== null);
    return { types, moments };
  }, [data]);
}

export type Vocabulary = ReturnType<typeof useVocabulary>;

/** Everything that a view draws and lists. */
export function useGraph(view: View, types: ReadonlyMap<string, TypeInfo>) {
  const opening = useAnswer(openingQuery, { asOf: view.asOf }, view.focus.length === 0);
  const start = useMemo(() => {
    if (view.focus.length > 0) return view.focus;
    if (!opening.data) return undefined;
    const { actors, relations } = opening.data;
    return actors.pageInfo.hasNextPage ? busiest(relations.nodes, busiestOfPage) : actors.nodes.map((a) => a.id);
  }, [view.focus, opening.data]);
  const center = useMemo(() => [...new Set([...view.grown, ...(start ?? none)])].slice(0, mostCenters), [view.grown, start]);
  const filter = useMemo(() => filterOf(view), [view]);
  const around = { center, limit: view.limit, filter, asOf: view.asOf };
  const neighborhood = useAnswer(neighborhoodQuery, around, start !== undefined && center.length > 0);
  const [from = "", to = ""] = view.path ?? [];
  const between = { from, to, filter, asOf: view.asOf };
  const paths = useAnswer(pathsQuery, between, view.path !== undefined);

  // Nothing is drawn before all of it is there: a link then finds its nodes where they stood.
  const [begun, setBegun] = useState(false);
  const settled = neighborhood.data !== undefined && (view.path === undefined || !paths.isLoading);
  if (settled && !begun) setBegun(true);
  const subgraph = begun && start && center.length > 0 ? neighborhood.data?.neighborhood : undefined;
  const found = view.path ? paths.data?.paths : undefined;
  const ways = begun && found ? found.paths : none;
  const home = view.focus.length === 0;
  const chosen = useMemo(() => new Set([...view.focus, ...view.grown]), [view.focus, view.grown]);
  const selected = view.selection?.is === "entity" ? view.selection.id : undefined;
  const model = useMemo(
    () =>
      assemble(subgraph, ways, {
        hidden: view.hidden,
        onlyConnecting: home,
        centers: chosen,
        always: new Set(selected === undefined ? none : [selected]),
      }),
    [subgraph, ways, view.hidden, home, chosen, selected],
  );
  const unfolded = useMemo(() => unfoldedPair(view, model.relations), [view, model]);
  const lines = useMemo(() => linesOf(model, types, unfolded), [model, types, unfolded]);
  return {
    model,
    lines,
    chosen,
    around,
    between,
    found,
    truncated: subgraph?.truncated ?? false,
    total: subgraph?.totalNodes ?? 0,
    drawn: subgraph?.nodes.length ?? 0,
    emptyStore: start?.length === 0 && view.grown.length === 0,
    waiting: opening.isFetching || neighborhood.isFetching || paths.isFetching,
    ready: (start !== undefined && (center.length === 0 || begun)) || undefined,
    error: opening.error ?? neighborhood.error ?? paths.error,
    again: () => {
      for (const query of [opening, neighborhood, paths]) if (query.isError) void query.refetch();
    },
  };
}

function unfoldedPair(view: View, relations: readonly { id: string; subject: { id: string }; object: { id: string } }[]) {
  const { selection } = view;
  if (selection?.is === "pair") return selection.ids;
  if (selection?.is !== "relation") return undefined;
  const relation = relations.find((r) => r.id === selection.id);
  return relation && ([relation.subject.id, relation.object.id] as const);
}

export const useEntity = (id: string, view: View) =>
  useAnswer(entityQuery, { id, filter: filterOf(view), asOf: view.asOf });
export const pairOfView = ([id, other]: readonly [string, string], view: View) =>
  ({ id, with: [other], ...filterOf(view), asOf: view.asOf });
export const usePair = (ids: readonly [string, string], view: View) => useAnswer(pairQuery, pairOfView(ids, view));
export const useRelation = (id: string, view: View) => useAnswer(relationQuery, { id, asOf: view.asOf });
export const useSearchHits = (text: string, asOf?: string) =>
  useAnswer(searchQuery, { text, asOf }, text.trim() !== "");
