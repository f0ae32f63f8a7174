import type { Core, Position } from "cytoscape";
import type { FcoseLayoutOptions } from "cytoscape-fcose";

/** From this many lines on, looks give way to speed. */
export const largeFrom = 1200;

/** Lays out the graph, the same each time: from where the nodes stand, or from nothing. */
export function layOut(cy: Core, fromNothing: boolean, animate: boolean, done: () => void): void {
  const nodes = cy.nodes().length;
  const options: FcoseLayoutOptions = {
    name: "fcose",
    quality: nodes > 500 ? "draft" : nodes < 120 ? "proof" : "default",
    randomize: fromNothing || nodes > 500,
    animate: animate && nodes <= 300,
    animationDuration: 450,
    fit: false,
    nodeDimensionsIncludeLabels: nodes <= 300,
    packComponents: true,
    nodeRepulsion: () => 9000,
    idealEdgeLength: () => 100,
    edgeElasticity: () => 0.35,
    gravity: 0.3,
    numIter: 2500,
    stop: () => {
      if (fromNothing) stretch(cy);
      done();
    },
  };
  withSeed(() => {
    cy.layout(options).run();
  });
}

/** Where the graph lies; without the labels, which take seconds to measure, where it is large. */
function extent(cy: Core) {
  const labelled = cy.nodes().length <= 300;
  return cy.nodes().boundingBox({ includeLabels: labelled, includeEdges: false, includeOverlays: false });
}

/** Widens or narrows the graph towards the shape of the screen, where it is then larger. */
function stretch(cy: Core): void {
  const box = extent(cy);
  const factor = Math.min(Math.max(((cy.width() / cy.height()) * box.h) / box.w, 0.8), 1.5);
  if (cy.height() === 0 || box.w === 0) return;
  cy.nodes().positions((node) => ({ x: node.position("x") * factor, y: node.position("y") }));
}

/** The least and the most that fitting zooms to: labels stay legible, and two nodes do not fill the screen. */
const [leastFit, mostFit] = [0.5, 1.5];

/** Shows all of it, or, where that would be too small to read, its middle. */
export function fit(cy: Core, animate: boolean): void {
  if (cy.nodes().empty() || cy.width() === 0) return;
  const box = extent(cy);
  const margin = 24;
  const whole = Math.min((cy.width() - 2 * margin) / box.w, (cy.height() - 2 * margin) / box.h);
  const zoom = Math.min(Math.max(whole, cy.nodes().length > 120 ? 0.05 : leastFit), mostFit);
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
