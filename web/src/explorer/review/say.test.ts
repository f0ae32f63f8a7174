import { expect, it } from "vitest";
import { type Claimed, sentenceOfClaim } from "./say";

const claim: Claimed = {
  subject: { name: "Odrana" }, object: { name: "Kestria" }, type: { label: "accused" }, status: "OCCURRED", certainty: "STATED", time: null, places: [], attributions: [],
};

it.each<[Partial<Claimed>, string]>([
  [{}, "Odrana accused Kestria"],
  [{ time: { edtf: "2026-06-09" }, attributions: [{ by: { name: "Odrana" }, stance: "STATED" }], certainty: "ALLEGED" }, "Odrana accused Kestria, on 9 June 2026; said by Odrana; alleged"],
  [{ time: { edtf: "2026-06" }, status: "PLANNED" }, "Odrana accused Kestria, in June 2026; planned"],
  [{ time: { edtf: "2026-06-09/2026-06-15" }, places: [{ name: "Port Adel" }, { name: "Lom" }] }, "Odrana accused Kestria, 9 June 2026 to 15 June 2026, in Port Adel and Lom"],
  [{ time: { edtf: "2026-06?" } }, "Odrana accused Kestria, perhaps June 2026"],
])("a claim with %o reads “%s”", (parts, says) => {
  expect(sentenceOfClaim({ ...claim, ...parts })).toBe(says);
});
