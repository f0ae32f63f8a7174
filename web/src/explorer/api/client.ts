import { endpoint } from "../../access/endpoint";
import { authorization, closePage, isRefusal } from "../../access/token";
import type { TypedDocumentString } from "../../generated/graphql";

/** How long an answer may take, in milliseconds. */
const patience = 30_000;

/** Why there is no answer, in words for the reader. */
export class AskError extends Error {
  constructor(
    /** Whether the server could not be reached at all, so that trying again may help. */
    readonly unreachable: boolean,
    message: string,
    /** The code of the error, where the server gave one: CONFLICT and the like. */
    readonly code?: string,
  ) {
    super(message);
  }
}

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Asks the server. Throws an AskError where it does not answer, or answers with an error. */
export async function ask<T, V>(
  query: TypedDocumentString<T, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<T> {
  const timeout = AbortSignal.timeout(patience);
  let response: Response;
  let answer: Answer<T>;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/graphql-response+json, application/json",
        ...authorization(),
      },
      body: JSON.stringify({ query: query.toString(), variables }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    const message = timeout.aborted
      ? "The server took longer than half a minute to answer."
      : "The server cannot be reached. Is it still running?";
    throw new AskError(true, message);
  }
  if (isRefusal(response.status)) closePage();
  try {
    answer = (await response.json()) as Answer<T>;
  } catch {
    throw new AskError(response.status >= 500, `The server answered ${String(response.status)} instead of data.`);
  }
  const [first] = answer.errors ?? [];
  if (first) throw new AskError(first.extensions?.code === "UNAVAILABLE", first.message, first.extensions?.code);
  if (!answer.data) throw new AskError(false, "The server's answer holds no data.");
  return answer.data;
}
