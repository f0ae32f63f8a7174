import type { EntityKind, ReviseSuggestionInput, Stance, SuggestionPartFragment, SuggestRelationInput } from "../../generated/graphql";
import type { Certainty, Status } from "../words";

/** An end, a place or a speaker as it is chosen: a known thing, or one that would be made. */
export interface Chosen {
  id: string;
  name: string;
  kind: EntityKind | undefined;
  /** It is not known yet. */
  fresh: boolean;
  description?: string | undefined;
}

/** A claim while it is made or corrected. */
export interface Draft {
  subject: Chosen | undefined;
  object: Chosen | undefined;
  type: string;
  status: Status;
  certainty: Certainty;
  edtf: string;
  timeWords: string;
  places: Chosen[];
  attributions: { by: Chosen; stance: Stance }[];
  /** The words, as they stand in the article; what the server finds counts. */
  words: string;
}

type Suggested = SuggestionPartFragment["subject"];

const chosen = (e: Suggested): Chosen => ({ id: e.id, name: e.name, kind: e.kind, fresh: e.entity === null });

/** A suggestion, as the fields have it. */
export const draftOf = (s: SuggestionPartFragment): Draft => ({
  subject: chosen(s.subject),
  object: chosen(s.object),
  type: s.type.id,
  status: s.status,
  certainty: s.certainty,
  edtf: s.time?.edtf ?? "",
  timeWords: s.timeWords ?? "",
  places: s.places.map(chosen),
  attributions: s.attributions.map(({ by, stance }) => ({ by: chosen(by), stance })),
  words: s.evidence[0]?.exact ?? "",
});

/** A claim of which nothing is known but its words. */
export const emptyDraft = (words: string): Draft => ({
  subject: undefined, object: undefined, type: "", status: "OCCURRED", certainty: "STATED", edtf: "", timeWords: "", places: [], attributions: [], words,
});

/** Something that would be made, by a name of its own among those that are. */
export const fresh = (name: string, kind: EntityKind, description?: string): Chosen => ({
  // The server makes its own id of the name.
  id: `new-${Array.from(name.toLowerCase()).map((c) => (/[a-z0-9]/.test(c) ? c : "-")).join("").slice(0, 60)}-${kind.toLowerCase().replace("_", "-")}`,
  name, kind, fresh: true, description,
});

export const isSame = (a: Draft, b: Draft) => JSON.stringify(a) === JSON.stringify(b);

const made = (all: readonly (Chosen | undefined)[]) => {
  const news = new Map(all.filter((e) => e?.fresh && e.kind).map((e) => [e?.id, e]));
  return [...news.values()].map((e) => ({ id: e?.id ?? "", kind: e?.kind ?? ("PERSON" as const), name: e?.name ?? "", ...(e?.description && { description: e.description }) }));
};

const sameAs = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const timeOf = ({ edtf, timeWords }: Draft) => ({
  edtf: edtf.trim(),
  ...(timeWords.trim() !== "" && { words: timeWords.trim() }),
  inferred: timeWords.trim() !== "" && !timeWords.includes(edtf.trim()),
});

/** Where words stand in a document. */
export interface Quoted {
  exact: string;
  prefix?: string;
  suffix?: string;
}

/** What has to be revised of a suggestion for it to be as drafted; the words only where others are given. */
export function revisionOf(s: SuggestionPartFragment, draft: Draft, words: Quoted | undefined): ReviseSuggestionInput {
  const was = draftOf(s);
  const { subject, object } = draft;
  const ends = [subject, object, ...draft.places, ...draft.attributions.map((a) => a.by)];
  const input: ReviseSuggestionInput = { id: s.id };
  if (subject && !sameAs(subject, was.subject)) input.subject = subject.id;
  if (object && !sameAs(object, was.object)) input.object = object.id;
  if (draft.type !== was.type) input.type = draft.type;
  if (draft.status !== was.status) input.status = draft.status;
  if (draft.certainty !== was.certainty) input.certainty = draft.certainty;
  if (draft.edtf !== was.edtf || draft.timeWords !== was.timeWords) input.time = timeOf(draft);
  if (!sameAs(draft.places, was.places)) input.places = draft.places.map((p) => p.id);
  if (!sameAs(draft.attributions, was.attributions)) input.attributions = draft.attributions.map(({ by, stance }) => ({ by: by.id, stance }));
  const quoted = words ?? (draft.words !== was.words ? { exact: draft.words } : undefined);
  if (quoted) input.evidence = [{ document: s.document.id, ...quoted }];
  // What the suggestion itself would make is known to the server, with what it is described as.
  const before = [was.subject, was.object, ...was.places, ...was.attributions.map((a) => a.by)];
  const newEntities = made(ends.filter((e) => !before.some((b) => sameAs(b, e))));
  if (newEntities.length > 0) input.newEntities = newEntities;
  return input;
}

/** What is suggested; undefined while an end or the type is missing. */
export function suggestionOf(draft: Draft, document: string, words: Quoted): SuggestRelationInput | undefined {
  const { subject, object, type } = draft;
  if (!subject || !object || type === "") return undefined;
  const newEntities = made([subject, object, ...draft.places, ...draft.attributions.map((a) => a.by)]);
  return {
    type, subject: subject.id, object: object.id, status: draft.status, certainty: draft.certainty,
    ...(draft.edtf.trim() !== "" && { time: timeOf(draft) }),
    ...(draft.places.length > 0 && { places: draft.places.map((p) => p.id) }),
    ...(draft.attributions.length > 0 && { attributions: draft.attributions.map(({ by, stance }) => ({ by: by.id, stance })) }),
    evidence: [{ document, ...words }],
    ...(newEntities.length > 0 && { newEntities }),
  };
}
