/** Made-up things, for tests. */
import type { Relation } from "./model";

const kinds = { ann: "Person", ben: "Person", cup: "Country", deal: "Proposal", town: "Place" } as const;
export type Id = keyof typeof kinds;

export function entity(id: Id) {
  return { __typename: kinds[id], id, name: id.toUpperCase(), unnamed: false };
}

export function relation(id: string, subject: Id, type: string, object: Id, more: Partial<Relation> = {}): Relation {
  return {
    id,
    type: { id: type, label: type },
    subject: entity(subject),
    object: entity(object),
    status: "OCCURRED",
    certainty: "STATED",
    coding: "QUOTED",
    time: null,
    recordedAt: "2025-12-01T00:00:00Z",
    ...more,
  };
}
