/** One unit of time: how many relations start in it. */
export interface Bar {
  start: string;
  end: string;
  count: number;
  /** Whether units without any lie between this one and the one before. */
  gap: boolean;
}

export type Bucket = "DAY" | "WEEK" | "MONTH" | "YEAR";

/** Marks the gaps, which an axis of bars alone would hide. */
export function withGaps(buckets: readonly { start: string; end: string; count: number }[]): Bar[] {
  return buckets.map((bucket, i) => {
    const before = buckets[i - 1];
    return { ...bucket, gap: before !== undefined && nextDay(before.end) !== bucket.start };
  });
}

/** The unit to count by instead, where months are too few to see anything or too many. */
export function finerOrCoarser(months: number): Bucket {
  if (months <= 6) return "DAY";
  return months > 60 ? "YEAR" : "MONTH";
}

export function nextDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** The bars that a range of days touches, as the first and last index; undefined where it touches none. */
export function touched(bars: readonly Bar[], since?: string, until?: string): [number, number] | undefined {
  const within = bars.flatMap((bar, i) => ((since ?? "") <= bar.end && bar.start <= (until ?? "9999-12-31") ? [i] : []));
  const [first] = within;
  return first === undefined ? undefined : [first, within[within.length - 1] ?? first];
}
