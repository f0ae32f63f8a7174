import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { type ExecutionResult, getOperationAST, parse } from "graphql";
import { endpoint } from "../access/endpoint";
import { authorization, isOpen, isRefusal } from "../access/token";

/** Posts an operation to the endpoint that the page names, with the page's token unless the headers have one. */
export const fetcher: Fetcher = async (operation, options) => {
  const own = Object.keys(options?.headers ?? {}).some((name) => name.toLowerCase() === "authorization");
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json",
      "Content-Type": "application/json",
      ...(own ? {} : authorization()),
      ...options?.headers,
    },
    body: JSON.stringify(withoutStaleName(operation)),
  });
  // Who may not write may still read.
  if (!own && isRefusal(response.status) && !(await isOpen())) location.reload();
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
