import Supercluster from "supercluster";
import { familyOf, type Family } from "../families";
import { type Look, lookOf, type TypeInfo } from "../graph/lines";
import { type Camera, type Frame, mostScale, project, type Spot, unproject } from "./camera";
import type { At } from "./located";
import type { Placed } from "./query";

/** How what is at one spot is drawn: as its relations are where they are alike. */
export interface Kind {
  family: Family | "mixed";
  look: Look;
  coded: boolean;
}

/** One spot of the map: a relation, or several that are too near each other to tell apart. */
export interface Mark extends Spot, Kind {
  count: number;
  relations: () => Placed[];
  /** How wide the world has to be, in pixels, for its relations to part; undefined where they never do. */
  partsAt: () => number | undefined;
}

type Bare = Kind & { at: At };

/** Within so many pixels, spots are one. */
const radius = 44;
/** As wide as supercluster takes the world to be at its level 0. */
const base = 512;
const deepest = 16;

/** The spots of a map, put together by how close they are to each other from wherever one looks. */
export class Clusters {
  private readonly index = new Supercluster<Bare, Kind>({
    radius,
    extent: base,
    maxZoom: deepest,
    map: ({ family, look, coded }) => ({ family, look, coded }),
    reduce: (all, one) => {
      if (one.family !== all.family) all.family = "mixed";
      if (one.look !== all.look) all.look = "partly";
      all.coded &&= one.coded;
    },
  });

  constructor(spots: readonly At[], types: ReadonlyMap<string, TypeInfo>) {
    this.index.load(
      spots.map((at) => ({ type: "Feature", geometry: { type: "Point", coordinates: [...at.place] }, properties: { at, ...kindOf(at.relation, types) } })),
    );
  }

  /** The spots in a part of the world, as from where the camera is. */
  marks(camera: Camera, frame: Frame): Mark[] {
    const [west, north] = unproject({ x: Math.max(frame.x0, 0), y: Math.max(frame.y0, 0) });
    const [east, south] = unproject({ x: Math.min(frame.x1, 1), y: Math.min(frame.y1, 1) });
    const level = Math.min(Math.max(Math.floor(Math.log2(camera.scale / base)), 0), deepest);
    return this.index.getClusters([west, south, east, north], level).map(({ geometry, properties }) => {
      const [longitude = 0, latitude = 0] = geometry.coordinates;
      const { family, look, coded } = properties;
      const mark = { ...project([longitude, latitude]), family, look, coded };
      if (!("cluster" in properties)) return { ...mark, count: 1, relations: () => [properties.at.relation], partsAt: () => undefined };
      const id = properties.cluster_id;
      return {
        ...mark,
        count: properties.point_count,
        relations: () => this.index.getLeaves(id, Infinity).map((leaf) => leaf.properties.at.relation),
        partsAt: () => this.parting(id),
      };
    });
  }

  /** How many pixels wide the world has to be for a cluster to part, where it ever does. */
  private parting(id: number): number | undefined {
    const scale = base * 2 ** this.index.getClusterExpansionZoom(id);
    return scale <= mostScale ? scale : undefined;
  }
}

export function kindOf(relation: Placed, types: ReadonlyMap<string, TypeInfo>): Kind {
  return { family: familyOf(relation.type.id, types.get(relation.type.id)?.plover), look: lookOf(relation), coded: relation.coding === "MACHINE_CODED" };
}
