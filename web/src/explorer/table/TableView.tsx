import { useMemo, useState } from "react";
import type { Model, Relation } from "../graph/model";
import { DownloadIcon } from "../ui/icons";
import { inWords } from "../text/edtf";
import { columnNames, type Order } from "../view/view";
import { certaintyLabel, statusLabel } from "../words";
import { save } from "../download";
import { csv } from "./csv";
import { sorted, titles } from "./rows";

interface Props {
  model: Model;
  order: Order;
  selected?: string | undefined;
  onOpen: (id: string) => void;
  onOrder: (order: Order) => void;
}

/** How many rows are there at once; more come on demand. */
const page = 200;

export function TableView({ model, order, selected, onOpen, onOrder }: Props) {
  const [shown, setShown] = useState(page);
  const rows = useMemo(() => sorted(model.relations, order), [model, order]);

  function saveRows() {
    const head = ["id", "subject", "subject name", "type", "label", "object", "object name", "time (EDTF)", "status", "certainty", "recorded"];
    const body = rows.map((r) => [r.id, r.subject.id, r.subject.name, r.type.id, r.type.label, r.object.id, r.object.name, r.time?.edtf ?? "", r.status, r.certainty, r.recordedAt]);
    save("relations.csv", new Blob([csv([head, ...body])], { type: "text/csv;charset=utf-8" }));
  }

  return (
    <div className="table">
      <div className="table-head">
        <span>{rows.length === 1 ? "1 relation" : `${rows.length.toLocaleString("en")} relations`}</span>
        <button type="button" className="quiet" onClick={saveRows} disabled={rows.length === 0}>
          <DownloadIcon />
          Download CSV
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
        <bdi>{relation.subject.name}</bdi>
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
          {relation.type.label}
        </button>
      </td>
      <td>
        <bdi>{relation.object.name}</bdi>
      </td>
      <td className="when">{relation.time && inWords(relation.time.edtf)}</td>
      <td>{statusLabel[relation.status]}</td>
      <td className={`certainty-${relation.certainty}`}>{certaintyLabel[relation.certainty]}</td>
    </tr>
  );
}
