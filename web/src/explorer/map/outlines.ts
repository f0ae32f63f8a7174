import { geoArea, geoBounds, geoCentroid, geoContains } from "d3-geo";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import codes from "i18n-iso-countries/codes.json";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import address from "world-atlas/countries-50m.json?url";
import { type Degrees, type Frame, frameOf, project } from "./camera";

type Shape = Feature<Polygon | MultiPolygon, { name: string }>;

/** A country or territory, as the outlines have it. */
export interface Area {
  name: string;
  shape: Shape;
  /** The largest of its parts, without what lies overseas. */
  main: Polygon;
  /** The middle of its main part. */
  middle: Degrees;
}

/** The countries of the world. */
export interface Outlines {
  areas: readonly Area[];
  /** By its code of ISO 3166-1 in two letters. */
  byCode: (code: string) => Area | undefined;
  /** Which one a place lies in; undefined at sea. */
  at: (place: Degrees) => Area | undefined;
}

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

let loading: Promise<Outlines> | undefined;

/** Reads the outlines, once. */
export function loadOutlines(): Promise<Outlines> {
  loading ??= read().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function read(): Promise<Outlines> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The outlines of countries cannot be read: the server answered ${String(response.status)}.`);
  return outlinesOf((await response.json()) as World);
}

/** What Natural Earth knows, looked up by code and by place. */
export function outlinesOf(world: World): Outlines {
  const shapes = feature(world, world.objects.countries).features.filter(isShape);
  const areas = shapes.map((shape) => areaOf(shape));
  const byNumber = new Map(areas.map((area) => [String(area.shape.id), area]));
  const byCode = new Map((codes).map(([two = "", , number = ""]) => [two, byNumber.get(number)]));
  const bounds = areas.map(({ shape }) => geoBounds(shape));
  const found = new Map<string, Area | undefined>();
  const search = (place: Degrees) => areas.find(({ shape }, i) => inBounds(bounds[i], place) && geoContains(shape, [...place]));
  return {
    areas,
    byCode: (code) => byCode.get(code.toUpperCase()),
    at: (place) => {
      const key = place.join();
      if (!found.has(key)) found.set(key, search(place));
      return found.get(key);
    },
  };
}

const isShape = (shape: Feature): shape is Shape => shape.geometry.type === "Polygon" || shape.geometry.type === "MultiPolygon";

function areaOf(shape: Shape): Area {
  const { geometry } = shape;
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const polygons = parts.map((coordinates): Polygon => ({ type: "Polygon", coordinates }));
  const sizes = polygons.map((polygon) => geoArea(polygon));
  const main = polygons[sizes.indexOf(Math.max(...sizes))] ?? { type: "Polygon", coordinates: [] };
  return { name: shape.properties.name, shape, main, middle: geoCentroid(main) };
}

/** The part of the world that an area is seen in. */
export function frameOfArea({ main }: Area): Frame | undefined {
  return frameOf((main.coordinates[0] ?? []).map(([longitude = 0, latitude = 0]) => project([longitude, latitude])));
}

function inBounds(bounds: ReturnType<typeof geoBounds> | undefined, [longitude, latitude]: Degrees): boolean {
  if (!bounds) return false;
  const [[west, south], [east, north]] = bounds;
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}
