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

/**
 * How a relation is said: what is not so yet, or not beyond doubt, never reads as
 * if it were. With another label, such as that of the other direction, as that.
 */
export function verbOf({ type, status, certainty }: Said, label = type.label): string {
  const reservations = [reservation[status], reservation[certainty]].filter((r) => r !== undefined);
  return reservations.length > 0 ? `${label} (${reservations.join(", ")})` : label;
}

/** A relation as a sentence, for where there is no markup. */
export function sentenceOf(relation: Said & { subject: { name: string }; object: { name: string } }): string {
  return `${isolated(relation.subject.name)} ${verbOf(relation)} ${isolated(relation.object.name)}`;
}
