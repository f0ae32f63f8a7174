import { entityQuery } from "../api/queries";
import { AsGraphQL } from "../ui/AsGraphQL";
import { GrowIcon, PathIcon } from "../ui/icons";
import { KindMark } from "../ui/marks";
import { filterOf, useEntity } from "../view/useGraph";
import { isFiltered, type View } from "../view/view";
import { kindLabel } from "../words";
import { type Actions, RelationRow } from "./bits";
import { Failed, Nothing, Waiting } from "./states";

interface Props {
  id: string;
  view: View;
  actions: Actions;
  onGrow: (id: string) => void;
  onFocus: (id: string) => void;
  onPath: (id: string) => void;
}

/** An entity and what is said of it. */
export function EntityPanel({ id, view, actions, onGrow, onFocus, onPath }: Props) {
  const answer = useEntity(id, view);
  const { data, error } = answer;
  if (error) return <Failed error={error} again={() => void answer.refetch()} />;
  if (!data || answer.isPlaceholderData) return <Waiting what="what is known" />;
  const { entity } = data;
  if (!entity) {
    return <Nothing>Nothing here is called “{id}”{view.asOf && " at this moment"}. Search for it by name.</Nothing>;
  }
  const { nodes, totalCount } = entity.relations;
  const grown = view.grown.includes(id) || view.focus.includes(id);
  return (
    <>
      <h2 className="entity-name">
        <KindMark kind={entity.__typename} />
        <bdi>{entity.name}</bdi>
      </h2>
      <p className="note">
        {kindLabel[entity.__typename]}
        {entity.unnamed && ", not named in the text"}
        {entity.aliases.length > 0 && (
          <>
            {" · also "}
            <bdi>{entity.aliases.join(", ")}</bdi>
          </>
        )}
      </p>
      {entity.description && <p className="description">{entity.description}</p>}
      <div className="buttons">
        <button
          type="button"
          disabled={grown}
          onClick={() => {
            onGrow(id);
          }}
        >
          <GrowIcon />
          {grown ? "All around it is shown" : "Add what is around it"}
        </button>
        <button
          type="button"
          onClick={() => {
            onPath(id);
          }}
        >
          <PathIcon />
          Paths to …
        </button>
        <button
          type="button"
          onClick={() => {
            onFocus(id);
          }}
        >
          Only this
        </button>
      </div>
      <h3>
        What is said of it <span className="count">{count(nodes.length, totalCount)}</span>
      </h3>
      {totalCount === 0 && <p className="note">{isFiltered(view) ? "Nothing that passes the filter." : "Nothing yet."}</p>}
      <ul className="rows">
        {nodes.map((relation) => (
          <li key={relation.id}>
            <RelationRow relation={relation} from={id} actions={actions} />
          </li>
        ))}
      </ul>
      <AsGraphQL query={entityQuery} variables={{ id, filter: filterOf(view), asOf: view.asOf }} of="this" />
    </>
  );
}

function count(shown: number, total: number): string {
  return shown < total ? `${String(shown)} of ${total.toLocaleString("en")}` : String(total);
}
