import { type Line, linesOf, type TypeInfo } from "../graph/lines";
import { assemble } from "../graph/model";
import { type Camera, type Frame, frameOf, inWorld, onScreen, project, seen, type Size, type Spot, unproject } from "./camera";
import { Clusters, type Kind, kindOf, type Mark } from "./clusters";
import type { At, Located } from "./located";
import { type Area, frameOfArea, type Outlines } from "./outlines";
import type { Placed } from "./query";

/** A line from where one is at home to where another is. */
export interface Tie {
  line: Line;
  from: Spot;
  to: Spot;
}

/** A relation that is open, at one of its spots. */
export interface OpenSpot extends Spot, Kind {
  relation: Placed;
}

/** The name of a country, at its middle. */
export interface Named extends Spot {
  name: string;
}

/** What is met at a place on the screen. */
export type Met = { is: "mark"; mark: Mark } | { is: "tie"; line: Line } | { is: "area"; area: Area; relations: readonly Placed[] };

/** So many lines are drawn at most: those that stand for the most. */
export const mostTies = 300;

const none = { hidden: [], simplified: false, centers: new Set<string>(), always: new Set<string>() };

/** All that a map shows, wherever it is looked at from. */
export class Picture {
  readonly clusters: Clusters;
  readonly ties: readonly Tie[];
  /** How many lines there are, of which some may not be drawn. */
  readonly allTies: number;
  /** How many relations the lines stand for. */
  readonly linked: number;
  readonly frame: Frame | undefined;
  /** What the countries are called that something is in or of. */
  readonly names: readonly Named[];

  constructor(
    readonly located: Located,
    relations: readonly Placed[],
    private readonly outlines: Outlines,
    private readonly types: ReadonlyMap<string, TypeInfo>,
  ) {
    this.clusters = new Clusters(located.spots, types);
    const homes = new Map([...located.homes].map(([id, place]) => [id, project(place)]));
    const linked = relations.filter(({ subject, object }) => subject.id !== object.id && homes.has(subject.id) && homes.has(object.id));
    const ties = linesOf(assemble({ relations: linked }, none), types).flatMap((line): Tie[] => {
      const [from, to] = [homes.get(line.source), homes.get(line.target)];
      return from && to && (from.x !== to.x || from.y !== to.y) ? [{ line, from, to }] : [];
    });
    ties.sort((a, b) => b.line.relations.length - a.line.relations.length);
    this.allTies = ties.length;
    this.ties = ties.slice(0, mostTies);
    this.linked = ties.reduce((sum, { line }) => sum + line.relations.length, 0);
    this.frame = frameOf([
      ...located.spots.map(({ place }) => project(place)),
      ...[...located.areas.keys()].flatMap((area) => corners(frameOfArea(area))),
      ...this.ties.flatMap(({ from, to }) => [from, to]),
    ]);
    const ends = new Set(this.ties.flatMap(({ from, to }) => [key(from), key(to)]));
    this.names = outlines.areas.map((area) => ({ name: area.name, area, ...project(area.middle) })).filter((named) => located.areas.has(named.area) || ends.has(key(named)));
  }

  /** The spots of some relations. */
  open(ids: ReadonlySet<string>): OpenSpot[] {
    return this.located.spots.filter((at) => ids.has(at.relation.id)).map(({ place, relation }: At) => ({ ...project(place), ...kindOf(relation, this.types), relation }));
  }

  /** What is met there: what is drawn above is met first. */
  meet(camera: Camera, size: Size, pointer: Spot): Met | undefined {
    let best: Mark | undefined;
    let least = Infinity;
    for (const mark of this.clusters.marks(camera, seen(camera, size))) {
      const distance = apart(onScreen(camera, size, mark), pointer);
      if (distance > radiusOf(mark) + reach || distance >= least) continue;
      [best, least] = [mark, distance];
    }
    if (best) return { is: "mark", mark: best };
    const tie = this.ties.find(({ from, to }) => along(onScreen(camera, size, from), onScreen(camera, size, to)).some((spot) => apart(spot, pointer) <= reach + 2));
    if (tie) return { is: "tie", line: tie.line };
    const area = this.outlines.at(unproject(inWorld(camera, size, pointer)));
    const relations = area && this.located.areas.get(area);
    return relations && { is: "area", area, relations };
  }

  /** What is at spots that are seen, each once. */
  inSight(camera: Camera, size: Size): Placed[] {
    return [...new Set(this.clusters.marks(camera, seen(camera, size)).flatMap((mark) => mark.relations()))];
  }
}

/** How near the pointer has to come, in pixels. */
const reach = 4;

export const radiusOf = ({ count }: Pick<Mark, "count">) => (count === 1 ? 6 : Math.min(11 + 2 * Math.log2(count), 30));

/** The middle of the bow of a line, which tells the way there from the way back. */
export function bow(from: Spot, to: Spot): Spot {
  return { x: (from.x + to.x) / 2 - (to.y - from.y) * 0.16, y: (from.y + to.y) / 2 + (to.x - from.x) * 0.16 };
}

/** Spots along a line, close enough to each other to be met. */
function along(from: Spot, to: Spot): Spot[] {
  const by = bow(from, to);
  const steps = Math.min(Math.ceil(apart(from, to) / 6), 400);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return { x: a * from.x + b * by.x + c * to.x, y: a * from.y + b * by.y + c * to.y };
  });
}

const key = ({ x, y }: Spot) => `${String(x)},${String(y)}`;
const apart = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);
const corners = (frame: Frame | undefined): Spot[] => (frame ? [{ x: frame.x0, y: frame.y0 }, { x: frame.x1, y: frame.y1 }] : []);
