import { useSyncExternalStore } from "react";
import { endpoint } from "./endpoint";

const key = "conflictgraph.token";
const listeners = new Set<() => void>();

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined; // storage is turned off: the token lasts as long as the page
  }
}

export interface Access {
  /** The bearer token that goes with every request; it is kept for this tab only. */
  token: string | undefined;
  /** Whether the server has refused to let this page read, with or without a token. */
  closed: boolean;
}

let access: Access = { token: stored(), closed: false };

function change(next: Access): void {
  access = next;
  for (const listener of listeners) listener();
}

/** Sends a token with every request from now on. */
export function keepToken(token: string): void {
  try {
    sessionStorage.setItem(key, token);
  } catch {
    // See stored.
  }
  change({ token, closed: false });
}

/** Sends no token from now on. */
export function forgetToken(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // See stored.
  }
  change({ token: undefined, closed: false });
}

/** The header that says who asks; none without a token. */
export function authorization(): Record<string, string> {
  return access.token === undefined ? {} : { Authorization: `Bearer ${access.token}` };
}

/** Closes the page until there is a token that may read. */
export function closePage(): void {
  if (!access.closed) change({ ...access, closed: true });
}

/** Whether an answer's status says that who asks may not, with this token or without one. */
export const isRefusal = (status: number) => status === 401 || status === 403;

/** Whether the server would let a token read. Throws where it cannot be reached. */
export async function mayRead(token: string | undefined): Promise<boolean> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: "{ __typename }" }),
  });
  return !isRefusal(response.status);
}

/** Whether this page may read, with its token where it has one; true where the server cannot be reached. */
export async function isOpen(): Promise<boolean> {
  try {
    return await mayRead(access.token);
  } catch {
    return true; // What is asked next says that the server cannot be reached.
  }
}

/** Calls back whenever another token is sent, or none any more. */
export function onToken(changed: (token: string | undefined) => void): void {
  let last = access.token;
  listeners.add(() => {
    if (last !== access.token) changed(access.token);
    last = access.token;
  });
}

/** What this page may do, kept up to date. */
export function useAccess(): Access {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => access,
  );
}
