import { useMemo } from "react";
import { neighborhoodQuery, pathsQuery, totalsQuery, vocabularyQuery } from "../api/queries";
import { useAnswer, useLast } from "../api/useAnswer";
import { linesOf, type TypeInfo } from "../graph/lines";
import { assemble, type Relation, type Subgraph, type Way } from "../graph/model";
import { filterOf } from "./filter";
import type { Named } from "./useNamed";
import { useOpening } from "./useOpening";
import { mostCenters, type View } from "./view";

const none: never[] = [];

export function useVocabulary() {
  const answer = useAnswer(vocabularyQuery, {});
  const { data } = answer;
  const vocabulary = useMemo(() => {
    const types = new Map<string, TypeInfo>(data?.relationTypes.map(({ id, ...info }) => [id, info]));
    const documents = data?.documents.nodes ?? none;
    const publishers = [...new Set(documents.flatMap(({ publisher }) => publisher ?? none))];
    return { types, publishers, datasets: data?.datasets.map(({ id }) => id) ?? none, documents, documentCount: data?.documents.totalCount ?? 0 };
  }, [data]);
  return { ...vocabulary, answer };
}

export type Vocabulary = ReturnType<typeof useVocabulary>;

/** All that a view is drawn and listed from: of one question, never parts of two. */
interface Parts {
  /** The relations that are shown whatever they are around; none where only neighbourhoods are. */
  relations: readonly Relation[];
  subgraph: Subgraph | undefined;
  ways: readonly Way[];
  /** The entities that were asked for, whose surroundings are never left out. */
  chosen: ReadonlySet<string>;
  center: string[];
  /** What of the whole graph the parts are about; undefined for all of it. */
  around: string[] | undefined;
  /** How many relations pass, where they are shown whatever they are around, and whether these are all of them. */
  passing: { total: number; complete: boolean } | undefined;
  /** May leave out what is linked to one thing only: nothing was filtered or chosen. */
  simplified: boolean;
}

/** Everything that a view draws and lists. */
export function useGraph({ view, missing, naming }: Pick<Named, "view" | "missing" | "naming">, { types, answer: vocabulary }: Vocabulary) {
  const home = view.focus.length === 0;
  const filter = useMemo(() => filterOf(view), [view]);
  const opening = useOpening(view, home);
  const opened = home && !opening.stale ? opening.data : undefined;
  const start = useMemo(() => {
    if (!home) return view.focus;
    if (!opened || filter) return none;
    return opened.start;
  }, [home, view.focus, opened, filter]);
  const center = useMemo(
    () => [...new Set([...view.grown, ...start])].filter((id) => !missing.includes(id)).slice(0, mostCenters),
    [view.grown, start, missing],
  );
  const around = { center, limit: view.limit, filter, asOf: view.asOf };
  const begun = !home || opened !== undefined;
  const neighborhood = useAnswer(neighborhoodQuery, around, begun && center.length > 0);
  const [from = "", to = ""] = view.path ?? [];
  const between = { from, to, filter, asOf: view.asOf };
  const linked = view.path?.every((id) => !missing.includes(id)) === true;
  const paths = useAnswer(pathsQuery, between, linked);
  const totals = useAnswer(totalsQuery, { filter, asOf: view.asOf });

  const found = linked && !paths.stale ? paths.data?.paths : undefined;
  const pathsError = linked ? paths.error : null;
  const subgraph = center.length > 0 && !neighborhood.stale ? neighborhood.data?.neighborhood : undefined;
  // Nothing is drawn before all of it is there: a link then finds its nodes where they stood.
  const settled = begun && (center.length === 0 || subgraph !== undefined) && (!linked || found !== undefined || pathsError !== null);
  const chosen = useMemo(() => new Set([...view.focus, ...view.grown]), [view.focus, view.grown]);
  const parts = useMemo((): Parts | undefined => {
    if (!settled) return undefined;
    const listed = opened && (filter !== undefined || opened.complete);
    return {
      relations: listed ? opened.relations : none,
      subgraph,
      ways: found?.paths ?? none,
      chosen,
      center,
      around: listed ? undefined : center,
      passing: listed ? { total: opened.total, complete: opened.complete } : undefined,
      simplified: home && filter === undefined && !view.whole,
    };
  }, [settled, opened, filter, subgraph, found, chosen, center, home, view.whole]);
  const { data: shown, stale } = useLast(parts);

  const centers = shown?.chosen ?? chosen;
  const whole = useMemo(() => assemble(shown ?? {}, { hidden: none, simplified: false, centers, always: centers }), [shown, centers]);
  const always = useMemo(() => new Set(selectedEnds(view, whole.relations)), [view, whole]);
  const listed = useMemo(
    () => assemble(shown ?? {}, { hidden: view.hidden, simplified: false, centers, always }),
    [shown, view.hidden, centers, always],
  );
  const model = useMemo(
    () => (shown?.simplified ? assemble(shown, { hidden: view.hidden, simplified: true, centers, always }) : listed),
    [shown, listed, view.hidden, centers, always],
  );
  const unfolded = useMemo(() => unfoldedPair(view, model.relations), [view, model]);
  const lines = useMemo(() => linesOf(model, types, unfolded), [model, types, unfolded]);
  const asked = [vocabulary, ...(home ? [opening] : none), ...(center.length > 0 ? [neighborhood] : none), ...(linked ? [paths] : none)];
  return {
    /** What is drawn. */
    model,
    /** All that was answered, but for hidden kinds: the drawing may leave out some of it. */
    listed,
    /** All that was answered. */
    whole,
    lines,
    centers,
    around,
    /** What the time line is about: the entities in the middle; undefined for the whole graph. */
    scope: shown?.around,
    start: shown?.center ?? none,
    between,
    found,
    paths,
    shown,
    /** How many entities the graph holds, how many of its relations pass, and how many there are; undefined while that is not known. */
    totals: totals.stale || !totals.data ? undefined : { entities: totals.data.entities.totalCount, relations: totals.data.relations.totalCount, all: totals.data.all.totalCount },
    emptyStore: home && shown !== undefined && whole.entities.size === 0,
    waiting: asked.some((answer) => answer.waiting),
    /** What is shown is of the question before. */
    stale,
    ready: shown !== undefined,
    // What an id stands for may be why there is no answer.
    error: naming ? null : ([...asked, totals].find((answer) => answer.error)?.error ?? null),
    again: () => {
      for (const answer of [...asked, totals]) answer.again();
    },
  };
}

export type Graph = ReturnType<typeof useGraph>;

/** The ids of what is open, so that a simplified drawing holds it. */
function selectedEnds({ selection }: View, relations: readonly Relation[]): readonly string[] {
  if (!selection) return none;
  if (selection.is === "entity") return [selection.id];
  if (selection.is === "pair") return selection.ids;
  return relations.filter((r) => r.id === selection.id).flatMap((r) => [r.subject.id, r.object.id]);
}

function unfoldedPair(view: View, relations: readonly Relation[]) {
  const { selection } = view;
  if (selection?.is === "pair") return selection.ids;
  if (selection?.is !== "relation") return undefined;
  const relation = relations.find((r) => r.id === selection.id);
  return relation && ([relation.subject.id, relation.object.id] as const);
}
