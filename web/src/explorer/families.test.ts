import { describe, expect, it } from "vitest";
import vocabulary from "../../../internal/kg/vocabulary.go?raw";
import { type Family, familyOf } from "./families";

// Each core type, as internal/kg has it.
const core = [...vocabulary.matchAll(/^\t\{ID: "([^"]+)"(.*)$/gm)].map(([, id = "", rest = ""]) => ({
  id,
  plover: /PLOVER: "([A-Z]+)"/.exec(rest)?.[1],
}));

const families: Record<Family, string[]> = {
  talks: ["met-with", "negotiated-with", "visited", "advised"],
  force: ["at-war-with"],
  criticism: ["criticized", "concerned-about", "scrutinized"],
  support: ["supports", "favors"],
  plans: ["proposed", "developed", "revised", "has-provision", "applies-to", "called-for", "called-on"],
  ties: ["president-of", "secretary-of-state-of", "special-envoy-of", "spokesperson-for", "adviser-to", "represents", "part-of", "metonym-for"],
  other: ["participated-in", "took-place-in", "downplayed", "described"],
};

describe("the family of a relation", () => {
  it("is decided for each core type", () => {
    expect(core.map(({ id, plover }) => [id, familyOf(id, plover)]).sort()).toEqual(
      Object.entries(families)
        .flatMap(([family, ids]) => ids.map((id) => [id, family]))
        .sort(),
    );
  });

  it.each([
    ["ASSAULT", "force"],
    ["COERCE", "force"],
    ["MOBILIZE", "force"],
    ["SANCTION", "force"],
    ["THREATEN", "criticism"],
    ["PROTEST", "criticism"],
    ["REJECT", "criticism"],
    ["ACCUSE", "criticism"],
    ["INVESTIGATE", "criticism"],
    ["CONSULT", "talks"],
    ["AGREE", "talks"],
    ["SUPPORT", "support"],
    ["COOPERATE", "support"],
    ["AID", "support"],
    ["YIELD", "support"],
    ["CONCEDE", "support"],
    ["RETREAT", "support"],
    ["REQUEST", "plans"],
    ["assault", "force"],
    ["", "other"],
    [null, "other"],
  ])("of PLOVER's %s is %s", (code, family) => {
    expect(familyOf("any:type", code)).toBe(family);
  });

  it("of what takes part in a war is not talks", () => {
    expect(familyOf("participated-in")).toBe("other");
  });
});
