import type { TypeInfo } from "../graph/lines";
import type { Draft } from "./draft";
import type { Claimed } from "./say";

/** A draft as it is said in words. */
export const claimedOf = (draft: Draft, types: ReadonlyMap<string, TypeInfo>): Claimed => ({
  subject: { name: draft.subject?.name ?? "…" },
  object: { name: draft.object?.name ?? "…" },
  type: { label: types.get(draft.type)?.label ?? "…" },
  status: draft.status,
  certainty: draft.certainty,
  time: draft.edtf.trim() === "" ? null : { edtf: draft.edtf.trim() },
  places: draft.places,
  attributions: draft.attributions,
});
