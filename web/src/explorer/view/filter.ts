import type { View } from "./view";

/** What a view asks of relations, as the API takes it; undefined for all. */
export function filterOf(view: Pick<View, "types" | "status" | "certainty" | "since" | "until">) {
  const filter = {
    ...(view.types.length > 0 && { types: view.types }),
    ...(view.status.length > 0 && { status: view.status }),
    ...(view.certainty.length > 0 && { certainty: view.certainty }),
    ...(view.since && { from: view.since }),
    ...(view.until && { to: view.until }),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}
