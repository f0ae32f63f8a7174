import { type PointerEvent, useRef, useState } from "react";
import { timelineQuery } from "../api/queries";
import { AsGraphQL } from "../ui/AsGraphQL";
import { inWords } from "../text/edtf";
import { useAnswer } from "../api/useAnswer";
import { filterOf } from "../view/filter";
import { DayField } from "./DayField";
import { type View } from "../view/view";
import { finerOrCoarser, touched, withGaps } from "./bars";

interface Props {
  view: View;
  /** The entities that it is about; undefined for the whole graph. */
  scope: string[] | undefined;
  /** Whether it is known yet what it is about. */
  ready: boolean;
  onRange: (since: string | undefined, until: string | undefined) => void;
}

/** How many relations begin when, with a brush that narrows the view. */
export function Timeline({ view, scope, ready, onRange }: Props) {
  const filter = { ...filterOf({ ...view, since: undefined, until: undefined }), ...(scope && { with: scope }) };
  const asks = ready && scope?.length !== 0;
  const months = useAnswer(timelineQuery, { filter, bucket: "MONTH" as const, asOf: view.asOf }, asks);
  const bucket = finerOrCoarser(months.data?.timeline.length ?? 0);
  const variables = { filter, bucket, asOf: view.asOf };
  const answer = useAnswer(timelineQuery, variables, asks && months.data !== undefined && !months.stale);
  const error = months.error ?? answer.error;
  const bars = withGaps(answer.data?.timeline ?? []);
  const [drag, setDrag] = useState<[number, number]>();
  const strip = useRef<HTMLDivElement>(null);
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const ranged = view.since !== undefined || view.until !== undefined;
  const range = drag ? ([Math.min(...drag), Math.max(...drag)] as const) : ranged ? touched(bars, view.since, view.until) : undefined;

  function indexAt(event: PointerEvent): number {
    const box = strip.current?.getBoundingClientRect();
    if (!box) return 0;
    const index = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(Math.max(index, 0), bars.length - 1);
  }

  function finish() {
    if (!drag) return;
    const first = bars[Math.min(...drag)];
    const last = bars[Math.max(...drag)];
    setDrag(undefined);
    if (first && last) onRange(first.start, last.end);
  }

  return (
    <section className="timeline" aria-label="When">
      <div className="timeline-head">
        <h2>When</h2>
        <DayField
          label="from"
          day={view.since}
          refuse={(day) => (view.until !== undefined && day > view.until ? `after ${inWords(view.until)}` : undefined)}
          onDay={(day) => {
            onRange(day, view.until);
          }}
        />
        <DayField
          label="to"
          day={view.until}
          refuse={(day) => (view.since !== undefined && day < view.since ? `before ${inWords(view.since)}` : undefined)}
          onDay={(day) => {
            onRange(view.since, day);
          }}
        />
        {ranged ? (
          <>
            <button
              type="button"
              className="quiet"
              onClick={() => {
                onRange(undefined, undefined);
              }}
            >
              All times
            </button>
            <span className="note">What has no date is left out.</span>
          </>
        ) : (
          <span className="note wide">Plans and claims count too. Drag across the bars to choose a time.</span>
        )}
        <AsGraphQL query={timelineQuery} variables={variables} of="the timeline" />
      </div>
      {bars.length > 0 && (
        <div
          className="bars"
          data-stale={answer.stale || undefined}
          ref={strip}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const i = indexAt(event);
            setDrag([i, i]);
          }}
          onPointerMove={(event) => {
            if (drag) setDrag([drag[0], indexAt(event)]);
          }}
          onPointerUp={finish}
          onPointerCancel={() => {
            setDrag(undefined);
          }}
        >
          {bars.map((bar, i) => (
            <div
              key={bar.start}
              className={["bar", bar.gap && "gap", range && (i < range[0] || i > range[1]) && "out"].filter(Boolean).join(" ")}
              title={`${spanInWords(bar.start, bar.end)}: ${String(bar.count)}`}
            >
              <span className="column">
                <span style={{ height: `${String(Math.max(8, (bar.count / most) * 100))}%` }} />
              </span>
              {labelled(i, bars.length) && <span className="tick">{tick(bar.start, bucket)}</span>}
            </div>
          ))}
        </div>
      )}
      {error && (
        <p className="note" role="alert">
          {bars.length > 0 ? "These bars are from before: no answer." : "No answer."} {error.message}{" "}
          <button
            type="button"
            className="quiet"
            onClick={() => {
              months.again();
              answer.again();
            }}
          >
            Try again
          </button>
        </p>
      )}
      {bars.length === 0 && answer.data && !answer.stale && <p className="note">Nothing that is shown has a first day.</p>}
    </section>
  );
}

const labelled = (i: number, bars: number) => i % Math.ceil(bars / 12) === 0;

function tick(day: string, bucket: string): string {
  if (bucket === "YEAR") return day.slice(0, 4);
  const options = bucket === "MONTH" ? { month: "short", year: "2-digit" } as const : { day: "numeric", month: "short", year: "2-digit" } as const;
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { ...options, timeZone: "UTC" });
}

const spanInWords = (start: string, end: string) => inWords(start === end ? start : `${start}/${end}`);
