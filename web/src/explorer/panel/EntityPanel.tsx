import { Fragment } from "react";
import type { EntityQuery } from "../../generated/graphql";
import { entityQuery } from "../api/queries";
import { AsGraphQL } from "../ui/AsGraphQL";
import { GrowIcon, PathIcon } from "../ui/icons";
import { KindMark } from "../ui/marks";
import { Name } from "../ui/Name";
import { entityVariables, useEntity } from "../view/usePanels";
import { isFiltered, type View } from "../view/view";
import { pointText } from "../text/figures";
import { kindLabel, schemeLabel } from "../words";
import { type Actions, RelationRow, WebLink } from "./bits";
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
  const { data, error, again } = answer;
  const [first] = data ?? [];
  if (!data || !first || answer.stale) return error ? <Failed error={error} again={again} /> : <Waiting what="what is known" />;
  const { entity } = first;
  if (!entity) {
    return <Nothing>Nothing here is called “<Name of={id} />”{view.asOf && " at this moment"}. Search for it by name.</Nothing>;
  }
  const { totalCount } = entity.relations;
  const nodes = data.flatMap((page) => page.entity?.relations.nodes ?? []);
  const grown = view.grown.includes(id) || view.focus.includes(id);
  return (
    <>
      <h2 className="entity-name">
        <KindMark kind={entity.__typename} />
        <Name of={entity.name} />
      </h2>
      <p className="note">
        {kindLabel[entity.__typename]}
        {entity.unnamed && ", not named in the text"}
        {entity.aliases.length > 0 && (
          <>
            {" · also "}
            {entity.aliases.map((alias, i) => (
              <Fragment key={alias}>
                {i > 0 && ", "}
                <Name of={alias} />
              </Fragment>
            ))}
          </>
        )}
      </p>
      {entity.description && (
        <p className="description">
          <Name of={entity.description} />
        </p>
      )}
      <Known entity={entity} />
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
      {error && <Failed error={error} again={again} />}
      {nodes.length < totalCount && !error && (
        <button type="button" className="more" disabled={!answer.more} onClick={answer.more}>
          {answer.waiting ? "Reading more …" : `Show ${String(Math.min(100, totalCount - nodes.length))} more`}
        </button>
      )}
      <AsGraphQL query={entityQuery} variables={entityVariables(id, view)} of="this" />
    </>
  );
}

/** Where it is, and by what registers of the world know it. */
function Known({ entity }: { entity: NonNullable<EntityQuery["entity"]> }) {
  const point = entity.__typename === "Place" ? entity.point : null;
  if (!point && entity.identifiers.length === 0) return null;
  return (
    <dl className="facts">
      {point && (
        <>
          <dt>Where</dt>
          <dd>{pointText(point)}</dd>
        </>
      )}
      {entity.identifiers.map(({ scheme, value, url }) => (
        <Fragment key={scheme + value}>
          <dt>{schemeLabel[scheme] ?? scheme}</dt>
          <dd>
            <WebLink url={url}>
              <Name of={value} />
            </WebLink>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function count(shown: number, total: number): string {
  return shown < total ? `${shown.toLocaleString("en")} of ${total.toLocaleString("en")}` : String(total);
}
