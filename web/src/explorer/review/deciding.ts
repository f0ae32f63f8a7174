import { useState } from "react";
import type { Registry } from "../../commands/registry";
import { AskError, ask } from "../api/client";
import type { Clash } from "./Conflict";
import { type Draft, type Quoted, revisionOf } from "./draft";
import { acceptMutation, rejectMutation, reviseMutation, suggestionQuery } from "./queries";
import { type Claimed, sentenceOfClaim } from "./say";
import { undoAccepted } from "./undo";
import { texts } from "./texts";
import type { Suggestion } from "./useDesk";

/** A suggestion as it is on the server; undefined where there is none. */
async function latest(id: string): Promise<Suggestion | undefined> {
  const { node } = await ask(suggestionQuery, { id });
  return node?.__typename === "Suggestion" ? node : undefined;
}

interface Options {
  registry: Registry;
  /** Keeps what was decided. */
  decided: (changed: readonly Suggestion[]) => void;
  /** Says that a suggestion is about to be decided here, until what is returned is called: the server may tell of it before it answers. */
  expect: (id: string, state: Suggestion["state"]) => () => void;
}

/** Decides suggestions, one act at a time, and tells what came of it. */
export function useDeciding({ registry, decided, expect }: Options) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [clash, setClash] = useState<Clash>();

  /** Does something that brings a suggestion into a state; undefined where it could not be done. */
  async function act<T>(title: string, s: Suggestion, state: Suggestion["state"], mine: Claimed, does: () => Promise<T>): Promise<T | undefined> {
    if (busy) return undefined;
    setBusy(true);
    setProblem("");
    const failed = expect(s.id, state);
    try {
      return await does();
    } catch (error) {
      failed();
      if (error instanceof AskError && error.code === "CONFLICT") {
        const became = await latest(s.id).catch(() => undefined);
        if (became && became.state !== "PENDING") {
          const theirs = (became.supersededBy !== null && (await latest(became.supersededBy).catch(() => undefined))) || became;
          setClash({ act: title, mine, theirs, became });
          decided([became, theirs]);
          return undefined;
        }
      }
      setProblem(error instanceof Error ? error.message : String(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  /** Has the gate look at a correction at once; the revision that came of it. */
  const revise = (s: Suggestion, draft: Draft, words: Quoted | undefined, mine: Claimed) =>
    act(texts.desk.edit, s, "SUPERSEDED", mine, async () => {
      const { suggestion } = (await ask(reviseMutation, { input: revisionOf(s, draft, words) })).reviseSuggestion;
      decided([{ ...s, state: "SUPERSEDED", supersededBy: suggestion.id }, suggestion]);
      registry.did({ says: texts.desk.revised(sentenceOfClaim(suggestion)), final: texts.desk.revisionFinal });
      return suggestion;
    });

  const accept = (s: Suggestion) =>
    act(texts.desk.accept, s, "ACCEPTED", s, async () => {
      const { suggestions } = (await ask(acceptMutation, { ids: [s.id] })).acceptSuggestions;
      decided(suggestions);
      registry.did(undoAccepted(texts.desk.accepted(sentenceOfClaim(s)), suggestions, decided));
      return suggestions[0];
    });

  const reject = (s: Suggestion, reason: string) =>
    act(texts.desk.reject, s, "REJECTED", s, async () => {
      const { suggestions } = (await ask(rejectMutation, { ids: [s.id], reason: reason.trim() || undefined })).rejectSuggestions;
      decided(suggestions);
      registry.did({ says: texts.desk.rejected(sentenceOfClaim(s)), final: texts.desk.rejectionFinal });
      return suggestions[0];
    });

  return { busy, problem, clash, setClash, revise, accept, reject };
}
