import type { Core, ElementDefinition, Position } from "cytoscape";
import { clipped } from "../text/names";
import { isHostile, type Line } from "./lines";
import type { Entity, Model } from "./model";

/** With more lines than this, their labels show only from close by. */
const mostLabelled = 30;

/** Of longer names, so much is drawn. */
const mostOfName = 70;

/**
 * Brings what is drawn up to date, and says how many nodes came for which there is
 * no place yet and how many have one. What comes back stands where it stood.
 */
export function update(
  cy: Core,
  model: Model,
  lines: readonly Line[],
  centers: ReadonlySet<string>,
  stood: Map<string, Position>,
): { added: number; kept: number } {
  const wanted = new Map<string, ElementDefinition>();
  const links = countLinks(lines);
  for (const entity of model.entities.values()) {
    wanted.set(entity.id, { group: "nodes", data: nodeData(entity, links.get(entity.id) ?? 0, centers) });
  }
  for (const line of lines) {
    wanted.set(line.id, { group: "edges", data: edgeData(line, lines.length) });
  }
  const old = new Map<string, Position>(cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  for (const [id, at] of old) stood.set(id, at);
  let added = 0;
  cy.batch(() => {
    cy.elements()
      .filter((element) => !wanted.has(element.id()))
      .remove();
    const fresh: ElementDefinition[] = [];
    for (const [id, definition] of wanted) {
      const there = cy.getElementById(id);
      if (there.nonempty()) {
        there.data(definition.data);
      } else {
        if (definition.group === "nodes") {
          const before = stood.get(id);
          definition.position = before ?? placeFor(id, lines, old, added);
          if (!before) added++;
        }
        fresh.push(definition);
      }
    }
    cy.add(fresh);
  });
  return { added, kept: cy.nodes().length - added };
}

function nodeData(entity: Entity, links: number, centers: ReadonlySet<string>) {
  return {
    id: entity.id,
    label: clipped(entity.name, mostOfName),
    kind: entity.kind,
    unnamed: entity.unnamed,
    center: centers.has(entity.id),
    size: Math.min(22 + 5 * Math.sqrt(links), 56),
  };
}

function edgeData(line: Line, lines: number) {
  return {
    id: line.id,
    source: line.source,
    target: line.target,
    label: line.label,
    short: line.short,
    labelled: line.relations.length > 1 || line.unfolded || lines <= mostLabelled,
    family: line.family,
    hostile: line.family === "mixed" && isHostile(line),
    loop: line.source === line.target,
    look: line.look,
    coded: line.coded,
    arrows: line.arrows,
    unfolded: line.unfolded,
    width: Math.min(1.4 + 0.6 * Math.log2(line.relations.length), 5),
  };
}

function countLinks(lines: readonly Line[]): Map<string, number> {
  const links = new Map<string, number>();
  for (const { source, target } of lines) {
    for (const id of [source, target]) links.set(id, (links.get(id) ?? 0) + 1);
  }
  return links;
}

/** Near what it is linked to, around it by the golden angle; else on a spiral. */
function placeFor(id: string, lines: readonly Line[], old: ReadonlyMap<string, Position>, index: number): Position {
  const angle = index * 2.39996;
  if (old.size > 0) {
    for (const line of lines) {
      const other = line.source === id ? line.target : line.target === id ? line.source : undefined;
      const at = other === undefined ? undefined : old.get(other);
      if (at) return { x: at.x + 90 * Math.cos(angle), y: at.y + 90 * Math.sin(angle) };
    }
  }
  const radius = 40 * Math.sqrt(index + 1);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}
