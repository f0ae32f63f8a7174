import { Fragment, useState } from "react";
import { Waiting } from "./panel/states";
import { CloseIcon } from "./ui/icons";
import { Name } from "./ui/Name";
import { partsOf } from "./view/coverage";
import type { Graph } from "./view/useGraph";
import type { Named } from "./view/useNamed";
import { isFiltered, openingView, unfiltered } from "./view/view";

interface Props {
  viewing: Named;
  graph: Graph;
  /** What the graph was read from. */
  origin: string | undefined;
  /** The name of the entity from which paths are looked for, while their other end is chosen. */
  picking: string | undefined;
  onPickingEnd: () => void;
}

/** What the reader has to know about what is shown, and why nothing is. */
export function Notices({ viewing, graph, origin, picking, onPickingEnd }: Props) {
  const { view, go } = viewing;
  const [dismissed, setDismissed] = useState<string[]>();
  const answered = graph.ready && !graph.stale && !graph.error && !graph.waiting;
  const empty = answered && graph.model.entities.size === 0;
  const filtered = isFiltered(view) || view.hidden.length > 0;
  const unlinked = answered && !empty && isFiltered(view) && graph.model.relations.length === 0;
  return (
    <div className="notices">
      {origin !== undefined && <p className="note origin">{origin}</p>}
      {viewing.problems.length > 0 && dismissed !== viewing.problems && (
        <div className="notice warning" role="alert">
          <div>
            <strong>Part of this link could not be read.</strong>
            <ul>
              {viewing.problems.map((problem) => (
                <li key={problem}>
                  <Name of={problem} />
                </li>
              ))}
            </ul>
          </div>
          <button
            type="button"
            aria-label="Close this message"
            onClick={() => {
              setDismissed(viewing.problems);
            }}
          >
            <CloseIcon />
          </button>
        </div>
      )}
      {viewing.missing.length > 0 && (
        <div className="notice warning" role="alert">
          <span>
            There is nothing{" "}
            {viewing.missing.map((id, i) => (
              <Fragment key={id}>
                {i > 0 && ", "}“<Name of={id} />”
              </Fragment>
            ))}{" "}
            in this graph{view.asOf && " as it was recorded by then"}. Search finds things by name.
          </span>
          <button
            type="button"
            onClick={() => {
              go(openingView);
            }}
          >
            Back to the start
          </button>
        </div>
      )}
      {picking !== undefined && (
        <div className="notice" role="status">
          <span>
            Paths from <Name of={picking} /> to whom? Click it in the graph, or search for it.
          </span>
          <button type="button" onClick={onPickingEnd}>
            Cancel
          </button>
        </div>
      )}
      {graph.error && (
        <div className="notice warning" role="alert">
          <span>
            <strong>No answer.</strong> {graph.error.message}
            {graph.stale && " What is shown is from before the last change."}
          </span>
          <button type="button" onClick={graph.again}>
            Try again
          </button>
        </div>
      )}
      {graph.stale && !graph.error && <Waiting what="what passes now" />}
      {!graph.stale &&
        partsOf(view, graph).map(({ says, rest }) => (
          <div key={says} className="notice part" role="status">
            <span>{says}</span>
            {rest && (
              <button
                type="button"
                onClick={() => {
                  go(rest.view);
                }}
              >
                {rest.says}
              </button>
            )}
          </div>
        ))}
      {!graph.ready && !graph.error && <Waiting what="the graph" />}
      {unlinked && (
        <div className="notice" role="status">
          <span>No relation passes these filters.</span>
          <button
            type="button"
            onClick={() => {
              go(unfiltered(view));
            }}
          >
            Clear all filters
          </button>
        </div>
      )}
      {empty && viewing.missing.length === 0 && (
        <div className="notice big" role="status">
          {graph.emptyStore && !isFiltered(view) && view.asOf === undefined ? (
            <span>
              <strong>There is nothing in this graph yet.</strong> Import an article or a data set: see <code>conflictgraph import --help</code>.
            </span>
          ) : (
            <>
              <span>
                <strong>Nothing to show.</strong>{" "}
                {view.asOf ? "Nothing of this was recorded here by then." : filtered ? "No relation passes these filters." : "This view is about nothing that the graph has."}
              </span>
              <button
                type="button"
                onClick={() => {
                  go(filtered || view.asOf ? unfiltered(view) : openingView);
                }}
              >
                {filtered || view.asOf ? "Clear all filters" : "Back to the start"}
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}
