import type { SuggestionPartFragment } from "../../generated/graphql";
import { reservationOf } from "../statement";
import { inWords } from "../text/edtf";

/** What of a suggestion is said in words. */
export type Claimed = Pick<SuggestionPartFragment, "status" | "certainty"> & {
  subject: { name: string };
  object: { name: string };
  type: { label: string };
  time: { edtf: string } | null;
  places: readonly { name: string }[];
  attributions: readonly { by: { name: string }; stance: string }[];
};

/** A part of a sentence: words of ours, or a name of the article. */
export type Word = string | { name: string };

/** A claim in plain words: “Odrana accused Kestria, on 9 June 2026; said by Odrana; alleged”. */
export function wordsOfClaim({ subject, object, type, time, places, attributions, ...how }: Claimed): Word[] {
  const words: Word[] = [{ name: subject.name }, ` ${type.label} `, { name: object.name }];
  if (time) words.push(`, ${dated(time.edtf)}`);
  places.forEach((place, i) => {
    words.push(i === 0 ? ", in " : " and ", { name: place.name });
  });
  attributions.forEach(({ by }, i) => {
    words.push(i === 0 ? "; said by " : " and ", { name: by.name });
  });
  const reservation = reservationOf(how);
  if (reservation) words.push(`; ${reservation}`);
  return words;
}

/** The same without markup. */
export const sentenceOfClaim = (claim: Claimed) =>
  wordsOfClaim(claim)
    .map((word) => (typeof word === "string" ? word : word.name))
    .join("");

/** A day with the word that goes before it. */
function dated(edtf: string): string {
  const words = inWords(edtf);
  if (edtf.includes("/")) return words;
  if (/^\d{4}-\d{2}-\d{2}$/.test(edtf)) return `on ${words}`;
  return /^\d{4}(-\d{2})?$/.test(edtf) ? `in ${words}` : words;
}
