import type { Relation } from "../graph/model";
import { certainties, statuses } from "../words";

export const columns = [
  { name: "subject", title: "Subject" },
  { name: "type", title: "Relation" },
  { name: "object", title: "Object" },
  { name: "time", title: "When" },
  { name: "status", title: "Status" },
  { name: "certainty", title: "Certainty" },
] as const;
export type Column = (typeof columns)[number]["name"];

const names = new Intl.Collator("en", { sensitivity: "base", numeric: true });

const compare: Record<Column, (a: Relation, b: Relation) => number> = {
  subject: (a, b) => names.compare(a.subject.name, b.subject.name),
  type: (a, b) => names.compare(a.type.label, b.type.label),
  object: (a, b) => names.compare(a.object.name, b.object.name),
  time: (a, b) => names.compare(a.time?.start ?? a.time?.end ?? "", b.time?.start ?? b.time?.end ?? ""),
  status: (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status),
  certainty: (a, b) => certainties.indexOf(a.certainty) - certainties.indexOf(b.certainty),
};

/** Relations in the order of a column, down for its end first; equal ones by id. */
export function sorted(relations: readonly Relation[], by: Column, down: boolean): Relation[] {
  const sign = down ? -1 : 1;
  return [...relations].sort((a, b) => sign * compare[by](a, b) || (a.id < b.id ? -1 : 1));
}
