import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { SuggestionFilter } from "../../generated/graphql";
import { useRegistry } from "../../commands/useCommands";
import { ask } from "../api/client";
import { useAnswer, usePages } from "../api/useAnswer";
import { useFollow } from "../api/useFollow";
import { Failed, Waiting } from "../panel/states";
import { Name } from "../ui/Name";
import { useVocabulary } from "../view/useGraph";
import type { Viewer } from "../viewer";
import { ClaimText, moment } from "./bits";
import { hrefOf } from "./go";
import { type Place, problems, type QueueFilter, states } from "./link";
import { acceptMutation, decidedSubscription, documentsQuery, queueQuery } from "./queries";
import { undoAccepted } from "./undo";
import { texts } from "./texts";
import type { Suggestion } from "./useDesk";

interface Props {
  filter: QueueFilter;
  viewer: Viewer;
  onPlace: (next: Place, replace?: boolean) => void;
}

const some = <T,>(list: T[]) => (list.length > 0 ? list : undefined);

/** A filter as the server takes it. */
const filterOf = (f: QueueFilter): SuggestionFilter => ({
  states: some(f.states), types: some(f.types), problems: some(f.problems), documents: some(f.documents), extractors: some(f.extractors),
});

const deskAt = (s: Suggestion): Place => ({ is: "desk", document: s.document.id, suggestion: s.id, order: "text", all: s.state !== "PENDING" });

/** What was suggested of all articles, and who decided what. */
export function Queue({ filter, viewer, onPlace }: Props) {
  const client = useQueryClient();
  const registry = useRegistry();
  const { types } = useVocabulary();
  const documents = useAnswer(documentsQuery, {}).data?.documents.nodes ?? [];
  const [problem, setProblem] = useState("");
  const answer = usePages(queueQuery, { filter: filterOf(filter) }, ({ suggestions: { pageInfo } }) =>
    pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  );
  const refresh = () => void client.invalidateQueries();
  useFollow(decidedSubscription, {}, refresh, refresh);
  const [inView, watch] = useInView();

  const pages = answer.data ?? [];
  const all = pages.flatMap((page) => page.suggestions.nodes);
  const total = pages[0]?.suggestions.totalCount ?? 0;
  const [only] = filter.types;
  const onScreen = filter.types.length === 1 && viewer.curates ? all.filter((s) => s.state === "PENDING" && inView.has(s.id)) : [];

  async function acceptOnScreen() {
    setProblem("");
    try {
      const { suggestions } = (await ask(acceptMutation, { ids: onScreen.map((s) => s.id) })).acceptSuggestions;
      registry.did(undoAccepted(texts.desk.acceptedMany(suggestions.length), suggestions, refresh));
      refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  const set = (change: Partial<QueueFilter>) => {
    onPlace({ is: "queue", filter: { ...filter, ...change } });
  };
  const choice = (label: string, value: string, options: readonly (readonly [string, string])[], choose: (value: string) => void) => (
    <label className="field">
      <span className="label">{label}</span>
      <select
        value={value}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        <option value="*">{texts.queueing.all}</option>
        {options.map(([option, says]) => (
          <option key={option} value={option}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
  const one = (list: readonly string[]) => list[0] ?? "*";
  const listOf = <T extends string>(value: string) => (value === "*" ? [] : [value as T]);
  const titled = documents.map((d) => [d.id, d.title ?? d.id] as const);
  return (
    <div className="queue">
      <div className="queue-filters" role="group" aria-label={texts.queueing.filters}>
        {choice(texts.queueing.state, one(filter.states), states.map((s) => [s, texts.states[s]] as const), (value) => { set({ states: listOf(value) }); })}
        {choice(texts.queueing.type, one(filter.types), [...types].map(([id, { label }]) => [id, label] as const).sort(([, a], [, b]) => a.localeCompare(b)), (value) => { set({ types: listOf(value) }); })}
        {choice(texts.queueing.problem, one(filter.problems), problems.map((p) => [p, texts.problems[p]] as const), (value) => { set({ problems: listOf(value) }); })}
        {choice(texts.queueing.document, one(filter.documents), titled, (value) => { set({ documents: listOf(value) }); })}
        {choice(texts.queueing.by, one(filter.extractors), [["rules", "rules"], ["llm", "llm"], ["", texts.queueing.person]], (value) => { set({ extractors: listOf(value) }); })}
        {choice(texts.queueing.documents, "*", titled, (document) => {
          if (document !== "*") onPlace({ is: "desk", document, suggestion: undefined, order: "text", all: false });
        })}
      </div>
      {answer.error && <Failed error={answer.error} again={answer.again} />}
      {pages.length === 0 && answer.waiting && <Waiting what="the queue" />}
      {pages.length > 0 && (
        <div className="queue-head">
          <span role="status">{texts.queueing.count(total)}</span>
          {onScreen.length > 1 && (
            <button type="button" onClick={() => void acceptOnScreen()}>
              {texts.desk.acceptType(onScreen.length, (only && types.get(only)?.label) ?? "")}
            </button>
          )}
        </div>
      )}
      {problem && (
        <p className="warning" role="alert">
          <Name of={problem} />
        </p>
      )}
      {pages.length > 0 && all.length === 0 && <p className="nothing">{filter.states.join() === "PENDING" ? texts.queueing.empty : texts.queueing.none}</p>}
      <ul className="queue-list">
        {all.map((s) => (
          <li key={s.id} ref={watch} data-id={s.id}>
            <a
              href={hrefOf(deskAt(s))}
              title={texts.queueing.open}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onPlace(deskAt(s));
              }}
            >
              <span className="sentence">
                <ClaimText claim={s} />
              </span>
              <span className="badges">
                <span className={`badge state-${s.state}`}>{texts.states[s.state]}</span>
                {s.state === "PENDING" &&
                  s.problems.map((p, i) => (
                    <span key={i} className="badge problem">
                      {texts.problems[p.code]}
                    </span>
                  ))}
              </span>
              <small className="note">
                <Name of={s.document.title ?? s.document.id} />
                {s.decision && (
                  <>
                    {" · "}
                    <Name of={texts.desk.decided(s.state, s.decision.agent ?? texts.desk.somebody, moment(s.decision.recordedAt))} />
                    {s.decision.reason && (
                      <>
                        , <Name of={texts.desk.because(s.decision.reason)} />
                      </>
                    )}
                  </>
                )}
              </small>
            </a>
          </li>
        ))}
      </ul>
      {answer.more && (
        <button type="button" className="more" onClick={answer.more}>
          {texts.queueing.more}
        </button>
      )}
    </div>
  );
}

/** Which of the elements that are watched are on the screen, by their data-id. */
function useInView(): [ReadonlySet<string>, (element: HTMLElement | null) => (() => void) | undefined] {
  const [inView, setInView] = useState<ReadonlySet<string>>(new Set());
  const observer = useRef<IntersectionObserver>(undefined);
  const [watch] = useState(() => (element: HTMLElement | null) => {
    if (!element) return undefined;
    observer.current ??= new IntersectionObserver(
      (entries) => {
        setInView((before) => {
          const now = new Set(before);
          for (const { target, isIntersecting } of entries) {
            const id = (target as HTMLElement).dataset["id"] ?? "";
            if (isIntersecting) now.add(id);
            else now.delete(id);
          }
          return now;
        });
      },
      { threshold: 0.9 },
    );
    observer.current.observe(element);
    return () => {
      observer.current?.unobserve(element);
      const id = element.dataset["id"] ?? "";
      setInView((before) => new Set([...before].filter((other) => other !== id)));
    };
  });
  useEffect(
    () => () => {
      observer.current?.disconnect();
    },
    [],
  );
  return [inView, watch];
}
