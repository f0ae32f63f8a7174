import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { QueueQuery, SuggestionPartFragment } from "../../generated/graphql";
import { ask } from "../api/client";
import { useReading } from "../api/useAnswer";
import { useFollow } from "../api/useFollow";
import { addedSubscription, decidedSubscription, queueQuery } from "./queries";

export type Suggestion = SuggestionPartFragment;

/** How many suggestions of one article are read. */
const most = 500;

async function readAll(document: string, signal: AbortSignal): Promise<Suggestion[]> {
  const all: Suggestion[] = [];
  let after: string | null = null;
  do {
    const { suggestions }: QueueQuery = await ask(queueQuery, { filter: { documents: [document] }, after }, signal);
    all.push(...suggestions.nodes);
    after = suggestions.pageInfo.hasNextPage ? suggestions.pageInfo.endCursor : null;
  } while (after !== null && all.length < most);
  return all;
}

/** Suggestions with others in the place of those with the same ids, or behind them. */
export function merged(all: readonly Suggestion[], changed: readonly Suggestion[]): Suggestion[] {
  const now = new Map(changed.map((s) => [s.id, s]));
  const known = new Set(all.map((s) => s.id));
  return [...all.map((s) => now.get(s.id) ?? s), ...changed.filter((s) => !known.has(s.id))];
}

/** All that is suggested of a document, kept up to date with what others do. */
export function useSuggestions(document: string, exists: boolean, onOthers: (decided: Suggestion) => void) {
  const client = useQueryClient();
  const key = ["desk", document];
  const answer = useReading(key, (signal) => readAll(document, signal), exists);
  const [mine] = useState(() => new Set<string>());
  const put = (changed: readonly Suggestion[]) => {
    client.setQueryData<Suggestion[]>(key, (all) => all && merged(all, changed));
  };
  /** Keeps what one has decided oneself, and has the graph read anew. */
  const decided = (changed: readonly Suggestion[]) => {
    for (const s of changed) mine.add(s.id + s.state);
    put(changed);
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "desk" });
  };
  const expect = (id: string, state: Suggestion["state"]) => {
    mine.add(id + state);
    return () => void mine.delete(id + state);
  };
  const again = () => void client.invalidateQueries({ queryKey: key });
  useFollow(
    decidedSubscription,
    {},
    ({ suggestionDecided: { suggestion } }) => {
      if (suggestion.document.id !== document || mine.has(suggestion.id + suggestion.state)) return;
      put([suggestion]);
      onOthers(suggestion);
    },
    again,
    exists,
  );
  useFollow(
    addedSubscription,
    { filter: { documents: [document] } },
    ({ suggestionAdded: { suggestion } }) => {
      // What was decided since it was added is not made pending again.
      client.setQueryData<Suggestion[]>(key, (all) => (all && !all.some((s) => s.id === suggestion.id) ? [...all, suggestion] : all));
    },
    () => undefined,
    exists,
  );
  const all = answer.stale ? undefined : answer.data;
  return { all, error: answer.error, again: answer.again, put, decided, expect };
}
