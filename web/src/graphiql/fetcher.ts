import type { Fetcher } from "@graphiql/toolkit";

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
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${endpoint} answered ${response.status} ${response.statusText}: ${text}`);
  }
};
