import { useEffect, useMemo } from "react";
import { usePages, useReading } from "../api/useAnswer";
import { filterOf } from "../view/filter";
import type { View } from "../view/view";
import { locate } from "./located";
import { loadOutlines } from "./outlines";
import { placedQuery } from "./query";

/** So many pages of relations are read at most, of 100 each. */
const mostPages = 100;

/** The newest relations that pass, around some entities or all there are, and where each is. */
export function useLocated(view: View, around: readonly string[]) {
  const outlines = useReading(["outlines"], loadOutlines);
  const variables = useMemo(() => ({ filter: { ...filterOf(view), ...(around.length > 0 && { with: [...around] }) }, asOf: view.asOf }), [view, around]);
  const pages = usePages(placedQuery, variables, ({ relations: { pageInfo } }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined));
  const { data, error, stale, more } = pages;
  const read = data?.length ?? 0;
  const done = !stale && read > 0 && (read >= mostPages || (!more && !pages.waiting));
  useEffect(() => {
    if (!stale && !error && read > 0 && read < mostPages) more?.();
  });

  const shownPages = done ? read : doubled(read);
  const relations = useMemo(
    () => (data ?? []).slice(0, shownPages).flatMap((page) => page.relations.nodes.filter(({ subject, object }) => ![subject, object].some((end) => view.hidden.includes(end.__typename)))),
    [data, shownPages, view.hidden],
  );
  const located = useMemo(() => (outlines.data && data ? locate(relations, outlines.data) : undefined), [relations, outlines.data, data]);
  return {
    outlines: outlines.data,
    relations,
    located,
    variables,
    stale,
    done,
    /** How many relations pass, and how many of them were looked at. */
    total: data?.[0]?.relations.totalCount ?? 0,
    read: (data ?? []).reduce((sum, page) => sum + page.relations.nodes.length, 0),
    error: error ?? outlines.error,
    again: () => {
      pages.again();
      outlines.again();
    },
  };
}

/** While pages come in, what is shown is put together anew only where it doubles. */
const doubled = (pages: number) => (pages === 0 ? 0 : 2 ** Math.floor(Math.log2(pages)));
