import type { HistoryQuery } from "../../generated/graphql";
import { ask } from "../api/client";
import { useReading } from "../api/useAnswer";
import { historyQuery } from "./queries";

export type Step = HistoryQuery["history"][number];

/** So many pages of a history are read at most. */
const mostPages = 5;

/** What was done to a thing, oldest first. */
export const useHistory = (id: string) => useReading(["history", id], (signal) => readHistory(id, signal));

export async function readHistory(id: string, signal?: AbortSignal): Promise<Step[]> {
  const steps: Step[] = [];
  let after = 0;
  for (let page = 0; page < mostPages; page++) {
    const { history } = await ask(historyQuery, { id, after }, signal);
    steps.push(...history);
    const last = history.at(-1);
    if (history.length < 100 || !last) break;
    after = last.number;
  }
  return steps;
}
