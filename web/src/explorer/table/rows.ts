import type { Relation } from "../graph/model";
import type { Column, Order } from "../view/view";
import { certainties, statuses } from "../words";

export const titles: Record<Column, string> = {
  subject: "Subject",
  type: "Relation",
  object: "Object",
  time: "When",
  status: "Status",
  certainty: "Certainty",
};

const names = new Intl.Collator("en", { sensitivity: "base", numeric: true });

const compare: Record<Column, (a: Relation, b: Relation) => number> = {
  subject: (a, b) => names.compare(a.subject.name, b.subject.name),
  type: (a, b) => names.compare(a.type.label, b.type.label),
  object: (a, b) => names.compare(a.object.name, b.object.name),
  time: (a, b) => names.compare(a.time?.start ?? a.time?.end ?? "", b.time?.start ?? b.time?.end ?? ""),
  status: (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status),
  certainty: (a, b) => certainties.indexOf(a.certainty) - certainties.indexOf(b.certainty),
};

/** Relations in an order; equal ones by id. */
export function sorted(relations: readonly Relation[], { by, down }: Order): Relation[] {
  const sign = down ? -1 : 1;
  return [...relations].sort((a, b) => sign * compare[by](a, b) || (a.id < b.id ? -1 : 1));
}
