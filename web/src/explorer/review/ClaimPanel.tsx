import { useEffect, useId, useRef, useState } from "react";
import type { SuggestionQuery } from "../../generated/graphql";
import { useRegistry } from "../../commands/useCommands";
import { Name } from "../ui/Name";
import { ClaimText, moment } from "./bits";
import { ClaimFields } from "./ClaimFields";
import type { Draft } from "./draft";
import { Related } from "./Related";
import type { Claimed } from "./say";
import { texts } from "./texts";
import type { Suggestion } from "./useDesk";

type Full = Extract<NonNullable<SuggestionQuery["node"]>, { __typename: "Suggestion" }>;

interface Props {
  claim: Suggestion;
  /** What else there is to know of it, once that was read. */
  full: Full | undefined;
  draft: Draft;
  /** The claim as it is drafted, in words. */
  said: Claimed;
  changed: boolean;
  position: string;
  editable: boolean;
  curates: boolean;
  problem: string;
  rejecting: boolean;
  onDraft: (next: Draft) => void;
  onKeep: () => void;
  onRevert: () => void;
  /** With a reason, which may be empty; undefined where it is not rejected after all. */
  onReject: (reason: string | undefined) => void;
}

const none = { subject: [], object: [] };

/** The claim in hand: in words, in fields, and what is done with it. */
export function ClaimPanel({ claim, full, draft, said, changed, position, editable, curates, problem, rejecting, onDraft, onKeep, onRevert, onReject }: Props) {
  const { decision, origin } = claim;
  const proposer = origin.extractor ?? origin.agent ?? texts.desk.somebody;
  return (
    <>
      <div
        className="claim-in-hand"
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && changed) {
            event.preventDefault();
            onKeep();
          }
          if (event.key === "Escape" && event.target instanceof HTMLElement && !event.defaultPrevented) {
            event.preventDefault();
            event.target.blur();
          }
        }}
      >
        <p className="note">
          {position}
          {" · "}
          {texts.states[claim.state]}
          {changed && ` · ${texts.desk.unsaved}`}
        </p>
        <h2 className="statement">
          <ClaimText claim={said} />
        </h2>
        {decision && (
          <p className="note">
            <Name of={texts.desk.decided(claim.state, decision.agent ?? texts.desk.somebody, moment(decision.recordedAt))} />
            {decision.reason && (
              <>
                , <Name of={texts.desk.because(decision.reason)} />
              </>
            )}
          </p>
        )}
        {claim.relation && (
          <p>
            <a href={`${location.pathname}?${new URLSearchParams({ relation: claim.relation.id }).toString()}`}>{texts.desk.inGraph}</a>
          </p>
        )}
        {claim.state === "PENDING" && claim.problems.length > 0 && (
          <section className="problems" aria-label={texts.desk.problems}>
            <h3>{texts.desk.problems}</h3>
            <ul>
              {claim.problems.map((p, i) => (
                <li key={i}>
                  <strong>{texts.problems[p.code]}</strong>: <Name of={p.message} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {full && <Related related={full.related} />}
        {problem && (
          <p className="warning" role="alert">
            <Name of={problem} />
          </p>
        )}
        <ClaimFields
          key={claim.id}
          draft={draft}
          candidates={full ? { subject: full.subject.candidates, object: full.object.candidates } : none}
          disabled={!editable}
          onDraft={onDraft}
        />
        {changed && (
          <div className="buttons">
            <button type="button" className="strong" onClick={onKeep} title={texts.desk.saveHint}>
              {texts.desk.save}
            </button>
            <button type="button" onClick={onRevert}>
              {texts.desk.revert}
            </button>
          </div>
        )}
        <p className="note">
          {texts.desk.proposed} <Name of={proposer} />
          {origin.rule && (
            <>
              , <Name of={texts.desk.rule(origin.rule)} />
            </>
          )}
          {origin.model && (
            <>
              , <Name of={origin.model} />
            </>
          )}
        </p>
        {!curates && claim.state === "PENDING" && <p className="note">{texts.desk.onlyReads}</p>}
      </div>
      <div className="decide">
        {rejecting ? (
          <Rejecting onReject={onReject} />
        ) : (
          <>
            {editable && (
              <>
                <Act id="desk.accept" title={texts.desk.accept} keyName="a" strong />
                <Act id="desk.edit" title={texts.desk.edit} keyName="e" />
                <Act id="desk.reject" title={texts.desk.reject} keyName="r" />
              </>
            )}
            <span className="turn">
              <Act id="desk.before" title={texts.desk.before} keyName="k" />
              <Act id="desk.next" title={texts.desk.next} keyName="j" />
            </span>
          </>
        )}
      </div>
    </>
  );
}

/** A button for a command, with its key. */
function Act({ id, title, keyName, strong = false }: { id: string; title: string; keyName: string; strong?: boolean }) {
  const registry = useRegistry();
  return (
    <button type="button" className={strong ? "strong" : undefined} onClick={() => void registry.run(id)}>
      {title} <kbd>{keyName}</kbd>
    </button>
  );
}

/** Asks why a claim is left out. */
function Rejecting({ onReject }: { onReject: Props["onReject"] }) {
  const [reason, setReason] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <form
      className="rejecting"
      onSubmit={(event) => {
        event.preventDefault();
        onReject(reason);
      }}
    >
      <label htmlFor={id}>{texts.desk.why}</label>
      <input
        ref={field}
        id={id}
        type="text"
        list={`${id}-reasons`}
        maxLength={500}
        value={reason}
        onChange={(event) => {
          setReason(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          onReject(undefined);
        }}
      />
      <datalist id={`${id}-reasons`}>
        {texts.desk.reasons.map((r) => (
          <option key={r} value={r} />
        ))}
      </datalist>
      <div className="buttons">
        <button type="submit" className="strong">
          {texts.desk.rejectNow}
        </button>
        <button
          type="button"
          onClick={() => {
            onReject(undefined);
          }}
        >
          {texts.desk.cancel}
        </button>
      </div>
    </form>
  );
}
