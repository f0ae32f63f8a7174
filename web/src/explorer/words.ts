/** The words of the schema, and how the page says them. */

export const statuses = ["OCCURRED", "ONGOING", "PLANNED", "PROPOSED"] as const;
export type Status = (typeof statuses)[number];
export const statusLabel: Record<Status, string> = {
  OCCURRED: "Occurred",
  ONGOING: "Ongoing",
  PLANNED: "Planned",
  PROPOSED: "Proposed",
};

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
  STATED: "The text or the data set that it comes from says so itself.",
  CONFIRMED: "Someone entitled to know has confirmed it.",
  ALLEGED: "Someone claims it; the source does not make it its own.",
  DISPUTED: "Someone contests it or its weight.",
  DENIED: "Someone says that it is not so.",
};

export const codings = ["QUOTED", "SUGGESTED", "HAND_CODED", "MACHINE_CODED"] as const;
export type Coding = (typeof codings)[number];
export const codingLabel: Record<Coding, string> = {
  QUOTED: "Quoted",
  SUGGESTED: "Suggested and accepted",
  HAND_CODED: "Coded by people",
  MACHINE_CODED: "Coded by a program",
};
export const codingMeaning: Record<Coding, string> = {
  QUOTED: "A person read it: words of a document are quoted for it.",
  SUGGESTED: "A program found it in words of a document, and a person accepted it.",
  HAND_CODED: "People coded it for a data set; no words are quoted.",
  MACHINE_CODED: "A program coded it for a data set; nobody need have read the source.",
};

/** The registers that know entities by identifiers of theirs. */
export const schemeLabel: Record<string, string> = {
  acled: "ACLED",
  cameo: "CAMEO",
  ftm: "FollowTheMoney",
  geonames: "GeoNames",
  gw: "Correlates of War",
  isni: "ISNI",
  "iso3166-1": "ISO 3166-1",
  ucdp: "UCDP",
  wikidata: "Wikidata",
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
