import type { Core, NodeSingular, Position } from "cytoscape";
import type { FcoseLayoutOptions } from "cytoscape-fcose";
import { type Cover, spreading } from "./spread";

/** From this many lines on, looks give way to speed: no dashes, and labels only of what is open. */
export const largeFrom = 1200;

/** How many rounds a layout takes at most, and how many times a node or line may have its turn in all of them. */
const [mostRounds, largestWork] = [2500, 1_000_000];

/** Up to this many nodes, all labels are legible, and have room to themselves. */
const mostLabelledNodes = 300;

/**
 * Lays out the graph, the same each time: from where the nodes stand, or from
 * nothing. Returns what stops it.
 */
export function layOut(cy: Core, fromNothing: boolean, animate: boolean, done: () => void): () => void {
  let stopped = false;
  const nodes = cy.nodes().length;
  const before = cy.nodes().map((node) => ({ ...node.position() }));
  const options: FcoseLayoutOptions = {
    name: "fcose",
    quality: nodes > 500 ? "draft" : nodes < 120 ? "proof" : "default",
    randomize: fromNothing || nodes > 500,
    animate: false,
    fit: false,
    nodeDimensionsIncludeLabels: nodes <= mostLabelledNodes,
    packComponents: true,
    nodeRepulsion: () => 9000,
    idealEdgeLength: () => 100,
    edgeElasticity: () => 0.35,
    gravity: 0.3,
    numIter: Math.round(Math.min(mostRounds, largestWork / (nodes + cy.edges().length))),
    stop: () => {
      if (fromNothing) stretch(cy);
      if (nodes > mostLabelledNodes) {
        done();
        return;
      }
      void inTurns(spreadLabels(cy, fromNothing), () => stopped).then((whole) => {
        if (!whole) return;
        if (animate) glide(cy, before, done);
        else done();
      });
    },
  };
  withSeed(() => {
    cy.layout(options).run();
  });
  return () => {
    stopped = true;
  };
}

/** How long the page may be kept from answering at a time, in milliseconds. */
const turn = 30;

/** Takes steps until there are none or it is stopped, and tells which; others have their turn in between. */
async function inTurns(steps: Iterator<undefined>, stopped: () => boolean): Promise<boolean> {
  let end = performance.now() + turn;
  for (;;) {
    if (stopped()) return false;
    if (steps.next().done) return true;
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    end = performance.now() + turn;
  }
}

/** How much wider than it was laid out the graph is tried. */
const widths = [1, 1.15, 1.3, 0.85, 1.5];

/** Gives each label room to itself: of several ways to do so, the one that is shown largest. */
function* spreadLabels(cy: Core, widen: boolean): Generator<undefined, void> {
  const nodes = cy.nodes().toArray();
  const index = new Map(nodes.map((node, i) => [node.id(), i]));
  // Among so many lines no node finds a place that is on none.
  const lines = cy.edges().length > largeFrom ? [] : cy.edges().map((edge) => [index.get(edge.source().id()) ?? 0, index.get(edge.target().id()) ?? 0] as const);
  const covers = nodes.map((node) => {
    const box = node.boundingBox({ includeLabels: true, includeEdges: false, includeOverlays: false });
    const { x, y } = node.position();
    return { x, y, left: box.x1 - x, top: box.y1 - y, right: box.x2 - x, bottom: box.y2 - y };
  });
  const tries = widen && nodes.length <= 120 ? widths : [1];
  const spreads: { moved: Cover[]; zoom: number }[] = [];
  for (const width of tries) {
    const moved = covers.map((cover) => ({ ...cover, x: cover.x * width }));
    yield* spreading(moved, lines);
    spreads.push({ moved, zoom: wholeZoom(cy, boxOf(moved)) });
  }
  const best = spreads.reduce((a, b) => (b.zoom > a.zoom ? b : a));
  cy.batch(() => {
    nodes.forEach((node, i) => {
      const { x, y } = best.moved[i] ?? node.position();
      node.position({ x, y });
    });
  });
}

function boxOf(covers: readonly Cover[]): { w: number; h: number } {
  const across = covers.flatMap((c) => [c.x + c.left, c.x + c.right]);
  const down = covers.flatMap((c) => [c.y + c.top, c.y + c.bottom]);
  return { w: Math.max(...across) - Math.min(...across), h: Math.max(...down) - Math.min(...down) };
}

/** Has the nodes move from where they were to where they are. */
function glide(cy: Core, before: readonly Position[], done: () => void): void {
  const nodes = cy.nodes().toArray();
  const after = new Map(nodes.map((node) => [node.id(), { ...node.position() }]));
  cy.batch(() => {
    nodes.forEach((node, i) => {
      node.position(before[i] ?? node.position());
    });
  });
  cy.layout({
    name: "preset",
    positions: (id: unknown) => after.get((id as NodeSingular).id()) ?? { x: 0, y: 0 },
    fit: false,
    animate: true,
    animationDuration: 450,
    stop: done,
  }).run();
}

/** Where the graph lies; without the labels, which take seconds to measure, where it is large. */
function extent(cy: Core) {
  const labelled = cy.nodes().length <= mostLabelledNodes;
  return cy.nodes().boundingBox({ includeLabels: labelled, includeEdges: false, includeOverlays: false });
}

/** Turns and widens the graph towards the shape of the screen, where it is then larger. */
function stretch(cy: Core): void {
  const box = extent(cy);
  if (cy.height() === 0 || box.w === 0 || box.h === 0) return;
  const wanted = cy.width() / cy.height();
  const turn = wanted > 1 !== box.w > box.h;
  const factor = Math.min(Math.max(wanted / (turn ? box.h / box.w : box.w / box.h), 0.8), 1.5);
  cy.nodes().positions((node) => {
    const { x, y } = node.position();
    return turn ? { x: y * factor, y: x } : { x: x * factor, y };
  });
}

/** The least and the most that fitting zooms to: labels stay legible, and two nodes do not fill the screen. */
const [leastFit, mostFit] = [0.45, 1.5];

/** Free room at the edges when all is shown. */
const margin = 24;

/** How large all of a box can be shown. */
function wholeZoom(cy: Core, box: { w: number; h: number }): number {
  return Math.min((cy.width() - 2 * margin) / box.w, (cy.height() - 2 * margin) / box.h);
}

/** How small all of it may become where labels need not be legible. */
const smallestFit = 0.05;

/** How large what is looked at may become, so that it is seen with what is around it. */
const mostFocused = 0.8;

/**
 * Shows all of it, or, where that would be too small to read, what is looked at,
 * or its middle. Without anything to look at, all of it however small.
 */
export function fit(cy: Core, animate: boolean, lookedAt?: ReadonlySet<string>): void {
  if (cy.nodes().empty() || cy.width() === 0) return;
  const least = !lookedAt || cy.nodes().length > 120 ? smallestFit : leastFit;
  let [box, most] = [extent(cy), mostFit];
  if (lookedAt && wholeZoom(cy, box) < least) {
    const focus = cy.elements().filter((e) => lookedAt.has(e.id()));
    if (focus.nonempty()) {
      box = focus.union(focus.connectedNodes()).boundingBox({ includeOverlays: false });
      most = mostFocused;
    }
  }
  const zoom = Math.min(Math.max(wholeZoom(cy, box), least), most);
  const pan = {
    x: cy.width() / 2 - (zoom * (box.x1 + box.x2)) / 2,
    y: cy.height() / 2 - (zoom * (box.y1 + box.y2)) / 2,
  };
  if (animate) cy.animate({ zoom, pan, duration: 250 });
  else cy.viewport({ zoom, pan });
}

/**
 * fcose draws from Math.random and takes no generator. It does so before run()
 * returns, so that for this long another one can stand in, and a link shows the
 * same picture again.
 */
function withSeed(run: () => void): void {
  const random = Math.random;
  let state = 0x9e3779b9;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  try {
    run();
  } finally {
    Math.random = random;
  }
}

/** More nodes than this make a link too long to send. */
const mostPacked = 400;

/** Where the nodes stand, for a link; undefined where they are too many. */
export function pack(positions: ReadonlyMap<string, Position>): string | undefined {
  if (positions.size === 0 || positions.size > mostPacked) return undefined;
  const ids = [...positions.keys()].sort();
  const numbers = ids.flatMap((id) => {
    const { x, y } = positions.get(id) ?? { x: 0, y: 0 };
    return [Math.round(x).toString(36), Math.round(y).toString(36)];
  });
  return [digest(ids), ...numbers].join("_");
}

/** Reads what pack wrote. Undefined where it is of other nodes or damaged. */
export function unpack(packed: string, nodeIds: Iterable<string>): Map<string, Position> | undefined {
  const ids = [...nodeIds].sort();
  const [check, ...numbers] = packed.split("_");
  if (check !== digest(ids) || numbers.length !== 2 * ids.length) return undefined;
  const values = numbers.map((n) => (/^-?[0-9a-z]{1,6}$/.test(n) ? parseInt(n, 36) : NaN));
  if (values.some(Number.isNaN)) return undefined;
  return new Map(ids.map((id, i) => [id, { x: values[2 * i] ?? 0, y: values[2 * i + 1] ?? 0 }]));
}

/** FNV-1a over the ids: enough to notice that the nodes are others. */
function digest(ids: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(ids)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
