import { useState } from "react";
import { ask } from "../api/client";
import { useAnswer } from "../api/useAnswer";
import { visible } from "../text/names";
import { restoreDocument, restoreRelation, retractDocument, retractRelation, standingQuery } from "./queries";
import { texts } from "./texts";
import { type Acting, useAct } from "./useAct";

/** Takes a relation, or a document that it rests on, back, and restores them, for who may. */
export function CorrectRelation({ id }: { id: string }) {
  const { data, stale } = useAnswer(standingQuery, { id });
  const acting = useAct();
  const relation = stale ? undefined : data?.node;
  if (!relation || !("evidence" in relation)) return null;
  const documents = new Map(relation.evidence.flatMap(({ document }) => (document ? [[document.id, document] as const] : [])));
  const back = async (reason: string) => { await ask(retractRelation, { input: { id, reason } }); };
  const again = async () => { await ask(restoreRelation, { input: { id } }); };
  return (
    <details className="correct" open={relation.retractedAt !== null || undefined}>
      <summary>{texts.correct}</summary>
      <Thing
        acting={acting}
        stands={relation.retractedAt === null}
        says={[texts.takeBack, texts.restore]}
        retract={async (reason) => { await back(reason); return { says: texts.retracted, run: again }; }}
        restore={async () => { await again(); return { says: texts.restored, run: () => back(texts.undo) }; }}
      />
      {[...documents.values()].map((document) => {
        const name = document.title ?? document.id;
        const away = async (reason: string) => { await ask(retractDocument, { input: { id: document.id, reason } }); };
        const here = async () => { await ask(restoreDocument, { input: { id: document.id } }); };
        return (
          <Thing
            key={document.id}
            acting={acting}
            stands={document.retractedAt === null}
            says={[`${texts.takeBackDocument} “${name}”`, `${texts.restoreDocument}: “${name}”`]}
            retract={async (reason) => { await away(reason); return { says: texts.documentRetracted, run: here }; }}
            restore={async () => { await here(); return { says: texts.documentRestored, run: () => away(texts.undo) }; }}
          />
        );
      })}
      {acting.problem && <p role="alert">{visible(acting.problem.message)}</p>}
    </details>
  );
}

type What = Parameters<Acting["act"]>[0];

interface ThingProps {
  acting: Acting;
  /** Whether it stands, and so can be taken back. */
  stands: boolean;
  /** What taking it back, and restoring it, is called. */
  says: [string, string];
  retract: (reason: string) => ReturnType<What>;
  restore: What;
}

function Thing({ acting: { act, acting }, stands, says: [takeBack, restoreIt], retract, restore }: ThingProps) {
  const [reason, setReason] = useState("");
  if (!stands) {
    return (
      <button type="button" disabled={acting} onClick={() => { void act(restore); }}>
        {visible(restoreIt)}
      </button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => retract(reason.trim()));
      }}
    >
      <label>
        {texts.reason}
        <input value={reason} required onChange={(event) => { setReason(event.target.value); }} />
      </label>
      <button type="submit" disabled={acting || reason.trim() === ""} title={texts.reasonNeeded}>
        {visible(takeBack)}
      </button>
    </form>
  );
}
