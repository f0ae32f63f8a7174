import { Fragment } from "react";
import type { RelationQuery } from "../../generated/graphql";
import { relationQuery } from "../api/queries";
import { AsGraphQL } from "../ui/AsGraphQL";
import { inWords } from "../text/edtf";
import { pointText, quantityKindText, quantityText, sourcesText } from "../text/figures";
import { useRelation } from "../view/usePanels";
import type { View } from "../view/view";
import { verbOf } from "../statement";
import { codingLabel, codingMeaning } from "../words";
import { Name } from "../ui/Name";
import { Statement } from "../ui/Statement";
import { saidBy } from "./saidBy";
import { Article } from "./Article";
import { type Actions, Attributions, Badges, EntityLink } from "./bits";
import { Failed, Nothing, Waiting } from "./states";

type Found = NonNullable<RelationQuery["node"]>;
type Full = Extract<Found, { __typename: "Relation" }>;
type Claim = Full["contradictedBy"][number];

/** A relation and the words that it rests on. */
export function RelationPanel({ id, view, actions }: { id: string; view: View; actions: Actions }) {
  const answer = useRelation(id, view);
  const { data } = answer;
  if (!data || answer.stale) return answer.error ? <Failed error={answer.error} again={answer.again} /> : <Waiting what="the words" />;
  const relation = data.node;
  if (relation?.__typename !== "Relation") {
    return <Nothing>There is no relation “<Name of={id} />”{view.asOf && " at this moment"}. It may have been retracted, or the link be damaged.</Nothing>;
  }
  return <RelationText key={id} relation={relation} view={view} actions={actions} />;
}

function RelationText({ relation, view, actions }: { relation: Full; view: View; actions: Actions }) {
  const { time, places, point, attributions, evidence, coding } = relation;
  return (
    <>
      <h2 className="statement">
        <EntityLink entity={relation.subject} actions={actions} /> <span className="type">{verbOf(relation)}</span>{" "}
        <EntityLink entity={relation.object} actions={actions} />
      </h2>
      <Badges relation={relation} />
      {relation.retractedAt && <p className="warning">Retracted on {day(relation.retractedAt)}: the graph no longer holds it.</p>}
      {evidence.map((words, i) => (
        <Article key={i} evidence={words} />
      ))}
      <dl className="facts">
        <dt>Said by</dt>
        <dd>
          {attributions.length > 0 ? <Attributions of={attributions} actions={actions} /> : <Name of={saidBy(relation)} />}
        </dd>
        <dt>When</dt>
        <dd>
          {time ? inWords(time.edtf) : "Not said"}
          {time?.inferred && <span className="note"> (worked out: {time.reasoning ?? "the text does not give the date"})</span>}
        </dd>
        <dt>In whose word</dt>
        <dd>
          {codingLabel[coding]}
          <p className="note">{codingMeaning[coding]}</p>
        </dd>
        {(places.length > 0 || point) && (
          <>
            <dt>Where</dt>
            <dd>
              {places.map((place) => (
                <EntityLink key={place.id} entity={place} actions={actions} />
              ))}
              {point && <div>{pointText(point)}</div>}
            </dd>
          </>
        )}
        {relation.quantities.map((quantity) => (
          <Fragment key={quantity.kind + (quantity.unit ?? "")}>
            <dt>
              <Name of={quantityKindText(quantity.kind, relation.subject.name, relation.object.name)} />
            </dt>
            <dd>
              <Name of={quantityText(quantity)} />
            </dd>
          </Fragment>
        ))}
        <dt>Sources</dt>
        <dd>{sourcesText(relation.sources)}</dd>
        <dt>Recorded</dt>
        <dd>{day(relation.recordedAt)}</dd>
      </dl>
      <Claims title="Others say" of={relation.contradictedBy} beside={relation} actions={actions} tone="against" />
      <Claims title="Others say the same" of={relation.supportedBy} beside={relation} actions={actions} tone="for" />
      <Claims title="Since reported as having happened" of={relation.fulfilledBy} beside={relation} actions={actions} tone="for" />
      <AsGraphQL query={relationQuery} variables={{ id: relation.id, asOf: view.asOf }} of="this relation" />
    </>
  );
}

interface ClaimsProps {
  title: string;
  of: readonly Claim[];
  /** The relation that they stand beside, whose sentence is not said again. */
  beside: Full;
  actions: Actions;
  tone: string;
}

/** Claims about the same thing: who makes each of them comes first. */
function Claims({ title, of, beside, actions, tone }: ClaimsProps) {
  if (of.length === 0) return null;
  return (
    <section className={`claims ${tone}`}>
      <h3>
        {title} <span className="count">{of.length}</span>
      </h3>
      <ul>
        {of.map((claim) => (
          <li key={claim.id}>
            <Attributions of={claim.attributions} actions={actions} />
            <button
              type="button"
              className="claim"
              onClick={() => {
                actions.openRelation(claim.id);
              }}
            >
              {!readsAlike(claim, beside) && <Statement relation={claim} />}
              <Badges relation={claim} />
              {claim.evidence[0]?.exact && <q>
                  <Name of={claim.evidence[0].exact} />
                </q>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function readsAlike(a: Claim, b: Claim): boolean {
  return a.subject.id === b.subject.id && a.object.id === b.object.id && verbOf(a) === verbOf(b);
}

function day(moment: string): string {
  return new Date(moment).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
}
