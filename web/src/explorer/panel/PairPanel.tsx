import type { Model } from "../graph/model";
import { pairOf } from "../graph/model";
import { type Actions, RelationRow } from "./bits";
import { Nothing } from "./states";

/** All that links two entities. */
export function PairPanel({ ids, model, actions }: { ids: [string, string]; model: Model; actions: Actions }) {
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
          </li>
        ))}
      </ul>
    </>
  );
}
