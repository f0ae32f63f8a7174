import { useId, useState } from "react";
import { DayField } from "../timeline/DayField";
import { type Box, boxOf, farthest, type Side, sideLabel, sides } from "../view/box";
import { CloseIcon } from "./icons";
import { Name } from "./Name";

interface ChosenProps {
  values: readonly string[];
  /** What a value is called; the value itself if not given. */
  nameOf?: (value: string) => string;
  onDrop: (value: string) => void;
}

/** What is chosen, each of which a click takes away. */
export function Chosen({ values, nameOf = (value) => value, onDrop }: ChosenProps) {
  if (values.length === 0) return null;
  return (
    <ul className="chosen">
      {values.map((value) => (
        <li key={value}>
          <button
            type="button"
            aria-label={`Clear ${nameOf(value)}`}
            title="Clear"
            onClick={() => {
              onDrop(value);
            }}
          >
            <Name of={nameOf(value)} />
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Adds a publisher by name; those that are known are offered. */
export function PublisherField({ known, onPublisher }: { known: readonly string[]; onPublisher: (name: string) => void }) {
  const [typed, setTyped] = useState("");
  const list = useId();
  const name = typed.trim();
  return (
    <form
      className="adding"
      onSubmit={(event) => {
        event.preventDefault();
        if (name === "") return;
        setTyped("");
        onPublisher(name);
      }}
    >
      <input
        type="text"
        list={list}
        aria-label="A publisher"
        placeholder="Name a publisher"
        maxLength={500}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <datalist id={list}>
        {known.map((publisher) => (
          <option key={publisher} value={publisher} />
        ))}
      </datalist>
      <button type="submit" disabled={name === ""} aria-label="Add the publisher">
        Add
      </button>
    </form>
  );
}

const dayOf = (moment: string) => new Date(moment).toISOString().slice(0, 10);

/** Chooses what was recorded since the start of a day, in UTC. */
export function SinceField({ since, onSince }: { since: string | undefined; onSince: (moment: string | undefined) => void }) {
  return (
    <fieldset>
      <legend>Recorded since</legend>
      <Chosen
        values={since === undefined ? [] : [since]}
        nameOf={(moment) => new Date(moment).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })}
        onDrop={() => {
          onSince(undefined);
        }}
      />
      <DayField
        label="Day (UTC)"
        day={since && dayOf(since)}
        refuse={() => undefined}
        onDay={(day) => {
          onSince(day && `${day}T00:00:00Z`);
        }}
      />
    </fieldset>
  );
}

const empty: Record<Side, string> = { west: "", south: "", east: "", north: "" };

/** Chooses what happened between two meridians and two parallels. */
export function BoxField({ box, onBox }: { box: Box | undefined; onBox: (box: Box | undefined) => void }) {
  const [typed, setTyped] = useState<Record<Side, string>>(box ? textOf(box) : empty);
  const [problem, setProblem] = useState("");
  const message = useId();
  return (
    <fieldset>
      <legend>Within degrees</legend>
      <form
        className="box-fields"
        onSubmit={(event) => {
          event.preventDefault();
          const read = boxOf(typed);
          setProblem("problem" in read ? read.problem : "");
          if ("box" in read) onBox(read.box);
        }}
      >
        {sides.map((side) => (
          <label key={side}>
            <span>{sideLabel[side]}</span>
            <input
              type="text"
              inputMode="decimal"
              placeholder={`−${String(farthest[side])} to ${String(farthest[side])}`}
              aria-describedby={problem ? message : undefined}
              value={typed[side]}
              onChange={(event) => {
                setTyped({ ...typed, [side]: event.target.value });
              }}
            />
          </label>
        ))}
        <button type="submit">Look there</button>
        {box && (
          <button
            type="button"
            onClick={() => {
              onBox(undefined);
            }}
          >
            Anywhere
          </button>
        )}
      </form>
      {problem && (
        <p id={message} className="refused" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

const textOf = (box: Box): Record<Side, string> => ({ west: String(box.west), south: String(box.south), east: String(box.east), north: String(box.north) });
