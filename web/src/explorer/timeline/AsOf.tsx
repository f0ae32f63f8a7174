import { useMemo, useRef } from "react";
import { stopsOf } from "./stops";
import { useMoments } from "./useMoments";

interface Props {
  asOf?: string | undefined;
  /** Further is whether the slider was moved on, since it was taken hold of. */
  onAsOf: (moment: string | undefined, further: boolean) => void;
}

/** What had been recorded when: a slider over the moments at which that changed. */
export function AsOf({ asOf, onAsOf }: Props) {
  const moments = useMoments();
  const stops = useMemo(() => stopsOf(moments, asOf), [moments, asOf]);
  const now = stops.length;
  const moved = useRef(false);
  const letGo = () => {
    moved.current = false;
  };
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
          onPointerDown={letGo}
          onBlur={letGo}
          onChange={(event) => {
            onAsOf(stops[Number(event.target.value)], moved.current);
            moved.current = true;
          }}
        />
      </label>
      <output>{asOf === undefined ? "up to now" : `up to ${moment(asOf)}`}</output>
    </div>
  );
}

const moment = (value: string) => new Date(value).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
