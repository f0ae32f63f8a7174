import type { EntityKind, UpdateEntityInput } from "../../generated/graphql";

/** What of an entity a form corrects. */
export interface Draft {
  name: string;
  kind: EntityKind;
  description: string;
  aliases: string[];
}

/** The kind of the API for a type's name: OTHER_ACTOR for OtherActor. */
export const kindOf = (typename: string) => typename.replaceAll(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase() as EntityKind;

interface Entity {
  __typename: string;
  name: string;
  description: string | null;
  aliases: readonly string[];
}

export const draftOf = (entity: Entity): Draft => ({
  name: entity.name,
  kind: kindOf(entity.__typename),
  description: entity.description ?? "",
  aliases: [...entity.aliases],
});

/** The names that lines hold. */
export const namesIn = (lines: string) => [...new Set(lines.split("\n").map((line) => line.trim()))].filter((name) => name !== "");

/** What makes of the one draft the other; undefined where they are the same. */
export function changesOf(from: Draft, to: Draft): Omit<UpdateEntityInput, "id"> | undefined {
  const added = to.aliases.filter((name) => !from.aliases.includes(name) && name !== to.name);
  const removed = from.aliases.filter((name) => !to.aliases.includes(name));
  const changes = {
    ...(to.name !== from.name && { name: to.name }),
    ...(to.kind !== from.kind && { kind: to.kind }),
    ...(to.description !== from.description && { description: to.description }),
    ...(added.length > 0 && { addAliases: added }),
    ...(removed.length > 0 && { removeAliases: removed }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
