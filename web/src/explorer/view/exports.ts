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
  { format: "cypher", name: "Cypher", opens: "Neo4j", extension: "cypher" },
] as const;

/** Where the server sends what passes a view's filters, around its entities where it is about some. */
export function exportAddress(view: View, format: string): string {
  const p = new URLSearchParams();
  const add = (name: string, values: readonly (string | undefined)[]) => {
    for (const value of values) if (value !== undefined) p.append(name, value);
  };
  if (view.focus.length > 0) add("with", [...view.focus, ...view.grown]);
  add("types", view.types);
  add("status", view.status);
  add("certainty", view.certainty);
  add("from", [view.since]);
  add("to", [view.until]);
  add("asOf", [view.asOf]);
  const chosen = p.toString();
  return `export/${format}${chosen && `?${chosen}`}`;
}
