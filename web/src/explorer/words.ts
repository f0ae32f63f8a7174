/** The words of the schema, and how the page says them. */

export const statuses = ["OCCURRED", "ONGOING", "PLANNED", "PROPOSED"] as const;
export type Status = (typeof statuses)[number];
export const statusLabel: Record<Status, string> = {
  OCCURRED: "Occurred",
  ONGOING: "Ongoing",
  PLANNED: "Planned",
  PROPOSED: "Proposed",
};

/** How a relation of a type is said: what is not yet so does not read as if it were. */
export function sayingOf(label: string, status: Status): string {
  return status === "PLANNED" || status === "PROPOSED" ? `${label} (${statusLabel[status].toLowerCase()})` : label;
}

export const certainties = ["STATED", "CONFIRMED", "ALLEGED", "DISPUTED", "DENIED"] as const;
export type Certainty = (typeof certainties)[number];
export const certaintyLabel: Record<Certainty, string> = {
  STATED: "Stated",
  CONFIRMED: "Confirmed",
  ALLEGED: "Alleged",
  DISPUTED: "Disputed",
  DENIED: "Denied",
};
export const certaintyMeaning: Record<Certainty, string> = {
  STATED: "The source says so in its own voice.",
  CONFIRMED: "Someone entitled to know has confirmed it.",
  ALLEGED: "Someone claims it; the source does not make it its own.",
  DISPUTED: "Someone contests it or its weight.",
  DENIED: "Someone says that it is not so.",
};

export const stanceLabel: Record<string, string> = {
  STATED: "said it",
  CONFIRMED: "confirmed it",
  ALLEGED: "claimed it",
  SUPPORTED: "backed it",
  DOWNPLAYED: "made little of it",
  DISPUTED: "contested it",
  DENIED: "denied it",
};

export const kindNames = [
  "Person",
  "Organization",
  "Country",
  "Group",
  "OtherActor",
  "Place",
  "Event",
  "Proposal",
  "Provision",
  "Report",
] as const;
export type EntityKindName = (typeof kindNames)[number];
export const kindLabel: Record<EntityKindName, string> = {
  Person: "Person",
  Organization: "Organisation",
  Country: "Country",
  Group: "Group",
  OtherActor: "Other actor",
  Place: "Place",
  Event: "Event",
  Proposal: "Proposal",
  Provision: "Provision",
  Report: "Report",
};
export const actorKinds: readonly string[] = ["Person", "Organization", "Country", "Group", "OtherActor"];

export const families = ["talks", "force", "criticism", "support", "plans", "ties", "other"] as const;
/** What sort of relation a type is, for its colour. */
export type Family = (typeof families)[number];
export const familyLabel: Record<Family, string> = {
  talks: "Talks and visits",
  force: "Force and sanctions",
  criticism: "Criticism",
  support: "Support",
  plans: "Proposals and calls",
  ties: "Offices and ties",
  other: "Other",
};

const byPlover: Record<string, Family> = {
  AGREE: "talks",
  CONSULT: "talks",
  SUPPORT: "support",
  CONCEDE: "support",
  COOPERATE: "support",
  AID: "support",
  RETREAT: "support",
  REQUEST: "plans",
  ACCUSE: "criticism",
  REJECT: "criticism",
  THREATEN: "criticism",
  PROTEST: "criticism",
  SANCTION: "force",
  MOBILIZE: "force",
  COERCE: "force",
  ASSAULT: "force",
};

const byType: Record<string, Family> = {
  "participated-in": "talks",
  "took-place-in": "talks",
  "concerned-about": "criticism",
  downplayed: "criticism",
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
  represents: "ties",
  "metonym-for": "ties",
  "part-of": "ties",
};

/** The family of a relation type, by its own name or else by its PLOVER code. */
export function familyOf(type: string, plover?: string | null): Family {
  return byType[type] ?? byPlover[plover?.toUpperCase() ?? ""] ?? "other";
}
