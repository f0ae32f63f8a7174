import { useId, useRef, useState } from "react";
import type { CandidatesPartFragment, EntityKind } from "../../generated/graphql";
import { KindMark } from "../ui/marks";
import { Name } from "../ui/Name";
import { SearchBox } from "../ui/SearchBox";
import { type Chosen, fresh } from "./draft";
import { kindName, kindOf, kinds, kindText } from "./kinds";
import { texts } from "./texts";

interface Props {
  label: string;
  value: Chosen | undefined;
  /** What else may be meant, and why. */
  candidates: CandidatesPartFragment["candidates"];
  disabled: boolean;
  onChoose: (chosen: Chosen) => void;
}

/** An end of a claim: who it is taken for, who else may be meant, and somebody new. */
export function EntityField({ label, value, candidates, disabled, onChoose }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const take = (chosen: Chosen) => {
    onChoose(chosen);
    if (details.current) details.current.open = false;
    details.current?.querySelector("summary")?.focus();
  };
  const shown = (
    <>
      <span className="label">{label}</span>
      <span className="value">
        {value ? (
          <>
            {value.kind && <KindMark kind={kindName(value.kind)} />}
            <Name className="name" of={value.name} />
            <span className={`badge${value.fresh ? " fresh" : ""}`}>
              {value.fresh ? texts.desk.fresh : texts.desk.known}
              {value.fresh && value.kind && `, ${kindText(value.kind).toLowerCase()}`}
            </span>
          </>
        ) : (
          "…"
        )}
      </span>
    </>
  );
  if (disabled) return <div className="field end">{shown}</div>;
  return (
    <details className="field end" ref={details} open={value === undefined}>
      <summary>{shown}</summary>
      <div className="choices">
        {candidates.length > 0 && (
          <ul className="candidates" aria-label={texts.desk.candidates}>
            {candidates.map(({ entity, score, why }) => (
              <li key={entity.id}>
                <button
                  type="button"
                  aria-pressed={value?.id === entity.id}
                  onClick={() => {
                    take({ id: entity.id, name: entity.name, kind: kindOf(entity.__typename), fresh: false });
                  }}
                >
                  <KindMark kind={entity.__typename} />
                  <span>
                    <Name className="name" of={entity.name} />{" "}
                    <small>
                      {String(Math.round(score * 100))} %, <Name of={why} />
                      {entity.description && (
                        <>
                          {" · "}
                          <Name of={entity.description} />
                        </>
                      )}
                    </small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <SearchBox
          label={`${label}: ${texts.desk.others}`}
          placeholder={texts.desk.others}
          kinds={kinds}
          onEntity={(id, name, kind) => {
            take({ id, name, kind: kindOf(kind), fresh: false });
          }}
        />
        <NewEntity label={label} name={value?.fresh ? value.name : ""} kind={value?.kind} onTake={take} />
      </div>
    </details>
  );
}

interface NewProps {
  label: string;
  name: string;
  kind: EntityKind | undefined;
  onTake: (chosen: Chosen) => void;
}

/** Names somebody or something that the graph does not know yet. */
function NewEntity({ label, name: before, kind: kindBefore, onTake }: NewProps) {
  const [name, setName] = useState(before);
  const [kind, setKind] = useState<EntityKind>(kindBefore ?? "PERSON");
  const id = useId();
  const take = () => {
    if (name.trim() !== "") onTake(fresh(name.trim(), kind));
  };
  return (
    <div className="new-entity" role="group" aria-label={`${label}: ${texts.desk.makeNew}`}>
      <span className="note">{texts.desk.makeNew}</span>
      <input
        type="text"
        aria-label={texts.desk.newName}
        placeholder={texts.desk.newName}
        id={id}
        value={name}
        maxLength={300}
        onChange={(event) => {
          setName(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          take();
        }}
      />
      <select
        aria-label={texts.desk.newKind}
        value={kind}
        onChange={(event) => {
          setKind(event.target.value as EntityKind);
        }}
      >
        {kinds.map((k) => (
          <option key={k} value={k}>
            {kindText(k)}
          </option>
        ))}
      </select>
      <button type="button" disabled={name.trim() === ""} onClick={take}>
        {texts.desk.take}
      </button>
    </div>
  );
}
