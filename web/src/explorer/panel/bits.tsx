import type { EntityPartFragment } from "../../generated/graphql";
import type { Relation } from "../graph/model";
import { KindMark } from "../ui/marks";
import { inWords } from "../text/edtf";
import { Name } from "../ui/Name";
import { Statement } from "../ui/Statement";
import { certaintyLabel, certaintyMeaning, stanceLabel, statusLabel } from "../words";

/** What panels can have the page do. */
export interface Actions {
  openEntity: (id: string) => void;
  openRelation: (id: string) => void;
}

export function EntityLink({ entity, actions }: { entity: EntityPartFragment; actions: Actions }) {
  return (
    <button
      type="button"
      className="entity-link"
      onClick={() => {
        actions.openEntity(entity.id);
      }}
    >
      <KindMark kind={entity.__typename} />
      <Name of={entity.name} />
    </button>
  );
}

export function Badges({ relation }: { relation: Pick<Relation, "status" | "certainty" | "time"> }) {
  const { status, certainty, time } = relation;
  return (
    <span className="badges">
      <span className={`badge status-${status}`}>{statusLabel[status]}</span>
      <span className={`badge certainty-${certainty}`} title={certaintyMeaning[certainty]}>
        {certaintyLabel[certainty]}
      </span>
      {time && <span className="badge when">{inWords(time.edtf)}</span>}
    </span>
  );
}

/** One relation in a line, which opens it. */
export function RelationRow({ relation, from, actions }: { relation: Relation; from?: string; actions: Actions }) {
  return (
    <button
      type="button"
      className="relation-row"
      onClick={() => {
        actions.openRelation(relation.id);
      }}
    >
      <Statement relation={relation} bare={from === relation.subject.id} />
      <Badges relation={relation} />
    </button>
  );
}

interface Said {
  by: EntityPartFragment;
  stance: string;
}

export function Attributions({ of, actions }: { of: readonly Said[]; actions: Actions }) {
  return (
    <ul className="said">
      {of.map(({ by, stance }) => (
        <li key={by.id + stance}>
          <EntityLink entity={by} actions={actions} /> <span className={`stance stance-${stance}`}>{stanceLabel[stance] ?? stance}</span>
        </li>
      ))}
    </ul>
  );
}

/** A way out to the web, where an address leads there; otherwise the words alone. */
export function WebLink({ url, children }: { url: string | null; children: React.ReactNode }) {
  if (url === null || !/^https?:\/\//i.test(url)) return children;
  return (
    <a href={url} target="_blank" rel="noreferrer" title={url}>
      {children}
    </a>
  );
}
