import { useId } from "react";
import type { CandidatesPartFragment, Stance } from "../../generated/graphql";
import { inWords } from "../text/edtf";
import { CloseIcon } from "../ui/icons";
import { Name } from "../ui/Name";
import { SearchBox } from "../ui/SearchBox";
import { useVocabulary } from "../view/useGraph";
import { certainties, certaintyLabel, stanceLabel, statuses, statusLabel } from "../words";
import type { Chosen, Draft } from "./draft";
import { EntityField } from "./EntityField";
import { kindOf } from "./kinds";
import { texts } from "./texts";

type Candidates = CandidatesPartFragment["candidates"];

interface Props {
  draft: Draft;
  candidates: { subject: Candidates; object: Candidates };
  disabled: boolean;
  onDraft: (next: Draft) => void;
}

/** A claim, each part of it a field. */
export function ClaimFields({ draft, candidates, disabled, onDraft }: Props) {
  const { types } = useVocabulary();
  const id = useId();
  const listed = [...types].sort(([, a], [, b]) => a.label.localeCompare(b.label));
  const choose = <T extends string>(name: string, label: string, value: T, options: readonly (readonly [T, string])[], set: (value: T) => Draft) => (
    <label className="field" htmlFor={`${id}-${name}`}>
      <span className="label">{label}</span>
      <select
        id={`${id}-${name}`}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          onDraft(set(event.target.value as T));
        }}
      >
        {options.map(([option, says]) => (
          <option key={option} value={option}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
  const write = (name: "edtf" | "timeWords", label: string, placeholder: string) => (
    <label className="field" htmlFor={`${id}-${name}`}>
      <span className="label">{label}</span>
      <input
        id={`${id}-${name}`}
        type="text"
        value={draft[name]}
        placeholder={placeholder}
        disabled={disabled}
        onChange={(event) => {
          onDraft({ ...draft, [name]: event.target.value });
        }}
      />
    </label>
  );
  return (
    <div className="claim-fields">
      <EntityField
        label={texts.desk.who}
        value={draft.subject}
        candidates={candidates.subject}
        disabled={disabled}
        onChoose={(subject) => {
          onDraft({ ...draft, subject });
        }}
      />
      {choose("type", texts.desk.what, draft.type, [...(draft.type === "" ? [["", "…"] as const] : []), ...listed.map(([type, { label }]) => [type, label] as const)], (type) => ({ ...draft, type }))}
      <EntityField
        label={texts.desk.whom}
        value={draft.object}
        candidates={candidates.object}
        disabled={disabled}
        onChoose={(object) => {
          onDraft({ ...draft, object });
        }}
      />
      <div className="pair">
        {choose("status", texts.desk.status, draft.status, statuses.map((s) => [s, statusLabel[s]] as const), (status) => ({ ...draft, status }))}
        {choose("certainty", texts.desk.certainty, draft.certainty, certainties.map((c) => [c, certaintyLabel[c]] as const), (certainty) => ({ ...draft, certainty }))}
      </div>
      <div className="pair">
        {write("edtf", draft.edtf.trim() === "" ? texts.desk.when : `${texts.desk.when}: ${inWords(draft.edtf.trim())}`, "2026-03-09")}
        {write("timeWords", texts.desk.whenWords, "on Monday")}
      </div>
      <Several
        label={texts.desk.where}
        find={texts.desk.addPlace}
        of={draft.places}
        disabled={disabled}
        onAll={(places) => {
          onDraft({ ...draft, places });
        }}
      />
      <div className="field several">
        <span className="label">{texts.desk.saidBy}</span>
        {draft.attributions.length === 0 && <span className="note">{texts.desk.nobodySaid}</span>}
        {draft.attributions.map(({ by, stance }, i) => (
          <span key={by.id} className="one">
            <Name className="name" of={by.name} />
            <select
              aria-label={by.name}
              value={stance}
              disabled={disabled}
              onChange={(event) => {
                const attributions = draft.attributions.map((a, at) => (at === i ? { ...a, stance: event.target.value as Stance } : a));
                onDraft({ ...draft, attributions });
              }}
            >
              {Object.entries(stanceLabel).map(([option, says]) => (
                <option key={option} value={option}>
                  {says}
                </option>
              ))}
            </select>
            {!disabled && (
              <Remove
                name={by.name}
                onRemove={() => {
                  onDraft({ ...draft, attributions: draft.attributions.filter((_, at) => at !== i) });
                }}
              />
            )}
          </span>
        ))}
        {!disabled && (
          <SearchBox
            label={texts.desk.addSpeaker}
            placeholder={texts.desk.addSpeaker}
            kinds={["PERSON", "ORGANIZATION", "COUNTRY", "GROUP", "OTHER_ACTOR", "REPORT", "PLACE"]}
            onEntity={(entity, name, kind) => {
              const by = { id: entity, name, kind: kindOf(kind), fresh: false };
              onDraft({ ...draft, attributions: [...draft.attributions.filter((a) => a.by.id !== entity), { by, stance: "STATED" }] });
            }}
          />
        )}
      </div>
      <label className="field" htmlFor={`${id}-words`}>
        <span className="label">{texts.desk.words}</span>
        <textarea
          id={`${id}-words`}
          rows={3}
          dir="auto"
          value={draft.words}
          title={texts.desk.wordsHint}
          disabled={disabled}
          onChange={(event) => {
            onDraft({ ...draft, words: event.target.value });
          }}
        />
      </label>
    </div>
  );
}

interface SeveralProps {
  label: string;
  find: string;
  of: Chosen[];
  disabled: boolean;
  onAll: (all: Chosen[]) => void;
}

function Several({ label, find, of, disabled, onAll }: SeveralProps) {
  return (
    <div className="field several">
      <span className="label">{label}</span>
      {of.map((one) => (
        <span key={one.id} className="one">
          <Name className="name" of={one.name} />
          {!disabled && (
            <Remove
              name={one.name}
              onRemove={() => {
                onAll(of.filter((other) => other.id !== one.id));
              }}
            />
          )}
        </span>
      ))}
      {!disabled && (
        <SearchBox
          label={find}
          placeholder={find}
          kinds={["PLACE", "COUNTRY"]}
          onEntity={(id, name, kind) => {
            onAll([...of.filter((other) => other.id !== id), { id, name, kind: kindOf(kind), fresh: false }]);
          }}
        />
      )}
    </div>
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <button type="button" className="quiet" aria-label={texts.desk.remove(name)} onClick={onRemove}>
      <CloseIcon />
    </button>
  );
}
