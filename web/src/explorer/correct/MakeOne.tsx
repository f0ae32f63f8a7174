import { useState } from "react";
import type { EntityKind } from "../../generated/graphql";
import { ask } from "../api/client";
import { useAnswer } from "../api/useAnswer";
import { visible } from "../text/names";
import { SearchBox } from "../ui/SearchBox";
import { kindLabel, kindNames } from "../words";
import type { Entity } from "./CorrectEntity";
import { kindOf } from "./draft";
import { correctedQuery, duplicatesQuery, judgeDuplicate, mergeEntities, unmergeEntities } from "./queries";
import { texts } from "./texts";
import { useAct } from "./useAct";

const kinds = kindNames.map(kindOf);

/** Makes an entity one with another: one that is searched for, or that may be the same. */
export function MakeOne({ entity }: { entity: Entity }) {
  const [other, setOther] = useState<string>();
  const { data } = useAnswer(duplicatesQuery, { id: entity.id });
  const pairs = data?.duplicates.nodes ?? [];
  return (
    <fieldset>
      <legend>{texts.one}</legend>
      <SearchBox label={texts.find} placeholder={texts.find} kinds={kinds} onEntity={setOther} />
      <h4>{texts.maybe}</h4>
      {pairs.length === 0 && <p className="note">{texts.none}</p>}
      <ul>
        {pairs.map(({ b }) => (
          <li key={b.id}>
            <button type="button" className="quiet" onClick={() => { setOther(b.id); }}>
              {visible(b.name)}
            </button>
          </li>
        ))}
      </ul>
      {other !== undefined && other !== entity.id && (
        <Beside key={other} entity={entity} id={other} why={pairs.find(({ b }) => b.id === other)?.why ?? []} onDone={() => { setOther(undefined); }} />
      )}
    </fieldset>
  );
}

interface BesideProps {
  entity: Entity;
  id: string;
  why: readonly { what: string; for: boolean }[];
  onDone: () => void;
}

/** Two entities side by side, with what speaks for and against their being one. */
function Beside({ entity, id, why, onDone }: BesideProps) {
  const { data } = useAnswer(correctedQuery, { id });
  const [kind, setKind] = useState<EntityKind>();
  const [reason, setReason] = useState("");
  const { act, acting, problem } = useAct();
  const other = data?.entity;
  if (!other) return null;
  const both = [kindOf(entity.__typename), kindOf(other.__typename)];
  const differ = both[0] !== both[1] && !both.includes("OTHER_ACTOR");
  const rows: [string, (e: Entity) => string][] = [
    [texts.name, (e) => e.name],
    [texts.kind, (e) => kindLabel[e.__typename]],
    [texts.description, (e) => e.description ?? ""],
    [texts.aliases, (e) => e.aliases.join(", ")],
    [texts.identifiers, (e) => e.identifiers.map((i) => `${i.scheme}:${i.value}`).join(", ")],
  ];
  const reasons = (speaks: boolean) => why.filter((r) => r.for === speaks);
  return (
    <div className="beside">
      <table>
        <tbody>
          {rows.map(([title, of]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{visible(of(entity))}</td>
              <td>{visible(of(other))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {why.length === 0 && <p className="note">{texts.nothingSpeaks}</p>}
      {([true, false] as const).map((speaks) =>
        reasons(speaks).length > 0 ? (
          <div key={String(speaks)}>
            <h4>{speaks ? texts.speaksFor : texts.speaksAgainst}</h4>
            <ul>
              {reasons(speaks).map(({ what }) => (
                <li key={what}>{visible(what)}</li>
              ))}
            </ul>
          </div>
        ) : null,
      )}
      {differ && (
        <label>
          {texts.together}
          <select value={kind ?? both[0]} onChange={(event) => { setKind(kindOf(event.target.value)); }}>
            {both.map((one) => (
              <option key={one} value={one}>
                {kindLabel[one === both[0] ? entity.__typename : other.__typename]}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {texts.reason}
        <input value={reason} onChange={(event) => { setReason(event.target.value); }} />
      </label>
      <div className="buttons">
        <button
          type="button"
          disabled={acting}
          onClick={() => {
            void act(async () => {
              await ask(mergeEntities, { input: { from: other.id, into: entity.id, kind: differ ? (kind ?? both[0]) : null, reason: reason || null } });
              return {
                says: texts.merged(other.name, entity.name),
                run: async () => {
                  await ask(unmergeEntities, { input: { entity: other.id } });
                },
              };
            }).then((done) => { if (done) onDone(); });
          }}
        >
          {texts.areOne}
        </button>
        <button
          type="button"
          disabled={acting}
          onClick={() => {
            void act(async () => {
              await ask(judgeDuplicate, { input: { a: entity.id, b: other.id, judgement: "DIFFERENT", reason: reason || null } });
              return { says: texts.judged(entity.name, other.name), final: texts.judgedFinally };
            }).then((done) => { if (done) onDone(); });
          }}
        >
          {texts.areTwo}
        </button>
        <button type="button" onClick={onDone}>
          {texts.later}
        </button>
      </div>
      {problem && <p role="alert">{visible(problem.message)}</p>}
    </div>
  );
}
