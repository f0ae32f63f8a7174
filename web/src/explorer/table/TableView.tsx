import { useMemo, useState } from "react";
import type { Model, Relation } from "../graph/model";
import { verbOf } from "../statement";
import { Name } from "../ui/Name";
import { DownloadIcon } from "../ui/icons";
import { inWords } from "../text/edtf";
import { columnNames, type Order } from "../view/view";
import { certaintyLabel, statusLabel } from "../words";
import { save } from "../download";
import { csv } from "./csv";
import { sorted, titles } from "./rows";

interface Props {
  model: Model;
  /** How many of how many there are, and whether that is all. */
  of: { says: string; all: boolean; known: boolean };
  /** The rows are the answer to a question before. */
  stale: boolean;
  order: Order;
  selected?: string | undefined;
  onOpen: (id: string) => void;
  onOrder: (order: Order) => void;
}

/** How many rows are there at once; more come on demand. */
const page = 200;

export function TableView({ model, of, stale, order, selected, onOpen, onOrder }: Props) {
  const [shown, setShown] = useState(page);
  const rows = useMemo(() => sorted(model.relations, order), [model, order]);

  function saveRows() {
    const head = ["id", "subject", "subject name", "type", "label", "object", "object name", "time (EDTF)", "status", "certainty", "recorded"];
    const body = rows.map((r) => [r.id, r.subject.id, r.subject.name, r.type.id, verbOf(r), r.object.id, r.object.name, r.time?.edtf ?? "", r.status, r.certainty, r.recordedAt]);
    save(fileName(rows.length, of), new Blob([csv([head, ...body])], { type: "text/csv;charset=utf-8" }));
  }

  return (
    <div className="table" data-stale={stale || undefined} aria-busy={stale}>
      <div className="table-head">
        <span role="status">{stale ? "From before the last change" : of.says}</span>
        <button type="button" className="quiet" onClick={saveRows} disabled={rows.length === 0 || stale} title={of.all ? undefined : "Not all that there is: the name of the file says so"}>
          <DownloadIcon />
          Download CSV{of.all || stale ? "" : of.known ? " of these" : " of what is known"}
        </button>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Relations">
        <table>
          <thead>
            <tr>
              {columnNames.map((name) => (
                <th key={name} aria-sort={order.by === name ? (order.down ? "descending" : "ascending") : undefined}>
                  <button
                    type="button"
                    onClick={() => {
                      onOrder({ by: name, down: order.by === name && !order.down });
                    }}
                  >
                    {titles[name]}
                    <span aria-hidden="true">{order.by === name ? (order.down ? " ↓" : " ↑") : ""}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((relation) => (
              <Row key={relation.id} relation={relation} open={relation.id === selected} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
        {rows.length > shown && (
          <button
            type="button"
            className="more"
            onClick={() => {
              setShown(shown + page);
            }}
          >
            {shown} of {rows.length.toLocaleString("en")} rows shown. Show more
          </button>
        )}
      </div>
    </div>
  );
}

/** A file that does not hold all says so where it lies. */
export function fileName(rows: number, of: Props["of"]): string {
  if (of.all) return "relations.csv";
  return of.known ? `relations, ${of.says.replaceAll(",", "")}.csv` : `relations, ${String(rows)} and perhaps more.csv`;
}

function Row({ relation, open, onOpen }: { relation: Relation; open: boolean; onOpen: (id: string) => void }) {
  return (
    <tr
      className={open ? "open" : undefined}
      aria-current={open || undefined}
      onClick={() => {
        onOpen(relation.id);
      }}
    >
      <td>
        <Name of={relation.subject.name} />
      </td>
      <td>
        <button
          type="button"
          className="cell-link"
          onClick={(event) => {
            event.stopPropagation();
            onOpen(relation.id);
          }}
        >
          {verbOf(relation)}
        </button>
      </td>
      <td>
        <Name of={relation.object.name} />
      </td>
      <td className="when">{relation.time && inWords(relation.time.edtf)}</td>
      <td>{statusLabel[relation.status]}</td>
      <td className={`certainty-${relation.certainty}`}>{certaintyLabel[relation.certainty]}</td>
    </tr>
  );
}
