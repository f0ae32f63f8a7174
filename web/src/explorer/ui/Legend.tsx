import { families, familyLabel } from "../families";
import { isHostile, type Line } from "../graph/lines";
import { largeFrom } from "../graph/layout";
import type { Model } from "../graph/model";
import type { View } from "../view/view";
import { codingMeaning, kindLabel, kindNames } from "../words";
import { toggled } from "./Filters";
import { KindMark, LineMark } from "./marks";

interface Props {
  view: View;
  model: Model;
  lines: readonly Line[];
  onView: (next: View) => void;
}

/** What shapes, colours and lines mean. A kind is hidden and shown from here. */
export function Legend({ view, model, lines, onView }: Props) {
  const kinds = new Set([...model.entities.values()].map((entity) => entity.kind));
  const shown = new Set(lines.flatMap((line) => line.counts.map(([family]) => family)));
  const mixed = lines.filter((line) => line.family === "mixed");
  const looks = new Set(lines.map((line) => line.look));
  const onlyQuoted = view.coding.length === 1 && view.coding[0] === "QUOTED";
  return (
    <div className="legend">
      <div role="group" aria-label="Kinds of entities: press to hide or show">
        {kindNames
          .filter((kind) => kinds.has(kind) || view.hidden.includes(kind))
          .map((kind) => (
            <button
              key={kind}
              type="button"
              className="legend-kind"
              aria-pressed={!view.hidden.includes(kind)}
              title={view.hidden.includes(kind) ? `Show: ${kindLabel[kind]}` : `Hide: ${kindLabel[kind]}`}
              onClick={() => {
                onView({ ...view, hidden: toggled(view.hidden, kind), at: undefined });
              }}
            >
              <KindMark kind={kind} />
              {kindLabel[kind]}
            </button>
          ))}
      </div>
      <ul aria-label="Lines">
        {families
          .filter((family) => shown.has(family))
          .map((family) => (
            <li key={family}>
              <LineMark family={family} look="sure" />
              {familyLabel[family]}
            </li>
          ))}
        {mixed.length > 0 && (
          <li>
            <LineMark family="mixed" look="sure" />
            several of these
          </li>
        )}
        {mixed.some(isHostile) && (
          <li>
            <LineMark family="mixed" look="sure" hostile />
            several, force among them
          </li>
        )}
      </ul>
      {lines.length > largeFrom ? (
        <p className="note">Of so many lines, those that are not facts (planned, proposed, alleged, disputed, denied) and those that a program coded are drawn paler.</p>
      ) : (
        <ul aria-label="Strokes">
          <li>
            <LineMark family="other" look="planned" /> planned or proposed
          </li>
          <li>
            <LineMark family="other" look="alleged" /> alleged or disputed
          </li>
          <li>
            <LineMark family="other" look="denied" /> denied
          </li>
          {looks.has("partly") && (
            <li>
              <LineMark family="other" look="partly" /> several, not all of which are facts
            </li>
          )}
          <li>
            <LineMark family="other" look="sure" coded /> coded by a program
          </li>
          <li>
            <span className="bundle-mark" aria-hidden="true">
              3 × met with
            </span>{" "}
            several relations: click to unfold
          </li>
        </ul>
      )}
      <button
        type="button"
        aria-pressed={onlyQuoted}
        title={codingMeaning.QUOTED}
        onClick={() => {
          onView({ ...view, coding: onlyQuoted ? [] : ["QUOTED"], at: undefined });
        }}
      >
        Only what is quoted
      </button>
    </div>
  );
}
