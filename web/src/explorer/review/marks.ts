import { visible } from "../text/names";

/** Words of a text: from and to are offsets in Unicode code points, as the server counts. */
export interface Span {
  start: number;
  end: number;
}

/** Words that something is said of. */
export interface Marked extends Span {
  /** What the words are marked for. */
  id: string;
}

/** A part of a text that is shown alike throughout. */
export interface Piece extends Span {
  /** What is shown. It is the text itself, but for characters that nobody would see. */
  shown: string;
  /** It stands for a character that nobody would see, or that would turn what is around it. */
  unseen: boolean;
  /** Of what is marked, the ids of those that the part belongs to, in their order. */
  ids: string[];
}

/**
 * Parts a text where what is marked begins and ends. Marks may lie in one another and
 * overlap; those that are not in the text are left out.
 */
export function piecesOf(text: string, marked: readonly Marked[]): Piece[] {
  const points = Array.from(text);
  const within = marked.filter(({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= points.length);
  const edges = new Set([0, points.length, ...within.flatMap(({ start, end }) => [start, end])]);
  points.forEach((point, i) => {
    if (visible(point) !== point) edges.add(i).add(i + 1);
  });
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? start;
    const words = points.slice(start, end).join("");
    const shown = visible(words);
    return { start, end, shown, unseen: shown !== words, ids: within.filter((m) => m.start <= start && end <= m.end).map((m) => m.id) };
  });
}

/** The words of a span. */
export const wordsOf = (text: string, { start, end }: Span) => Array.from(text).slice(start, end).join("");

/** A span without blanks at its ends; undefined where there is nothing else. */
export function trimmed(text: string, { start, end }: Span): Span | undefined {
  const points = Array.from(text);
  let [from, to] = [Math.max(start, 0), Math.min(end, points.length)];
  while (from < to && /\s/u.test(points[from] ?? "")) from++;
  while (from < to && /\s/u.test(points[to - 1] ?? "")) to--;
  return from < to ? { start: from, end: to } : undefined;
}

/** How much of a text tells one place of some words from another, in code points. */
const context = 60;

/** Words with what stands around them, so that the server finds their one place. */
export function quoteOf(text: string, span: Span): { exact: string; prefix: string; suffix: string } {
  const points = Array.from(text);
  return {
    exact: points.slice(span.start, span.end).join(""),
    prefix: points.slice(Math.max(0, span.start - context), span.start).join(""),
    suffix: points.slice(span.end, span.end + context).join(""),
  };
}

/** Where some words stand within a span, whatever their capitals; as whole words, where they do. */
export function findWithin(text: string, span: Span, words: string): Span | undefined {
  const fold = (s: string) => Array.from(s).map((point) => point.toLowerCase());
  const all = fold(text).slice(span.start, span.end);
  const wanted = fold(words);
  if (wanted.length === 0) return undefined;
  const letter = (point: string | undefined) => point !== undefined && /[\p{L}\p{M}\p{N}]/u.test(point);
  const found: number[] = [];
  for (let i = 0; i + wanted.length <= all.length; i++) {
    if (wanted.every((point, j) => all[i + j] === point)) found.push(i);
  }
  const whole = found.find((i) => !letter(all[i - 1]) && !letter(all[i + wanted.length]));
  const at = whole ?? found[0];
  return at === undefined ? undefined : { start: span.start + at, end: span.start + at + wanted.length };
}
