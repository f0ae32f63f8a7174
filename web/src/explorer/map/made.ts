/** Made-up relations with places, for tests. */
import { readFileSync } from "node:fs";
import type { Precision } from "../../generated/graphql";
import { relation } from "../graph/made";
import { type Outlines, outlinesOf } from "./outlines";
import type { End, Placed } from "./query";

/** The outlines that the page has. */
export const outlines: Outlines = outlinesOf(JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8")) as Parameters<typeof outlinesOf>[0]);

export const point = (longitude: number, latitude: number, precision: Precision) => ({ latitude, longitude, precision });

export const place = (id: string, at: ReturnType<typeof point> | null): End & { __typename: "Place" } => ({ __typename: "Place", id, name: id.toUpperCase(), unnamed: false, point: at });

export const country = (id: string, code?: string): End => ({
  __typename: "Country",
  id,
  name: id.toUpperCase(),
  unnamed: false,
  identifiers: [{ scheme: "wikidata", value: "Q1" }, ...(code === undefined ? [] : [{ scheme: "iso3166-1", value: code }])],
});

export function placed(id: string, more: Partial<Placed> = {}, type = "met-with"): Placed {
  return { ...relation(id, "ann", type, "ben"), point: null, places: [], ...more } as Placed;
}
