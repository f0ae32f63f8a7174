import { useEffect, useRef, useState } from "react";
import { useRegistry } from "../../commands/useCommands";
import { ask } from "../api/client";
import { Name } from "../ui/Name";
import type { Viewer } from "../viewer";
import { ClaimFields } from "./ClaimFields";
import { emptyDraft, suggestionOf } from "./draft";
import { quoteOf, type Span } from "./marks";
import { acceptMutation, suggestMutation } from "./queries";
import { sentenceOfClaim } from "./say";
import { undoAccepted } from "./undo";
import { texts } from "./texts";
import type { Suggestion } from "./useDesk";

interface Props {
  document: string;
  text: string;
  span: Span;
  viewer: Viewer;
  onMade: (made: Suggestion, accepted: boolean) => void;
  onCancel: () => void;
}

const none = { subject: [], object: [] };

/** Makes a claim of words that the reader has marked. */
export function MakeClaim({ document, text, span, viewer, onMade, onCancel }: Props) {
  const registry = useRegistry();
  const marked = quoteOf(text, span);
  const [draft, setDraft] = useState(() => emptyDraft(marked.exact));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("summary, select, input")?.focus();
  }, []);
  const input = suggestionOf(draft, document, draft.words === marked.exact ? marked : { exact: draft.words });

  async function make(accepted: boolean) {
    if (!input) {
      setProblem(texts.making.need);
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      const { suggestion } = (await ask(suggestMutation, { input })).suggestRelation;
      if (!accepted) {
        registry.did({ says: texts.desk.madeClaim(sentenceOfClaim(suggestion)), final: texts.desk.suggestionFinal });
        onMade(suggestion, false);
        return;
      }
      const { suggestions } = (await ask(acceptMutation, { ids: [suggestion.id] })).acceptSuggestions;
      registry.did(undoAccepted(texts.desk.accepted(sentenceOfClaim(suggestion)), suggestions, (changed) => { for (const s of changed) onMade(s, true); }));
      onMade(suggestions[0] ?? suggestion, true);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <div className="claim-in-hand" ref={box}>
        <h2>{texts.making.title}</h2>
        {problem && (
          <p className="warning" role="alert">
            <Name of={problem} />
          </p>
        )}
        <ClaimFields draft={draft} candidates={none} disabled={busy} onDraft={setDraft} />
      </div>
      <div className="decide">
        {viewer.curates && (
          <button type="button" className="strong" disabled={busy} onClick={() => void make(true)}>
            {texts.making.state}
          </button>
        )}
        <button type="button" className={viewer.curates ? undefined : "strong"} disabled={busy} onClick={() => void make(false)}>
          {texts.making.suggest}
        </button>
        <button type="button" onClick={onCancel}>
          {texts.desk.cancel}
        </button>
      </div>
    </>
  );
}
