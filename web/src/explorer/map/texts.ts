import { verbOf } from "../statement";
import { isolated } from "../text/names";
import type { Met } from "./picture";

const number = (n: number) => n.toLocaleString("en");
const relations = (n: number) => `${number(n)} ${n === 1 ? "relation" : "relations"}`;

interface Counts {
  shown: number;
  linked: number;
  vague: number;
  read: number;
  total: number;
  done: boolean;
}

/** All that the map says. */
export const texts = {
  group: "Map",
  closer: "Closer",
  further: "Further away",
  all: "Show all of it",
  north: "Move north",
  south: "Move south",
  west: "Move west",
  east: "Move east",
  canvas: "Map. Arrow keys move it, plus and minus zoom, 0 shows all of it. What is in sight is listed beneath, and the table shows the same as text.",
  reading: "what has a place",
  outlines: "the outlines of countries",
  onlyInSight: "Only what is in sight",
  onlyInSightMeans: "Filters by the part of the globe that is seen: what is only known by country or province is then left out",
  inSight: (n: number) => `In sight at a spot: ${number(n)}`,
  in: (name: string, n: number) => `Somewhere in ${name}: ${number(n)}`,
  here: (n: number) => `Here: ${number(n)}`,
  more: (n: number) => `and ${number(n)} more; the table has all.`,
  back: "Back to what is in sight",
  borders: "Borders: Natural Earth, 1:50 million. They are drawn as that data set has them, and are no statement on any claim.",
  legend: {
    spot: "happened here, in this town, or within some 25 km",
    cluster: "so many are near each other: click to come closer",
    area: "known by country, province or district only: the whole country is shaded, by how many",
    unsure: "planned, alleged or denied",
    line: "between two that have a place: states, at their middle, and places",
  },
  /** How much of what passes has a place. */
  counts({ shown, linked, vague, read, total, done }: Counts): string {
    const of = read < total && done ? `the newest ${number(read)} of ${relations(total)} that pass` : relations(read);
    const beyond = vague > 0 ? ` ${number(vague)} more are somewhere at sea, or who knows how far from their point, and are not drawn.` : "";
    const lines = linked > 0 ? ` ${number(linked)} ${linked === 1 ? "is a line" : "are lines"} between two that have one.` : "";
    return `${number(shown)} of ${of} ${shown === 1 ? "has" : "have"} a place on the map.${lines}${beyond}`;
  },
  nothing: "None of what passes has a place that the map can show.",
  mostTies: (drawn: number, all: number) => `Of ${number(all)} lines, the ${number(drawn)} that stand for most are drawn.`,
  /** What is under the pointer. */
  met(met: Met): string {
    if (met.is === "area") return `${relations(met.relations.length)} somewhere in ${met.area.name}`;
    if (met.is === "tie") return met.line.label;
    const [first] = met.mark.count === 1 ? met.mark.relations() : [];
    if (!first) return relations(met.mark.count);
    return `${isolated(first.subject.name)} ${verbOf(first)} ${isolated(first.object.name)}`;
  },
};
