import { boxText } from "./box";
import { filterOf } from "./filter";
import type { View } from "./view";

/** What the server exports, and which tools open it. */
export const exportFormats = [
  { format: "graphml", name: "GraphML", opens: "yEd, Gephi, networkx", extension: "graphml" },
  { format: "gexf", name: "GEXF", opens: "Gephi, with its timeline", extension: "gexf" },
  { format: "cytoscape", name: "Cytoscape JSON", opens: "Cytoscape", extension: "cyjs" },
  { format: "dot", name: "DOT", opens: "Graphviz", extension: "dot" },
  { format: "csv", name: "CSV", opens: "spreadsheets, pandas, R", extension: "zip" },
  { format: "jsonld", name: "JSON-LD", opens: "RDF tools, and import here", extension: "jsonld" },
  { format: "nquads", name: "N-Quads", opens: "RDF tools", extension: "nq" },
  { format: "stix", name: "STIX 2.1", opens: "OpenCTI, MISP", extension: "stix.json" },
  { format: "geojson", name: "GeoJSON", opens: "QGIS, geopandas: what has a point", extension: "geojson" },
  { format: "kml", name: "KML", opens: "Google Earth: what has a point", extension: "kml" },
  { format: "cypher", name: "Cypher", opens: "Neo4j", extension: "cypher" },
] as const;

/** Where the server sends what passes a view's filters, around its entities where it is about some. */
export function exportAddress(view: View, format: string): string {
  const p = new URLSearchParams();
  const { bbox, ...filter } = filterOf(view) ?? {};
  const asked = {
    ...(view.focus.length > 0 && { with: [...view.focus, ...view.grown] }),
    ...filter,
    ...(bbox && { bbox: boxText(bbox) }),
    ...(view.asOf && { asOf: view.asOf }),
  };
  for (const [name, values] of Object.entries(asked)) {
    for (const value of [values].flat()) p.append(name, value);
  }
  const chosen = p.toString();
  return `export/${format}${chosen && `?${chosen}`}`;
}
