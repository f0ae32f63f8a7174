import { useRef, useState } from "react";

interface Props {
  label: string;
  /** The day that is chosen, as YYYY-MM-DD. */
  day: string | undefined;
  /** Why a day cannot be chosen; undefined where it can. */
  refuse: (day: string) => string | undefined;
  onDay: (day: string | undefined) => void;
}

/** Whether a year is typed to its end, after which Tab may stay in the field for its calendar. */
const isWhole = (day: string) => /^[1-9]\d{3}-/.test(day);

/**
 * A day that is chosen once it is typed to its end: on Enter, or when the field
 * is left. While a year is typed, browsers report the years 2, 20 and 202. A day
 * that is picked with the mouse is chosen at once.
 */
export function DayField({ label, day, refuse, onDay }: Props) {
  const [typed, setTyped] = useState<string>();
  const [reason, setReason] = useState<string>();
  const typing = useRef(false);

  function choose(value: string) {
    typing.current = false;
    const next = value || undefined;
    const refused = next && refuse(next);
    setReason(refused);
    if (refused) return;
    setTyped(undefined);
    if (next !== day) onDay(next);
  }

  return (
    <label>
      {label}
      <input
        type="date"
        value={typed ?? day ?? ""}
        aria-invalid={reason !== undefined}
        title={reason}
        onKeyDown={(event) => {
          if (event.key === "Enter") choose(event.currentTarget.value);
          else if (event.key !== "Tab") typing.current = true;
          else if (typed !== undefined && isWhole(typed)) choose(typed);
        }}
        onPointerDown={() => {
          typing.current = false;
        }}
        onChange={(event) => {
          if (typing.current) setTyped(event.target.value);
          else choose(event.target.value);
        }}
        onBlur={(event) => {
          if (typed !== undefined) choose(event.target.value);
        }}
      />
      {reason && (
        <span className="refused" role="alert">
          {reason}
        </span>
      )}
    </label>
  );
}
