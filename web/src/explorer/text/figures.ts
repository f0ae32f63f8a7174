import type { PointPartFragment, Precision, QuantityKind } from "../../generated/graphql";

const precisionText: Record<Precision, (at: string) => string> = {
  EXACT: (at) => at,
  NEAR: (at) => `near ${at}, within some 25 km`,
  TOWN: (at) => `somewhere in the town at ${at}`,
  DISTRICT: (at) => `somewhere in the district around ${at}`,
  PROVINCE: (at) => `somewhere in a province; ${at} only stands for all of it`,
  COUNTRY: (at) => `somewhere in a country; ${at} only stands for all of it`,
  SEA: (at) => `somewhere on a sea; ${at} only stands for all of it`,
  UNKNOWN: (at) => `${at}, how closely is not told`,
};

/** Where a point is, and how closely it tells that. */
export function pointText({ latitude, longitude, precision }: PointPartFragment): string {
  return precisionText[precision](`${degrees(latitude, "N", "S")}, ${degrees(longitude, "E", "W")}`);
}

const degrees = (value: number, above: string, below: string) => `${figure(Math.abs(value))}° ${value < 0 ? below : above}`;

const kindText: Record<QuantityKind, (subject: string, object: string) => string> = {
  DEATHS: () => "Deaths",
  DEATHS_SUBJECT: (subject) => `Deaths on the side of ${subject}`,
  DEATHS_OBJECT: (_, object) => `Deaths on the side of ${object}`,
  DEATHS_CIVILIANS: () => "Deaths of civilians",
  DEATHS_UNKNOWN: () => "Deaths on a side that is not known",
  INJURED: () => "Injured",
  DISPLACED: () => "Displaced",
  MONEY: () => "Money",
  STRENGTH: () => "Took part",
};

/** What is counted, in a relation of these two. */
export const quantityKindText = (kind: QuantityKind, subject: string, object: string) => kindText[kind](subject, object);

interface Amount {
  low: number | null;
  best: number | null;
  high: number | null;
  unit: string | null;
}

/** How many, or how much: as the source takes it to be, and between what. */
export function quantityText({ low, best, high, unit }: Amount): string {
  const between = range(low ?? undefined, high ?? undefined);
  const certain = best === null ? undefined : figure(best);
  const text = certain === undefined ? between : between === undefined || between === certain ? certain : `${certain} (${between})`;
  return `${text ?? ""}${unit ? ` ${unit}` : ""}`;
}

function range(low: number | undefined, high: number | undefined): string | undefined {
  if (low === undefined) return high === undefined ? undefined : `at most ${figure(high)}`;
  if (high === undefined) return `at least ${figure(low)}`;
  return low === high ? figure(low) : `${figure(low)} to ${figure(high)}`;
}

const figure = (n: number) => n.toLocaleString("en", { maximumFractionDigits: 6 });

/** How many say a thing, and how many of them by themselves. */
export function sourcesText({ count, independent }: { count: number; independent: number }): string {
  if (count === 1) return "One document or data set";
  if (independent === count) return `${figure(count)} documents and data sets`;
  return `${figure(count)} documents and data sets; without copies of one text, ${figure(independent)}`;
}
