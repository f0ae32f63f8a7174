import { inWords } from "../text/edtf";
import { Statement } from "../ui/Statement";
import type { Placed } from "./query";
import { texts } from "./texts";

interface Props {
  title: string;
  relations: readonly Placed[];
  selected: string | undefined;
  open: boolean;
  onToggle: (open: boolean) => void;
  onOpen: (id: string) => void;
  /** Leads back to what is in sight; undefined where that is listed. */
  onBack: (() => void) | undefined;
}

const most = 100;

/** Relations of the map, as text. */
export function MapList({ title, relations, selected, open, onToggle, onOpen, onBack }: Props) {
  return (
    <details
      className="map-list"
      open={open}
      onToggle={(event) => {
        onToggle(event.currentTarget.open);
      }}
    >
      <summary>{title}</summary>
      {open && (
        <>
          {onBack && (
            <button type="button" className="quiet" onClick={onBack}>
              {texts.back}
            </button>
          )}
          <ul tabIndex={0} aria-label={title}>
            {relations.slice(0, most).map((relation) => (
              <li key={relation.id}>
                <button
                  type="button"
                  className="cell-link"
                  aria-current={relation.id === selected || undefined}
                  onClick={() => {
                    onOpen(relation.id);
                  }}
                >
                  <Statement relation={relation} />
                  {relation.time && <span className="note"> {inWords(relation.time.edtf)}</span>}
                </button>
              </li>
            ))}
            {relations.length > most && <li className="note">{texts.more(relations.length - most)}</li>}
          </ul>
        </>
      )}
    </details>
  );
}
