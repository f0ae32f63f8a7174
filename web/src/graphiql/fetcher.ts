import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { type ExecutionResult, getOperationAST, parse } from "graphql";

const endpoint =
  document.querySelector<HTMLMetaElement>("meta[name=graphql-endpoint]")?.content ?? "/graphql";

/** Posts an operation to the endpoint that the page names. */
export const fetcher: Fetcher = async (operation, options) => {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json",
      "Content-Type": "application/json",
      ...options?.headers,
    },
    body: JSON.stringify(withoutStaleName(operation)),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    const status = [response.status, response.statusText].join(" ");
    throw new Error(`${endpoint} answered ${status}: ${text}`);
  }
};

// GraphiQL reads the operation's name a moment after the query has changed: one
// that is run at once, in another tab, still goes by the name of the one before.
function withoutStaleName(operation: FetcherParams): FetcherParams {
  if (!operation.operationName) return operation;
  try {
    if (getOperationAST(parse(operation.query), operation.operationName)) return operation;
  } catch {
    return operation; // for the server to say what is wrong with it
  }
  return { ...operation, operationName: undefined };
}
