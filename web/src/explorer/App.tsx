import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useCommands } from "../commands/useCommands";
import { type GraphHandle, GraphView } from "./graph/GraphView";
import { type Line, pairOf } from "./graph/lines";
import { Header } from "./Header";
import { Inspector } from "./Inspector";
import { Notices } from "./Notices";
import { TableView } from "./table/TableView";
import { AsOf } from "./timeline/AsOf";
import { Timeline } from "./timeline/Timeline";
import { FitIcon } from "./ui/icons";
import { visible } from "./text/names";
import { Filters } from "./ui/Filters";
import { Waiting } from "./panel/states";
import { Legend } from "./ui/Legend";
import { useDark } from "./ui/useDark";
import { listedOf } from "./view/coverage";
import { originOf } from "./view/origin";
import { useGraph, useVocabulary } from "./view/useGraph";
import { useNamed } from "./view/useNamed";
import { linkTo, useView } from "./view/useView";
import { grow, openingView, type View } from "./view/view";

/** The map and its outlines are read where it is opened. */
const MapView = lazy(() => import("./map/MapView"));

const everything: string[] = [];

export function App() {
  const vocabulary = useVocabulary();
  const viewing = useNamed(useView(), vocabulary.types);
  const { view, go } = viewing;
  const graph = useGraph(viewing, vocabulary);
  const nameOf = (id: string) => graph.whole.entities.get(id)?.name ?? viewing.nameOf(id) ?? id;
  const handle = useRef<GraphHandle>(null);
  const [dark, toggleDark] = useDark();
  const [filtersOpen, setFiltersOpen] = useState(false);
  const [picking, setPicking] = useState<string>();
  useTitle(view.selection?.is === "entity" ? nameOf(view.selection.id) : view.path ? view.path.map(nameOf).join(" – ") : undefined);

  const way = useMemo(() => {
    const steps = graph.found?.paths[view.way]?.steps ?? [];
    const relations = new Set(steps.map((s) => s.relation.id));
    const ids = steps.flatMap((s) => [s.from.id, s.to.id]);
    const drawn = graph.lines.filter((l) => l.relations.some((r) => relations.has(r.id)));
    return new Set([...ids, ...drawn.map((l) => l.id)]);
  }, [graph.found, graph.lines, view.way]);
  const around = view.focus.length > 0 ? graph.around.center : everything;
  const open = useMemo(() => openIds(view, graph.lines), [view, graph.lines]);

  function openEntity(id: string) {
    if (picking !== undefined && picking !== id) {
      setPicking(undefined);
      go({ ...view, path: [picking, id], way: 0, selection: undefined });
      return;
    }
    setPicking(undefined);
    const there = graph.listed.entities.has(id);
    go({ ...(there ? view : grow(view, id)), selection: { is: "entity", id } });
  }

  function onEntity(id: string, together: boolean) {
    const other = view.selection?.is === "entity" ? view.selection.id : undefined;
    if (together && other !== undefined && other !== id) {
      go({ ...view, path: [other, id], way: 0, selection: undefined });
    } else {
      openEntity(id);
    }
  }

  function openRelation(id: string) {
    go({ ...view, selection: { is: "relation", id } });
  }

  function onLine(line: Line) {
    const [only] = line.relations;
    if (line.relations.length === 1 && only) openRelation(only.id);
    else go({ ...view, selection: { is: "pair", ids: pairOf(line.source, line.target) } });
  }

  const close = () => {
    setPicking(undefined);
    if (view.selection) go({ ...view, selection: undefined });
    else if (view.path) go({ ...view, path: undefined, way: 0 });
  };
  useCommands([
    { id: "view.back", title: "Back to the view before", keys: ["Ctrl+z"], available: () => viewing.undo !== undefined, run: () => { viewing.undo?.(); } },
    { id: "view.close", title: "Close what is open", keys: ["Escape"], run: () => { close(); } },
  ]);

  const changed = (next: View) => {
    go(next);
  };
  const selectedRelation = view.selection?.is === "relation" ? view.selection.id : undefined;
  const inspected = view.selection !== undefined || view.path !== undefined;

  return (
    <div className={`page show-${view.show}${inspected ? " inspected" : ""}`}>
      <Header
        view={view}
        dark={dark}
        onDark={toggleDark}
        undo={viewing.undo}
        filtersOpen={filtersOpen}
        onFilters={() => {
          setFiltersOpen(!filtersOpen);
        }}
        picking={picking !== undefined}
        onHome={() => {
          setPicking(undefined);
          go({ ...openingView, show: view.show, order: view.order });
        }}
        onView={changed}
        onEntity={openEntity}
        onRelation={openRelation}
        link={() => linkTo({ ...view, at: handle.current?.positions() ?? view.at })}
        around={graph.around}
      />
      <Notices
        viewing={viewing}
        graph={graph}
        origin={originOf(vocabulary)}
        picking={picking === undefined ? undefined : nameOf(picking)}
        onPickingEnd={() => {
          setPicking(undefined);
        }}
      />
      {filtersOpen && (
        <aside className="sidebar" aria-label="Filters">
          <Filters view={view} vocabulary={vocabulary} nameOf={nameOf} onView={changed} />
        </aside>
      )}
      <main className="stage">
        <h1 className="unseen">Conflict graph</h1>
        {(view.show === "graph" || view.show === "split") && (
          <div className="graph-area">
            <div className="graph-box">
            <GraphView
              ref={handle}
              model={graph.model}
              lines={graph.lines}
              centers={graph.centers}
              open={open}
              way={way}
              at={view.at}
              dark={dark}
              stale={graph.stale}
              onEntity={onEntity}
              onLine={onLine}
              onGrow={(id) => {
                go(grow(view, id));
              }}
              onNothing={close}
            />
            <div className="zoom" role="group" aria-label="Zoom">
              <button type="button" aria-label="Closer" onClick={() => handle.current?.zoom(1.3)}>
                +
              </button>
              <button type="button" aria-label="Further away" onClick={() => handle.current?.zoom(1 / 1.3)}>
                −
              </button>
              <button type="button" aria-label="Show all of it" onClick={() => handle.current?.fit()}>
                <FitIcon />
              </button>
            </div>
            </div>
            <details className="legend-box" open={innerWidth > 700}>
              <summary>Legend</summary>
              <Legend view={view} model={graph.model} lines={graph.lines} onView={changed} />
            </details>
          </div>
        )}
        {view.show === "map" && (
          <Suspense fallback={<Waiting what="the map" />}>
            <MapView
              view={view}
              around={around}
              types={vocabulary.types}
              dark={dark}
              onRelation={openRelation}
              onLine={onLine}
              onNothing={close}
              onView={changed}
            />
          </Suspense>
        )}
        {(view.show === "table" || view.show === "split") && (
          <TableView
            key={graph.around.center.join()}
            model={graph.listed}
            of={listedOf(view, graph)}
            stale={graph.stale}
            order={view.order}
            selected={selectedRelation}
            onOpen={openRelation}
            onOrder={(order) => {
              go({ ...view, order });
            }}
          />
        )}
      </main>
      {inspected && (
        <Inspector
          view={view}
          graph={graph}
          missing={viewing.missing}
          types={vocabulary.types}
          nameOf={nameOf}
          onClose={close}
          onView={changed}
          actions={{ openEntity, openRelation }}
          onPath={setPicking}
        />
      )}
      <footer className="times">
        <Timeline
          view={view}
          scope={view.show === "map" && around.length === 0 ? undefined : graph.scope}
          ready={graph.ready}
          onRange={(since, until) => {
            go({ ...view, since, until });
          }}
        />
        <AsOf
          asOf={view.asOf}
          onAsOf={(asOf, further) => {
            (further ? viewing.replace : go)({ ...view, asOf });
          }}
        />
      </footer>
    </div>
  );
}

/** Has the window, and a bookmark, be called by what is open. */
function useTitle(open: string | undefined): void {
  useEffect(() => {
    document.title = open === undefined ? "Conflict graph" : `${visible(open)} · Conflict graph`;
  }, [open]);
}

function openIds(view: View, lines: readonly Line[]): Set<string> {
  const { selection } = view;
  if (!selection) return new Set();
  if (selection.is === "entity") return new Set([selection.id]);
  if (selection.is === "relation") return new Set([selection.id]);
  const key = selection.ids.join("\n");
  return new Set(lines.filter((l) => pairOf(l.source, l.target).join("\n") === key).map((l) => l.id));
}
