import { useCallback, useMemo } from "react";
import { useSearch } from "wouter";
import { navigate, useHistoryState } from "wouter/use-browser-location";
import { fromLink, toLink } from "./link";
import type { View } from "./view";

interface Step {
  /** How many views of this page come before this one. */
  steps?: number;
}

export interface Viewing {
  view: View;
  /** What the link held that could not be used, a sentence each. */
  problems: string[];
  /** Shows another view, which undo takes back. */
  go: (next: View) => void;
  /** Shows another view in place of this one. */
  replace: (next: View) => void;
  undo: (() => void) | undefined;
}

/** The view that the page's address names. */
export function useView(): Viewing {
  const search = useSearch();
  const state = useHistoryState<Step | null>();
  const steps = state?.steps ?? 0;
  const { view, problems } = useMemo(() => fromLink(search), [search]);
  const open = useCallback((next: View, replace: boolean, count: number) => {
    const link = toLink(next);
    navigate(location.pathname + (link && `?${link}`), { replace, state: { steps: count } });
  }, []);
  return {
    view,
    problems,
    go: (next) => {
      if (toLink(next) !== toLink(view)) open(next, false, steps + 1);
    },
    replace: (next) => {
      open(next, true, steps);
    },
    undo:
      steps > 0
        ? () => {
            history.back();
          }
        : undefined,
  };
}

/** The whole link to a view. */
export function linkTo(view: View): string {
  const link = toLink(view);
  return location.origin + location.pathname + (link && `?${link}`);
}
