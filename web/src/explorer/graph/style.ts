import type { StylesheetJson } from "cytoscape";
import { families } from "../families";
import { type EntityKindName, kindNames } from "../words";

export const shapes: Record<EntityKindName, string> = {
  Person: "ellipse",
  Organization: "round-rectangle",
  Country: "round-hexagon",
  Group: "round-octagon",
  OtherActor: "ellipse",
  Place: "round-triangle",
  Event: "round-diamond",
  Proposal: "rectangle",
  Provision: "cut-rectangle",
  Report: "round-tag",
};

/** The look of the graph, in the colours that the style sheet names. */
export function graphStyle(large: boolean): StylesheetJson {
  const css = getComputedStyle(document.documentElement);
  const color = (name: string) => css.getPropertyValue(`--${name}`).trim();
  const font = css.getPropertyValue("--ui-font").trim();
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        label: "data(label)",
        color: color("ink"),
        "font-family": font,
        "font-size": 13,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-wrap": "wrap",
        "text-max-width": "130px",
        "text-outline-color": color("paper"),
        "text-outline-width": large ? 0 : 3,
        "min-zoomed-font-size": large ? 8 : 5,
        "border-width": 2,
        "border-color": color("paper"),
        "overlay-opacity": 0,
      },
    },
    ...kindNames.map((kind) => ({
      selector: `node[kind = "${kind}"]`,
      style: { "background-color": color(`kind-${kind}`), shape: shapes[kind] as "ellipse" },
    })),
    {
      selector: "node[?unnamed]",
      style: { "background-opacity": 0.35, "border-style": "dashed" as const, "border-color": color("muted") },
    },
    { selector: "node[?center]", style: { "font-weight": 600 } },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "curve-style": "straight",
        "line-color": color("family-other"),
        "arrow-scale": 0.9,
        "overlay-opacity": 0,
        "font-family": font,
        "font-size": 11,
        color: color("muted"),
        "text-rotation": "autorotate",
        "text-background-color": color("paper"),
        "text-background-opacity": 0.85,
        "text-background-padding": "2px",
        "min-zoomed-font-size": 7,
      },
    },
    { selector: "edge[!labelled]", style: { "min-zoomed-font-size": 13 } },
    { selector: "edge[?unfolded]", style: { "curve-style": "bezier", "control-point-step-size": 46 } },
    { selector: "edge:loop", style: { "curve-style": "bezier" } },
    { selector: "edge", style: { label: large ? "" : "data(short)" } },
    { selector: 'edge[arrows = "target"], edge[arrows = "both"]', style: { "target-arrow-shape": "triangle" } },
    { selector: 'edge[arrows = "source"], edge[arrows = "both"]', style: { "source-arrow-shape": "triangle" } },
    ...[...families, "mixed"].map((family) => ({
      selector: `edge[family = "${family}"]`,
      style: {
        "line-color": color(`family-${family}`),
        "target-arrow-color": color(`family-${family}`),
        "source-arrow-color": color(`family-${family}`),
      },
    })),
    // What is said in several ways is of no one's colour; that force is among it shows.
    {
      selector: "edge[?hostile][!loop]",
      style: {
        "line-fill": "linear-gradient" as const,
        "line-gradient-stop-colors": ["mixed", "mixed", "force", "force", "mixed", "mixed"].map((family) => color(`family-${family}`)),
        "line-gradient-stop-positions": [0, 34, 35, 65, 66, 100],
      },
    },
    { selector: "edge[?hostile][?loop]", style: { "line-color": color("family-force") } },
    ...(large
      ? [{ selector: 'edge[look != "sure"]', style: { "line-opacity": 0.35 } }]
      : [
          { selector: 'edge[look = "partly"]', style: dashed([16, 4], 0.9) },
          { selector: 'edge[look = "planned"]', style: dashed([8, 5], 0.8) },
          { selector: 'edge[look = "alleged"]', style: dashed([2, 4], 0.75) },
          { selector: 'edge[look = "denied"]', style: { ...dashed([1, 6], 0.55), "target-arrow-shape": "tee" as const } },
        ]),
    // A line as faint as this still shows beside others, and its arrow tells which way it leads.
    { selector: "edge[?coded]", style: { "line-opacity": 0.35, "text-opacity": 0.7 } },
    { selector: ".faint", style: { opacity: 0.35 } },
    {
      selector: "node.open, node.cursor",
      style: { "border-color": color("accent"), "border-width": 4, "border-opacity": 1, "font-weight": 700 },
    },
    { selector: "node.cursor", style: { "border-style": "double" } },
    { selector: "edge.near", style: { label: "data(short)", "min-zoomed-font-size": 6, color: color("ink") } },
    { selector: "edge.open, edge.way", style: { width: 4, label: "data(label)", opacity: 1, "font-size": 12, "min-zoomed-font-size": 5, color: color("ink"), "z-index": 9 } },
    { selector: "edge.over", style: { label: "data(label)", "min-zoomed-font-size": 0, color: color("ink"), "z-index": 10 } },
  ];
}

function dashed(pattern: number[], opacity: number) {
  return { "line-style": "dashed" as const, "line-dash-pattern": pattern, "line-opacity": opacity };
}
