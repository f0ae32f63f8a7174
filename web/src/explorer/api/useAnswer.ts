import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TypedDocumentString } from "../../generated/graphql";
import { ask } from "./client";

/** What there is of an answer. An answer to another question than the one asked is never taken for its own. */
export interface Answer<T> {
  /** The answer; where it is stale, the last one to a question before. Undefined before there is any. */
  data: T | undefined;
  /** The answer is to a question before: the one to this question is awaited, or failed. */
  stale: boolean;
  waiting: boolean;
  error: Error | null;
  /** Asks again what failed. */
  again: () => void;
}

/** Asks the server; keeps the last answer, marked as stale, until the next is there, and where the next fails. */
export function useAnswer<T, V>(query: TypedDocumentString<T, V>, variables: V, enabled = true): Answer<T> {
  return useReading([query.toString(), variables], (signal) => ask(query, variables, signal), enabled);
}

/** As useAnswer, for an answer that takes several requests. The key names the question. */
export function useReading<T>(key: readonly unknown[], read: (signal: AbortSignal) => Promise<T>, enabled = true): Answer<T> {
  const result = useQuery({ queryKey: key, queryFn: ({ signal }) => read(signal), enabled });
  return {
    ...useLast(result.data),
    waiting: result.isFetching,
    error: result.error,
    again: () => {
      if (result.isError) void result.refetch();
    },
  };
}

/** Pages of an answer, as far as they were asked for. */
export interface Pages<T> extends Answer<T[]> {
  /** Asks for the next page; undefined where there is none, or it is awaited. */
  more: (() => void) | undefined;
}

/** Asks for one page after the other. endOf tells the cursor that the next page starts after; undefined at the end. */
export function usePages<T, V extends { after?: string | null | undefined }>(
  query: TypedDocumentString<T, V>,
  variables: V,
  endOf: (page: T) => string | undefined,
): Pages<T> {
  const result = useInfiniteQuery({
    queryKey: [query.toString(), variables, "pages"],
    queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: string | undefined }) =>
      ask(query, { ...variables, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: endOf,
  });
  const more = () => void result.fetchNextPage();
  return {
    ...useLast(result.data?.pages),
    waiting: result.isFetching,
    error: result.error,
    again: () => {
      if (result.isFetchNextPageError) more();
      else if (result.isError) void result.refetch();
    },
    more: result.hasNextPage && !result.isFetching ? more : undefined,
  };
}

/** What there is now, or else the last that there was. */
export function useLast<T>(now: T | undefined): { data: T | undefined; stale: boolean } {
  const [last, setLast] = useState(now);
  if (now !== undefined && now !== last) setLast(now);
  return { data: now ?? last, stale: now === undefined && last !== undefined };
}
