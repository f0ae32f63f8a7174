import { useCallback, useMemo } from "react";
import { useSearch } from "wouter";
import { navigate } from "wouter/use-browser-location";
import { linkOf, type Place, placeOf } from "./link";

/** The address of a place, for a link. */
export const hrefOf = (place: Place) => `${location.pathname}?${linkOf(place)}`;

/** The place that the address names, and what goes to another. */
export function usePlace(): { place: Place; go: (next: Place, replace?: boolean) => void } {
  const search = useSearch();
  const place = useMemo(() => placeOf(search), [search]);
  const go = useCallback((next: Place, replace = false) => {
    navigate(hrefOf(next), { replace });
  }, []);
  return { place, go };
}
