import { pairQuery } from "../api/queries";
import { pairOf } from "../graph/lines";
import type { Model } from "../graph/model";
import { AsGraphQL } from "../ui/AsGraphQL";
import { Name } from "../ui/Name";
import { pairVariables, usePair } from "../view/usePanels";
import type { View } from "../view/view";
import { type Actions, Attributions, RelationRow } from "./bits";
import { Failed, Nothing, Waiting } from "./states";

interface Props {
  ids: [string, string];
  view: View;
  model: Model;
  nameOf: (id: string) => string;
  actions: Actions;
}

/** All that links two entities, and who says so. */
export function PairPanel({ ids, view, model, nameOf, actions }: Props) {
  const answer = usePair(ids, view);
  const claims = answer.stale ? undefined : answer.data;
  const said = new Map(claims?.entity?.relations.nodes.map((claim) => [claim.id, claim.attributions]));
  const [a = "", b = ""] = ids.map(nameOf);
  const key = pairOf(...ids).join("\n");
  const relations = model.relations.filter((r) => pairOf(r.subject.id, r.object.id).join("\n") === key);
  return (
    <>
      <h2>
        <Name of={a} /> <span className="type">and</span> <Name of={b} />
      </h2>
      {relations.length === 0 && <Nothing>Nothing that is shown links these two.</Nothing>}
      {!claims && (answer.error ? <Failed error={answer.error} again={answer.again} /> : <Waiting what="who says so" />)}
      <ul className="rows">
        {relations.map((relation) => (
          <li key={relation.id}>
            <RelationRow relation={relation} actions={actions} />
            <Attributions of={said.get(relation.id) ?? []} actions={actions} />
          </li>
        ))}
      </ul>
      <AsGraphQL query={pairQuery} variables={pairVariables(ids, view)} of="all that links these two" />
    </>
  );
}
