export const families = [
  "force",
  "criticism",
  "talks",
  "support",
  "plans",
  "ties",
  "other",
] as const;
/** What sort of relation a type is, for its colour: the hostile ones first. */
export type Family = (typeof families)[number];
export const familyLabel: Record<Family, string> = {
  force: "Force, coercion, sanctions",
  criticism: "Criticism, threats, protest",
  talks: "Talks and visits",
  support: "Support and concessions",
  plans: "Proposals and calls",
  ties: "Offices and ties",
  other: "Other",
};
/** Counted: "2 talks". */
export const familyNoun: Record<Family, string> = {
  force: "force",
  criticism: "criticism",
  talks: "talks",
  support: "support",
  plans: "proposals",
  ties: "ties",
  other: "other",
};

const byPlover: Record<string, Family> = {
  AGREE: "talks",
  CONSULT: "talks",
  SUPPORT: "support",
  CONCEDE: "support",
  COOPERATE: "support",
  AID: "support",
  RETREAT: "support",
  YIELD: "support",
  REQUEST: "plans",
  ACCUSE: "criticism",
  INVESTIGATE: "criticism",
  REJECT: "criticism",
  THREATEN: "criticism",
  PROTEST: "criticism",
  SANCTION: "force",
  MOBILIZE: "force",
  COERCE: "force",
  ASSAULT: "force",
};

/**
 * Types that have no PLOVER code, or none that says it. What takes part in an
 * event, or is described or downplayed, may be anything: it is of no family.
 */
const byType: Record<string, Family> = {
  "concerned-about": "criticism",
  scrutinized: "criticism",
  favors: "support",
  advised: "talks",
  proposed: "plans",
  developed: "plans",
  "developed-in": "plans",
  revised: "plans",
  "called-for": "plans",
  "committed-to": "plans",
  "depends-on": "plans",
  "has-provision": "plans",
  "applies-to": "plans",
  "president-of": "ties",
  "secretary-of-state-of": "ties",
  "special-envoy-of": "ties",
  "spokesperson-for": "ties",
  "adviser-to": "ties",
  denied: "criticism",
  "prime-minister-of": "ties",
  "vice-president-of": "ties",
  "chancellor-of": "ties",
  "monarch-of": "ties",
  "minister-of": "ties",
  "foreign-minister-of": "ties",
  "defence-minister-of": "ties",
  "interior-minister-of": "ties",
  "ambassador-of": "ties",
  "ambassador-to": "ties",
  "deputy-of": "ties",
  "secretary-general-of": "ties",
  "head-of": "ties",
  "leader-of": "ties",
  "commander-of": "ties",
  "governor-of": "ties",
  "mayor-of": "ties",
  "founder-of": "ties",
  "member-of": "ties",
  appointed: "ties",
  dismissed: "ties",
  represents: "ties",
  "metonym-for": "ties",
  "part-of": "ties",
};

/** The family of a relation type, by its own name or else by its PLOVER code. */
export function familyOf(type: string, plover?: string | null): Family {
  return byType[type] ?? byPlover[plover?.toUpperCase() ?? ""] ?? "other";
}
