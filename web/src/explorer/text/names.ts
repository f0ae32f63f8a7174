/**
 * What would have a text read otherwise than it is written, without being seen:
 * controls, embeddings, overrides and isolates of direction, and characters
 * without a width but for those that join (emoji, Persian) and the marks that
 * Arabic and Hebrew need.
 */
const unseen = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** A name as it is written: what would turn or hide parts of it is spelt out, as ‹U+202E›. */
export function visible(name: string): string {
  return name
    .replaceAll(/[\u2028\u2029]/g, " ")
    .replaceAll(unseen, (c) => `‹U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`);
}

/** A name for a sentence that no markup surrounds: its direction is its own. */
export function isolated(name: string): string {
  return `\u2068${visible(name)}\u2069`;
}

/** A name on one line, cut where it is longer than so many characters. */
export function clipped(name: string, most: number): string {
  const points = Array.from(visible(name.replaceAll(/\s+/g, " ")));
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : points.join("");
}
