import { useMemo } from "react";

interface Props {
  /** Moments at which something was recorded or retracted. */
  moments: readonly string[];
  asOf?: string | undefined;
  onAsOf: (moment: string | undefined) => void;
}

/** What had been recorded when: a slider over the moments at which that changed. */
export function AsOf({ moments, asOf, onAsOf }: Props) {
  const stops = useMemo(() => stopsOf(moments, asOf), [moments, asOf]);
  const now = stops.length;
  const at = asOf === undefined ? now : stops.findIndex((stop) => Date.parse(stop) >= Date.parse(asOf));
  return (
    <div className="as-of">
      <label>
        As recorded here
        <input
          type="range"
          min={0}
          max={now}
          value={at < 0 ? now : at}
          aria-valuetext={asOf === undefined ? "up to now" : `up to ${moment(asOf)}`}
          onChange={(event) => {
            onAsOf(stops[Number(event.target.value)]);
          }}
        />
      </label>
      <output>{asOf === undefined ? "up to now" : `up to ${moment(asOf)}`}</output>
    </div>
  );
}

/** One moment before anything was recorded, then each at which something was. */
export function stopsOf(moments: readonly string[], asOf: string | undefined): string[] {
  const given = [...moments, ...(asOf === undefined ? [] : [asOf])].map((m) => Date.parse(m)).filter((t) => !Number.isNaN(t));
  if (given.length === 0) return [];
  const seconds = given.map((t) => Math.ceil(t / 1000) * 1000);
  const times = [...new Set([Math.min(...seconds) - 60_000, ...seconds])].sort((a, b) => a - b);
  return times.map((t) => new Date(t).toISOString());
}

const moment = (value: string) => new Date(value).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
