import { useState } from "react";
import type { EntityKind } from "../../generated/graphql";
import { BoxField, Chosen, PublisherField, SinceField } from "./FilterFields";
import { LineMark } from "./marks";
import { SearchBox } from "./SearchBox";
import type { Vocabulary } from "../view/useGraph";
import { boxText } from "../view/box";
import { isFiltered, mostCenters, unfiltered, type View } from "../view/view";
import { familyOf } from "../families";
import { certainties, certaintyLabel, certaintyMeaning, codingLabel, codingMeaning, codings, statuses, statusLabel } from "../words";

interface Props {
  view: View;
  vocabulary: Pick<Vocabulary, "types" | "datasets" | "publishers">;
  nameOf: (id: string) => string;
  onView: (next: View) => void;
}

const speakers: EntityKind[] = ["PERSON", "ORGANIZATION", "COUNTRY", "GROUP", "OTHER_ACTOR", "REPORT", "PLACE"];
const grounds: EntityKind[] = ["PLACE", "COUNTRY"];

/** Chooses the relations that are shown. */
export function Filters({ view, vocabulary: { types, datasets, publishers }, nameOf, onView }: Props) {
  const [find, setFind] = useState("");
  const wanted = find.trim().toLowerCase();
  const listed = [...types].filter(([id, type]) => view.types.includes(id) || type.label.toLowerCase().includes(wanted));
  return (
    <div className="filters">
      <fieldset>
        <legend>Status</legend>
        {statuses.map((status) => (
          <Check
            key={status}
            label={statusLabel[status]}
            checked={view.status.includes(status)}
            onChange={() => {
              onView({ ...view, status: toggled(view.status, status) });
            }}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>Certainty</legend>
        {certainties.map((certainty) => (
          <Check
            key={certainty}
            label={certaintyLabel[certainty]}
            title={certaintyMeaning[certainty]}
            checked={view.certainty.includes(certainty)}
            onChange={() => {
              onView({ ...view, certainty: toggled(view.certainty, certainty) });
            }}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>In whose word</legend>
        {codings.map((coding) => (
          <Check
            key={coding}
            label={codingLabel[coding]}
            title={codingMeaning[coding]}
            checked={view.coding.includes(coding)}
            onChange={() => {
              onView({ ...view, coding: toggled(view.coding, coding) });
            }}
          />
        ))}
      </fieldset>
      {(datasets.length > 0 || view.datasets.length > 0) && (
        <fieldset>
          <legend>Data set</legend>
          {[...new Set([...datasets, ...view.datasets])].map((dataset) => (
            <Check
              key={dataset}
              label={dataset}
              checked={view.datasets.includes(dataset)}
              onChange={() => {
                onView({ ...view, datasets: toggled(view.datasets, dataset) });
              }}
            />
          ))}
        </fieldset>
      )}
      <fieldset className="types">
        <legend>Relation</legend>
        <input
          type="search"
          placeholder="Find a relation"
          aria-label="Find a relation type"
          value={find}
          onChange={(event) => {
            setFind(event.target.value);
          }}
        />
        <div className="type-list">
          {listed.slice(0, 100).map(([id, type]) => (
            <Check
              key={id}
              label={type.label}
              checked={view.types.includes(id)}
              mark={<LineMark family={familyOf(id, type.plover)} look="sure" />}
              onChange={() => {
                onView({ ...view, types: toggled(view.types, id) });
              }}
            />
          ))}
          {listed.length > 100 && <p className="note">100 of {listed.length}: type to find the others.</p>}
          {listed.length === 0 && <p className="note">No relation is called that.</p>}
        </div>
      </fieldset>
      <fieldset>
        <legend>Said by</legend>
        <Chosen values={view.attributedTo} nameOf={nameOf} onDrop={(id) => { onView({ ...view, attributedTo: toggled(view.attributedTo, id) }); }} />
        <SearchBox asOf={view.asOf} label="Who said it" placeholder="Find who said it" kinds={speakers} onEntity={(id) => { onView({ ...view, attributedTo: withOne(view.attributedTo, id) }); }} />
      </fieldset>
      <fieldset>
        <legend>Where</legend>
        <Chosen values={view.places} nameOf={nameOf} onDrop={(id) => { onView({ ...view, places: toggled(view.places, id) }); }} />
        <SearchBox asOf={view.asOf} label="A place or state that it happened in" placeholder="Find a place or state" kinds={grounds} onEntity={(id) => { onView({ ...view, places: withOne(view.places, id) }); }} />
        <p className="note">With what lies in it.</p>
      </fieldset>
      <BoxField key={view.bbox && boxText(view.bbox)} box={view.bbox} onBox={(bbox) => { onView({ ...view, bbox }); }} />
      <fieldset>
        <legend>Published by</legend>
        <Chosen values={view.publishers} onDrop={(name) => { onView({ ...view, publishers: toggled(view.publishers, name) }); }} />
        <PublisherField known={publishers} onPublisher={(name) => { onView({ ...view, publishers: withOne(view.publishers, name) }); }} />
      </fieldset>
      <SinceField since={view.recordedSince} onSince={(recordedSince) => { onView({ ...view, recordedSince }); }} />
      {(isFiltered(view) || view.hidden.length > 0 || view.asOf) && (
        <button
          type="button"
          onClick={() => {
            onView(unfiltered(view));
          }}
        >
          Clear all filters
        </button>
      )}
    </div>
  );
}

interface CheckProps {
  label: string;
  title?: string;
  checked: boolean;
  mark?: React.ReactNode;
  onChange: () => void;
}

function Check({ label, title, checked, mark, onChange }: CheckProps) {
  return (
    <label className="check" title={title}>
      <input type="checkbox" checked={checked} onChange={onChange} />
      {mark}
      <span>{label}</span>
    </label>
  );
}

export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/** A list with an item at its end; a link holds so many. */
const withOne = (list: readonly string[], item: string) => [...list.filter((other) => other !== item), item].slice(-mostCenters);
