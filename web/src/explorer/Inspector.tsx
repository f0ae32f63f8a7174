import { useEffect, useRef } from "react";
import "./correct/correct.css";
import { CorrectEntity } from "./correct/CorrectEntity";
import { CorrectRelation } from "./correct/CorrectRelation";
import { History } from "./correct/History";
import { Outcome } from "./correct/Outcome";
import type { TypeInfo } from "./graph/lines";
import type { Actions } from "./panel/bits";
import { EntityPanel } from "./panel/EntityPanel";
import { PairPanel } from "./panel/PairPanel";
import { PathsPanel } from "./panel/PathsPanel";
import { RelationPanel } from "./panel/RelationPanel";
import { CloseIcon } from "./ui/icons";
import type { Graph } from "./view/useGraph";
import { useViewer } from "./viewer";
import { grow, openingView, type View } from "./view/view";

interface Props {
  view: View;
  graph: Graph;
  /** Ids for which the graph has nothing. */
  missing: readonly string[];
  types: ReadonlyMap<string, TypeInfo>;
  /** What an entity is called; its id where that is not known. */
  nameOf: (id: string) => string;
  actions: Actions;
  onView: (next: View) => void;
  onPath: (from: string) => void;
  onClose: () => void;
}

/** What is open, beside the graph. */
export function Inspector({ view, graph, missing, types, nameOf, actions, onView, onPath, onClose }: Props) {
  const { selection } = view;
  const viewer = useViewer();
  const curates = viewer.curates && view.asOf === undefined;
  const top = useRef<HTMLDivElement>(null);
  const key = JSON.stringify([selection, view.path]);
  useEffect(() => {
    top.current?.scrollTo(0, 0);
    // Whoever came by a search, or from what is gone, goes on reading here.
    const at = document.activeElement;
    if (at === null || at === document.body || at.matches(".header .search input")) top.current?.focus({ preventScroll: true });
  }, [key]);
  return (
    <aside className="inspector" aria-label="What is open">
      <div className="inspector-head">
        {selection && view.path ? (
          <button
            type="button"
            className="quiet"
            onClick={() => {
              onView({ ...view, selection: undefined });
            }}
          >
            ← Back to the paths
          </button>
        ) : (
          <span />
        )}
        <button type="button" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <div className="inspector-body" ref={top} tabIndex={-1}>
        {curates && <Outcome />}
        {selection?.is === "relation" && <RelationPanel id={selection.id} view={view} actions={actions} />}
        {selection?.is === "entity" && (
          <EntityPanel
            id={selection.id}
            view={view}
            actions={actions}
            onGrow={(id) => {
              onView(grow(view, id));
            }}
            onFocus={(id) => {
              onView({ ...view, focus: [id], grown: [], path: undefined, at: undefined, limit: openingView.limit });
            }}
            onPath={onPath}
          />
        )}
        {selection?.is === "pair" && <PairPanel ids={selection.ids} view={view} model={graph.whole} nameOf={nameOf} actions={actions} />}
        {curates && selection?.is === "entity" && <CorrectEntity key={selection.id} id={selection.id} />}
        {curates && selection?.is === "relation" && <CorrectRelation key={selection.id} id={selection.id} />}
        {selection && selection.is !== "pair" && (
          <History
            id={selection.id}
            onAsOf={(asOf) => {
              onView({ ...view, asOf });
            }}
          />
        )}
        {!selection && view.path && (
          <PathsPanel
            view={view}
            found={graph.found}
            failed={graph.paths.error}
            again={graph.paths.again}
            variables={graph.between}
            missing={missing}
            nameOf={nameOf}
            inverse={(type) => types.get(type)?.inverseLabel}
            actions={actions}
            onWay={(way) => {
              onView({ ...view, way });
            }}
          />
        )}
      </div>
    </aside>
  );
}
