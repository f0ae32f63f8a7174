import type { PathsQuery } from "../../generated/graphql";
import { pathsQuery } from "../api/queries";
import { AsGraphQL } from "../ui/AsGraphQL";
import type { View } from "../view/view";
import { verbOf } from "../statement";
import { Name } from "../ui/Name";
import { type Actions, EntityLink } from "./bits";
import { Failed, Nothing, Waiting } from "./states";

type Found = PathsQuery["paths"];
type Step = Found["paths"][number]["steps"][number];

interface Props {
  view: View;
  /** The paths between just these two; undefined while there is no answer. */
  found: Found | undefined;
  failed: Error | null;
  again: () => void;
  variables: { from: string; to: string };
  /** Ids for which the graph has nothing. */
  missing: readonly string[];
  nameOf: (id: string) => string;
  inverse: (type: string) => string | undefined;
  actions: Actions;
  onWay: (way: number) => void;
}

/** The ways from one entity to another. */
export function PathsPanel({ view, found, failed, again, variables, missing, nameOf, inverse, actions, onWay }: Props) {
  const lost = [variables.from, variables.to].find((id) => missing.includes(id));
  return (
    <>
      <h2>
        <span className="type">From</span> <Name of={nameOf(variables.from)} /> <span className="type">to</span>{" "}
        <Name of={nameOf(variables.to)} />
      </h2>
      {lost !== undefined && <Nothing>There is nothing “<Name of={lost} />” in this graph{view.asOf && " at this moment"}. Search for it by name.</Nothing>}
      {!found && lost === undefined && (failed ? <Failed error={failed} again={again} /> : <Waiting what="paths" />)}
      {found?.paths.length === 0 && (
        <Nothing>
          No path of four steps or fewer{found.truncated ? ` was found among the first ${found.visited.toLocaleString("en")} links; there may be one.` : " links the two. Fewer filters may help."}
        </Nothing>
      )}
      <ol className="ways">
        {found?.paths.map((path, i) => (
          <li key={i} className={i === view.way ? "chosen" : undefined}>
            <button
              type="button"
              className="way"
              aria-pressed={i === view.way}
              onClick={() => {
                onWay(i);
              }}
            >
              {path.length === 1 ? "1 step" : `${String(path.length)} steps`}
            </button>
            {path.steps.map((step, n) => (
              <StepText key={n} step={step} first={n === 0} inverse={inverse} actions={actions} />
            ))}
          </li>
        ))}
      </ol>
      {found?.truncated && found.paths.length > 0 && <p className="note">The search was cut short; there may be more paths.</p>}
      <AsGraphQL query={pathsQuery} variables={variables} of="these paths" />
    </>
  );
}

function StepText({ step, first, inverse, actions }: { step: Step; first: boolean; inverse: Props["inverse"]; actions: Actions }) {
  const { from, to, relation, direction } = step;
  const said = direction === "IN" ? verbOf(relation, inverse(relation.type.id)) : verbOf(relation);
  return (
    <div className="step">
      {first && <EntityLink entity={from} actions={actions} />}
      <button
        type="button"
        className={`step-type look-${relation.certainty}`}
        title="Show the words"
        onClick={() => {
          actions.openRelation(relation.id);
        }}
      >
        {said}
      </button>
      <EntityLink entity={to} actions={actions} />
    </div>
  );
}
