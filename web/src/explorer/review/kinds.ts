import type { EntityKind } from "../../generated/graphql";
import { type EntityKindName, kindLabel, kindNames } from "../words";

/** The kinds that entities have, as the API's enum and as its types are called. */
const typeOf: Record<EntityKind, EntityKindName> = {
  PERSON: "Person", ORGANIZATION: "Organization", COUNTRY: "Country", GROUP: "Group", OTHER_ACTOR: "OtherActor",
  PLACE: "Place", EVENT: "Event", PROPOSAL: "Proposal", PROVISION: "Provision", REPORT: "Report",
};

export const kinds = Object.keys(typeOf) as EntityKind[];
export const kindName = (kind: EntityKind) => typeOf[kind];
export const kindText = (kind: EntityKind) => kindLabel[typeOf[kind]];
export const kindOf = (name: EntityKindName | undefined) => (name && kindNames.includes(name) ? kinds.find((kind) => typeOf[kind] === name) : undefined);
