import { useMemo } from "react";
import { namedQuery } from "../api/queries";
import { useAnswer } from "../api/useAnswer";
import type { Vocabulary } from "./useGraph";
import type { Viewing } from "./useView";
import type { View } from "./view";

/** The server answers for so many ids at once. */
const mostIds = 100;
const none: string[] = [];

export interface Named extends Viewing {
  /** The ids of what it is about, and of a path, for which the graph has nothing. */
  missing: readonly string[];
  /** What an id's entity is called, where that is known. */
  nameOf: (id: string) => string | undefined;
  /** It is not known yet which ids the graph has. */
  naming: boolean;
}

/**
 * The view with the ids that the graph has now in place of those that were merged
 * into them, and without what it filters by that the graph does not have.
 */
export function useNamed(linked: Viewing, types: Vocabulary["types"]): Named {
  const { view } = linked;
  const ids = useMemo(() => idsOf(view), [view]);
  const answer = useAnswer(namedQuery, { ids, asOf: view.asOf }, ids.length > 0);
  const things = useThings(answer.stale ? undefined : answer.data, ids);
  const known = useMemo(() => withKnown(view, things, types), [view, things, types]);
  const missing = useMemo(() => [...new Set([...view.focus, ...view.grown, ...(view.path ?? none)])].filter((id) => things.get(id) === null), [view, things]);
  const problems = useMemo(() => {
    const unknown = types.size === 0 ? none : view.types.filter((type) => !types.has(type));
    const nothing = (name: string, ids: readonly string[]) =>
      ids.filter((id) => things.get(id) === null).map((id) => `${name}=${id} is nothing in this graph${view.asOf ? " at this moment" : ""}; it was left out.`);
    const left = [...unknown.map((type) => `type=${type} is not a relation of this graph; it was left out.`), ...nothing("saidby", view.attributedTo), ...nothing("place", view.places)];
    return left.length === 0 ? linked.problems : [...linked.problems, ...left];
  }, [linked.problems, view, things, types]);
  return {
    ...linked,
    view: known,
    missing,
    problems,
    nameOf: (id) => [...things.values()].find((thing) => thing?.id === id)?.name,
    naming: answer.waiting,
  };
}

interface Thing {
  id: string;
  name: string | undefined;
}

/** What each id stands for: null for nothing, and no entry while that is not known. */
function useThings(data: { nodes: readonly ({ id: string; name?: string } | null)[] } | undefined, ids: readonly string[]): ReadonlyMap<string, Thing | null> {
  return useMemo(
    () => new Map(data?.nodes.map((node, i) => [ids[i] ?? "", node && { id: node.id, name: node.name }])),
    [data, ids],
  );
}

function idsOf({ focus, grown, path, selection, attributedTo, places }: View): string[] {
  const open = selection === undefined ? none : selection.is === "pair" ? selection.ids : [selection.id];
  return [...new Set([...(path ?? none), ...open, ...attributedTo, ...places, ...focus, ...grown])].slice(0, mostIds);
}

/** A view whose ids are those that things have. */
export function withKnown(view: View, things: ReadonlyMap<string, Thing | null>, types: Vocabulary["types"]): View {
  const now = (id: string) => things.get(id)?.id ?? id;
  const each = (ids: readonly string[]) => [...new Set(ids.map(now))];
  const known = (ids: readonly string[]) => each(ids.filter((id) => things.get(id) !== null));
  const both = ([a, b]: readonly [string, string]): [string, string] => [now(a), now(b)];
  const { selection } = view;
  return {
    ...view,
    focus: each(view.focus),
    grown: each(view.grown),
    path: view.path && both(view.path),
    selection: selection && (selection.is === "pair" ? { ...selection, ids: both(selection.ids) } : { ...selection, id: now(selection.id) }),
    attributedTo: known(view.attributedTo),
    places: known(view.places),
    types: types.size === 0 ? view.types : view.types.filter((type) => types.has(type)),
  };
}
