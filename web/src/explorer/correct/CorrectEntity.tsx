import { useId, useState } from "react";
import type { CorrectedQuery } from "../../generated/graphql";
import { ask } from "../api/client";
import { useAnswer } from "../api/useAnswer";
import { Failed } from "../panel/states";
import { visible } from "../text/names";
import { kindLabel, kindNames } from "../words";
import { changesOf, type Draft, draftOf, kindOf, namesIn } from "./draft";
import { Identifiers } from "./Identifiers";
import { MakeOne } from "./MakeOne";
import { correctedQuery, updateEntity } from "./queries";
import { TakeApart } from "./TakeApart";
import { texts } from "./texts";
import { useAct } from "./useAct";
import { readHistory } from "./useHistory";

export type Entity = NonNullable<CorrectedQuery["entity"]>;

/** Corrects an entity, for who may. */
export function CorrectEntity({ id }: { id: string }) {
  const { data, stale, error, again } = useAnswer(correctedQuery, { id });
  const entity = stale ? undefined : data?.entity;
  if (!entity) return error ? <Failed error={error} again={again} /> : null;
  return (
    <details className="correct">
      <summary>{texts.correct}</summary>
      <Fields key={JSON.stringify(draftOf(entity))} entity={entity} />
      <Identifiers entity={entity} />
      <MakeOne entity={entity} />
      <TakeApart entity={entity} />
    </details>
  );
}

function Fields({ entity }: { entity: Entity }) {
  const [before] = useState(() => draftOf(entity));
  const [draft, setDraft] = useState(before);
  const [lines, setLines] = useState(before.aliases.join("\n"));
  const [keep, setKeep] = useState(true);
  const [reason, setReason] = useState("");
  const [now, setNow] = useState<Draft>();
  const [since] = useState(() => lastOf(entity.id));
  const { act, acting, problem, clear } = useAct();
  const conflict = useId();
  const renamed = draft.name.trim() !== before.name;
  const aliases = namesIn(lines);
  const wanted: Draft = { ...draft, name: draft.name.trim(), aliases: renamed && keep ? [...aliases, before.name] : aliases };

  async function save(from: Draft, ifUnchangedSince: number | undefined) {
    const changes = changesOf(from, wanted);
    if (!changes) return;
    await act(async () => {
      const { updateEntity: done } = await ask(updateEntity, { input: { id: entity.id, ...changes, reason: reason || null, ifUnchangedSince } });
      const back = changesOf(wanted, from);
      return {
        says: renamed ? texts.renamed(from.name, wanted.name) : texts.corrected(wanted.name),
        run: async () => {
          await ask(updateEntity, { input: { id: entity.id, ...back, ifUnchangedSince: done.activity?.number } });
        },
      };
    });
  }

  async function compare() {
    const there = await ask(correctedQuery, { id: entity.id });
    if (there.entity) setNow(draftOf(there.entity));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void since.then((number) => save(before, number));
      }}
    >
      <label>
        {texts.name}
        <input value={draft.name} required onChange={(event) => { setDraft({ ...draft, name: event.target.value }); }} />
      </label>
      {renamed && (
        <label className="check">
          <input type="checkbox" checked={keep} onChange={(event) => { setKeep(event.target.checked); }} />
          {texts.oldName}
        </label>
      )}
      <label>
        {texts.kind}
        <select value={draft.kind} onChange={(event) => { setDraft({ ...draft, kind: kindOf(event.target.value) }); }}>
          {kindNames.map((name) => (
            <option key={name} value={kindOf(name)}>
              {kindLabel[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.description}
        <textarea rows={2} value={draft.description} onChange={(event) => { setDraft({ ...draft, description: event.target.value }); }} />
      </label>
      <label>
        {texts.aliases}
        <textarea rows={3} dir="auto" value={lines} onChange={(event) => { setLines(event.target.value); }} />
      </label>
      <label>
        {texts.reason}
        <input value={reason} onChange={(event) => { setReason(event.target.value); }} />
      </label>
      <button type="submit" disabled={acting || wanted.name === "" || changesOf(before, wanted) === undefined}>
        {texts.save}
      </button>
      {problem?.code === "CONFLICT" ? (
        <div role="alert" className="conflict" aria-labelledby={conflict}>
          <p id={conflict}>
            {texts.conflict} {visible(problem.message)}
          </p>
          {now ? (
            <>
              <table>
                <thead>
                  <tr>
                    <td />
                    <th scope="col">{texts.yours}</th>
                    <th scope="col">{texts.theirs}</th>
                  </tr>
                </thead>
                <tbody>
                  {(["name", "kind", "description", "aliases"] as const).map((field) => (
                    <tr key={field}>
                      <th scope="row">{texts[field]}</th>
                      <td>{visible(String(wanted[field]))}</td>
                      <td>{visible(String(now[field]))}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <button type="button" onClick={() => { void save(now, undefined); }}>
                {texts.overwrite}
              </button>
            </>
          ) : (
            <button type="button" onClick={() => { void compare(); }}>
              {texts.theirs} …
            </button>
          )}
          <button type="button" onClick={() => { clear(); setDraft(before); setLines(before.aliases.join("\n")); setNow(undefined); }}>
            {texts.keep}
          </button>
        </div>
      ) : (
        problem && <p role="alert">{visible(problem.message)}</p>
      )}
    </form>
  );
}

/** The number of the last activity that changed a thing; undefined where there was none. */
const lastOf = async (id: string) => (await readHistory(id)).at(-1)?.number;
