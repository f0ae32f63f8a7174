import cytoscape, { type Core } from "cytoscape";
import fcose from "cytoscape-fcose";
import { type KeyboardEvent, useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { update } from "./elements";
import { fit, largeFrom, layOut, pack, unpack } from "./layout";
import type { Line } from "./lines";
import type { Model } from "./model";
import { graphStyle } from "./style";
import { isolated } from "../text/names";
import { nearest } from "./walk";

cytoscape.use(fcose);

/** What others can have the graph do. */
export interface GraphHandle {
  /** Where the nodes stand, packed for a link. */
  positions: () => string | undefined;
  fit: () => void;
  zoom: (factor: number) => void;
}

interface Props {
  model: Model;
  lines: Line[];
  centers: ReadonlySet<string>;
  /** Ids of nodes and lines that are open; the others fade where there are any. */
  open: ReadonlySet<string>;
  /** Ids of the nodes and lines of a path; the others fade. */
  way: ReadonlySet<string>;
  at?: string | undefined;
  dark: boolean;
  /** What is drawn is the answer to a question before. */
  stale: boolean;
  onEntity: (id: string, together: boolean) => void;
  onLine: (line: Line) => void;
  onGrow: (id: string) => void;
  onNothing: () => void;
  ref: Ref<GraphHandle>;
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function GraphView({ ref, ...props }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const cyRef = useRef<Core>(undefined);
  const latest = useRef(props);
  const [spoken, setSpoken] = useState("");
  const [working, setWorking] = useState(false);
  const cursor = useRef<string>(undefined);
  const moved = useRef(false);
  /** Where nodes stood that may come back. */
  const stood = useRef(new Map<string, cytoscape.Position>());
  /** Whether a layout that has not ended was to begin from nothing; undefined where none is due. */
  const due = useRef<{ anew: boolean }>(undefined);
  const large = props.lines.length > largeFrom;
  const { model, lines, centers, open, way, at, dark } = props;

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!box.current) return;
    const cy = cytoscape({
      container: box.current,
      style: graphStyle(large),
      minZoom: 0.05,
      maxZoom: 3,
      selectionType: "single",
      autounselectify: true,
      boxSelectionEnabled: false,
      hideEdgesOnViewport: large,
      textureOnViewport: large,
      ...(large ? { pixelRatio: 1 } : {}),
    });
    cyRef.current = cy;
    listen(cy, latest);
    cy.on("dragpan scrollzoom pinchzoom", () => {
      moved.current = true;
    });
    const observer = new ResizeObserver(() => {
      cy.resize();
      if (!moved.current) fit(cy, false, lookedAt(latest.current));
      else keepInView(cy, lookedAt(latest.current));
    });
    observer.observe(box.current);
    Object.assign(box.current, { cy });
    return () => {
      observer.disconnect();
      cy.destroy();
      cyRef.current = undefined;
    };
  }, [large]);

  useEffect(() => {
    const cy = cyRef.current;
    if (!cy) return;
    const { added, kept } = update(cy, model, lines, centers, stood.current);
    if (added > 0) due.current = { anew: kept < added / 2 || due.current?.anew === true };
    if (cy.nodes().empty()) return;
    performance.mark("graph-first-drawn");
    const places = kept === 0 && at ? unpack(at, model.entities.keys()) : undefined;
    if (places) {
      due.current = undefined;
      cy.nodes().positions((node) => places.get(node.id()) ?? { x: 0, y: 0 });
      fit(cy, false, lookedAt(latest.current));
    } else if (due.current) {
      const { anew } = due.current;
      setWorking(true);
      moved.current = false;
      fit(cy, false, lookedAt(latest.current));
      // The nodes are seen at once; a large layout would keep them waiting.
      let stop: (() => void) | undefined;
      const timer = setTimeout(() => {
        stop = layOut(cy, anew, !anew && !still(), () => {
          due.current = undefined;
          setWorking(false);
          fit(cy, !anew && !still(), lookedAt(latest.current));
          performance.mark("graph-laid-out");
        });
      });
      return () => {
        clearTimeout(timer);
        stop?.();
        setWorking(false);
      };
    }
  }, [model, lines, centers, at, large]);

  useEffect(() => {
    cyRef.current?.style(graphStyle(large));
  }, [dark, large]);

  useEffect(() => {
    const cy = cyRef.current;
    if (!cy) return;
    cy.batch(() => {
      cy.elements().removeClass("open way faint near");
      for (const id of way) cy.getElementById(id).addClass("way");
      const shown = cy.elements().filter((e) => open.has(e.id()));
      shown.addClass("open");
      const bright = way.size > 0 ? cy.elements().filter((e) => way.has(e.id())).union(shown) : shown.union(shown.nodes().closedNeighborhood()).union(shown.edges().connectedNodes());
      shown.nodes().connectedEdges().addClass("near");
      if (bright.nonempty()) cy.elements().difference(bright).addClass("faint");
    });
    keepInView(cy, lookedAt({ open, way }));
  }, [open, way, model, lines, large]);

  useImperativeHandle(ref, () => ({
    positions: () => pack(new Map(cyRef.current?.nodes().map((n) => [n.id(), n.position()]) ?? [])),
    fit: () => {
      moved.current = false;
      if (cyRef.current) fit(cyRef.current, !still());
    },
    zoom: (factor) => {
      const cy = cyRef.current;
      moved.current = true;
      cy?.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    },
  }));

  function onKeyDown(event: KeyboardEvent) {
    const cy = cyRef.current;
    if (!cy || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = cursor.current ?? [...open].find((id) => model.entities.has(id));
    if (event.key.startsWith("Arrow")) {
      const places = cy.nodes().map((n) => ({ id: n.id(), ...n.position() }));
      const next = nearest(places, here, event.key);
      if (next !== undefined) {
        cursor.current = next;
        cy.nodes().removeClass("cursor");
        cy.getElementById(next).addClass("cursor");
        keepInView(cy, new Set([next]));
        const links = lines.filter((l) => l.source === next || l.target === next).length;
        setSpoken(`${isolated(model.entities.get(next)?.name ?? "")}, linked to ${String(links)} others`);
      }
    } else if (here !== undefined && event.key === "Enter") {
      props.onEntity(here, event.shiftKey);
    } else if (here !== undefined && event.key === " ") {
      props.onGrow(here);
    } else if (event.key === "+" || event.key === "-") {
      cy.zoom(cy.zoom() * (event.key === "+" ? 1.2 : 1 / 1.2));
    } else {
      return;
    }
    event.preventDefault();
  }

  return (
    <div className="graph" data-working={working || undefined} data-stale={props.stale || undefined} aria-busy={props.stale}>
      <div
        ref={box}
        className="canvas"
        tabIndex={0}
        role="application"
        aria-label="Graph. Arrow keys go from entity to entity, Enter opens one, Shift and Enter finds paths to it, Space adds what is around it, plus and minus zoom. The table shows the same as text."
        onKeyDown={onKeyDown}
      />
      <p className="unseen" role="status">
        {spoken}
      </p>
    </div>
  );
}

function listen(cy: Core, latest: { current: Omit<Props, "ref"> }): void {
  cy.on("tap", (event) => {
    if (event.target === cy) latest.current.onNothing();
  });
  cy.on("onetap", "node", (event) => {
    const pressed = event.originalEvent as MouseEvent | undefined;
    latest.current.onEntity((event.target as cytoscape.NodeSingular).id(), Boolean(pressed && (pressed.shiftKey || pressed.ctrlKey || pressed.metaKey)));
  });
  cy.on("dbltap", "node", (event) => {
    latest.current.onGrow((event.target as cytoscape.NodeSingular).id());
  });
  cy.on("tap", "edge", (event) => {
    const id = (event.target as cytoscape.EdgeSingular).id();
    const line = latest.current.lines.find((l) => l.id === id);
    if (line) latest.current.onLine(line);
  });
  cy.on("mouseover", "node, edge", (event) => {
    const target = event.target as cytoscape.NodeSingular | cytoscape.EdgeSingular;
    cy.container()?.classList.add("pointing");
    // To mark one line of thousands, all of them are drawn again.
    if (target.isEdge() && latest.current.lines.length <= largeFrom) target.addClass("over");
  });
  cy.on("mouseout", "node, edge", (event) => {
    cy.container()?.classList.remove("pointing");
    (event.target as cytoscape.NodeSingular).removeClass("over");
  });
}

const lookedAt = ({ open, way }: Pick<Props, "open" | "way">) => (open.size > 0 ? open : way);

function keepInView(cy: Core, ids: ReadonlySet<string>): void {
  const elements = cy.elements().filter((e) => ids.has(e.id()));
  if (elements.empty()) return;
  const box = elements.renderedBoundingBox({ includeLabels: false });
  const inside = box.x1 >= 0 && box.y1 >= 0 && box.x2 <= cy.width() && box.y2 <= cy.height();
  if (!inside) cy.animate({ center: { eles: elements }, duration: still() ? 0 : 250 });
}
