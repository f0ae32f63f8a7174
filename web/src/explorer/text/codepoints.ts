/** A text cut where some words stand in it. */
export interface Cut {
  before: string;
  words: string;
  after: string;
}

/**
 * Cuts a text at offsets in Unicode code points, as evidence has them. JavaScript
 * counts UTF-16 units, of which an emoji has two. Undefined where the offsets
 * are not in the text.
 */
export function cut(text: string, start: number, end: number): Cut | undefined {
  const from = unitOffset(text, start);
  const to = unitOffset(text, end);
  if (from === undefined || to === undefined || from > to) return undefined;
  return { before: text.slice(0, from), words: text.slice(from, to), after: text.slice(to) };
}

/** The offset in UTF-16 units of the code point that has this offset in code points. */
export function unitOffset(text: string, points: number): number | undefined {
  if (!Number.isInteger(points) || points < 0) return undefined;
  let units = 0;
  for (let n = 0; n < points; n++) {
    const point = text.codePointAt(units);
    if (point === undefined) return undefined;
    units += point > 0xffff ? 2 : 1;
  }
  return units;
}

/** The end of a text, at most this many units, from a word's or character's start on. */
export function tail(text: string, most: number): string {
  if (text.length <= most) return text;
  const rest = text.slice(-most);
  return rest.slice(Math.max(rest.search(/\s/) + 1, loneSurrogate(rest.charCodeAt(0)) ? 1 : 0));
}

/** The start of a text, at most this many units, up to a word's or character's end. */
export function head(text: string, most: number): string {
  if (text.length <= most) return text;
  const rest = text.slice(0, most);
  const space = rest.search(/\s\S*$/);
  if (space > 0) return rest.slice(0, space);
  return isHighSurrogate(rest.charCodeAt(rest.length - 1)) ? rest.slice(0, -1) : rest;
}

const loneSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
