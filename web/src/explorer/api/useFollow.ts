import { useEffect, useRef } from "react";
import type { TypedDocumentString } from "../../generated/graphql";
import { follow } from "./follow";

/** Follows a subscription while a component is shown, if it is to. */
export function useFollow<T, V>(query: TypedDocumentString<T, V>, variables: V, onEvent: (event: T) => void, onAgain: () => void, enabled = true): void {
  const latest = useRef({ onEvent, onAgain });
  useEffect(() => {
    latest.current = { onEvent, onAgain };
  });
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (!enabled) return undefined;
    return follow(
      query,
      JSON.parse(key) as V,
      (event) => {
        latest.current.onEvent(event);
      },
      () => {
        latest.current.onAgain();
      },
    );
  }, [query, key, enabled]);
}
