import { pairQuery } from "../api/queries";
import { type Model, pairOf } from "../graph/model";
import { AsGraphQL } from "../ui/AsGraphQL";
import { pairOfView, usePair } from "../view/useGraph";
import type { View } from "../view/view";
import { type Actions, Attributions, RelationRow } from "./bits";
import { Nothing } from "./states";

interface Props {
  ids: [string, string];
  view: View;
  model: Model;
  actions: Actions;
}

/** All that links two entities, and who says so. */
export function PairPanel({ ids, view, model, actions }: Props) {
  const { data } = usePair(ids, view);
  const said = new Map(data?.entity?.relations.nodes.map((claim) => [claim.id, claim.attributions]));
  const [a, b] = ids.map((id) => model.entities.get(id)?.name ?? id);
  const key = pairOf(...ids).join("\n");
  const relations = model.relations.filter((r) => pairOf(r.subject.id, r.object.id).join("\n") === key);
  return (
    <>
      <h2>
        <bdi>{a}</bdi> <span className="type">and</span> <bdi>{b}</bdi>
      </h2>
      {relations.length === 0 && <Nothing>Nothing that is shown links these two.</Nothing>}
      <ul className="rows">
        {relations.map((relation) => (
          <li key={relation.id}>
            <RelationRow relation={relation} actions={actions} />
            <Attributions of={said.get(relation.id) ?? []} actions={actions} />
          </li>
        ))}
      </ul>
      <AsGraphQL query={pairQuery} variables={pairOfView(ids, view)} of="all that links these two" />
    </>
  );
}
