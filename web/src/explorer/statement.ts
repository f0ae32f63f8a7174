import { isolated } from "./text/names";
import type { Certainty, Status } from "./words";

/** What is said of a relation wherever it is put into words. */
export interface Said {
  type: { label: string };
  status: Status;
  certainty: Certainty;
}

const reservation: Partial<Record<Status | Certainty, string>> = {
  PLANNED: "planned",
  PROPOSED: "proposed",
  ALLEGED: "alleged",
  DISPUTED: "disputed",
  DENIED: "denied",
};

/** What keeps a relation from being a fact, in words: “planned”, “planned, alleged”; empty for a fact. */
export function reservationOf({ status, certainty }: Pick<Said, "status" | "certainty">): string {
  return [reservation[status], reservation[certainty]].filter((r) => r !== undefined).join(", ");
}

/**
 * The same of several, in brackets: once where it is that of all, else counted, as
 * in “ (2 disputed, 1 alleged)”; empty where all are facts.
 */
export function reservationsOf(relations: readonly Pick<Said, "status" | "certainty">[]): string {
  const counts = new Map<string, number>();
  for (const relation of relations) counts.set(reservationOf(relation), (counts.get(reservationOf(relation)) ?? 0) + 1);
  const [[only] = [""]] = counts;
  if (counts.size === 1) return only && ` (${only})`;
  const each = [...counts].filter(([words]) => words !== "").map(([words, n]) => `${String(n)} ${words.replace(", ", " and ")}`);
  return ` (${each.join(", ")})`;
}

/**
 * How a relation is said: what is not so yet, or not beyond doubt, never reads as
 * if it were. With another label, such as that of the other direction, as that.
 */
export function verbOf(relation: Said, label = relation.type.label): string {
  return label + reservationsOf([relation]);
}

/** A relation as a sentence, for where there is no markup. */
export function sentenceOf(relation: Said & { subject: { name: string }; object: { name: string } }): string {
  return `${isolated(relation.subject.name)} ${verbOf(relation)} ${isolated(relation.object.name)}`;
}
