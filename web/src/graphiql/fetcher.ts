import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { type ExecutionResult, getOperationAST, OperationTypeNode, parse } from "graphql";
import { endpoint } from "../access/endpoint";
import { answersOf } from "./events";
import { authorization, isOpen, isRefusal } from "../access/token";

/** Posts an operation to the endpoint that the page names, with the page's token unless the headers have one. */
export const fetcher: Fetcher = async (operation, options) => {
  const own = Object.keys(options?.headers ?? {}).some((name) => name.toLowerCase() === "authorization");
  const follows = isSubscription(operation);
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      Accept: follows ? "text/event-stream" : "application/graphql-response+json, application/json",
      "Content-Type": "application/json",
      ...(own ? {} : authorization()),
      ...options?.headers,
    },
    body: JSON.stringify(withoutStaleName(operation)),
  });
  // Who may not write may still read.
  if (!own && isRefusal(response.status) && !(await isOpen())) location.reload();
  if (follows && response.ok && response.body && response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    return answersOf(response.body);
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    const status = [response.status, response.statusText].join(" ");
    throw new Error(`${endpoint} answered ${status}: ${text}`);
  }
};

function isSubscription({ query, operationName }: FetcherParams): boolean {
  try {
    const document = parse(query);
    return (getOperationAST(document, operationName) ?? getOperationAST(document))?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false; // for the server to say what is wrong with it
  }
}

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
