import { useMemo, useRef, useState } from "react";
import { useCommands, useRegistry } from "../../commands/useCommands";
import { useAnswer } from "../api/useAnswer";
import { Failed, Waiting } from "../panel/states";
import { inWords } from "../text/edtf";
import { Name } from "../ui/Name";
import { WebLink } from "../panel/bits";
import type { Viewer } from "../viewer";
import { useVocabulary } from "../view/useGraph";
import { claimedOf } from "./claimed";
import { ClaimPanel } from "./ClaimPanel";
import { Conflict } from "./Conflict";
import { useDeciding } from "./deciding";
import { DeskText } from "./DeskText";
import { type Draft, draftOf, isSame } from "./draft";
import type { Place } from "./link";
import { MakeClaim } from "./MakeClaim";
import { findWithin, quoteOf, type Span, trimmed, wordsOf } from "./marks";
import { inOrder, type Order, orders } from "./order";
import { deskDocumentQuery, suggestionQuery } from "./queries";
import { texts } from "./texts";
import { type Suggestion, useSuggestions } from "./useDesk";

type DeskPlace = Extract<Place, { is: "desk" }>;

interface Props {
  place: DeskPlace;
  viewer: Viewer;
  onPlace: (next: Place, replace?: boolean) => void;
  onSay: (says: string) => void;
}

/** An article, what it claims, and what is decided of that. */
export function Desk(props: Props) {
  const answer = useAnswer(deskDocumentQuery, { id: props.place.document });
  if (!answer.data || answer.stale) return answer.error ? <Failed error={answer.error} again={answer.again} /> : <Waiting what="the article" />;
  const { document } = answer.data;
  if (!document) return <p className="notice big">{texts.desk.noDocument(props.place.document)}</p>;
  return <Article key={document.id} document={document} {...props} />;
}

interface ArticleProps extends Props {
  document: { id: string; title: string | null; text: string; url: string | null; publisher: string | null; publishedAt: { edtf: string } | null };
}

const none: never[] = [];

function Article({ document, place, viewer, onPlace, onSay }: ArticleProps) {
  const { text } = document;
  const registry = useRegistry();
  const { types } = useVocabulary();
  const [drafted, setDrafted] = useState<{ of: string; draft: Draft }>();
  const [marked, setMarked] = useState<Span>();
  const [making, setMaking] = useState<Span>();
  const [rejecting, setRejecting] = useState(false);
  const [others, setOthers] = useState<Suggestion>();
  const panel = useRef<HTMLElement>(null);

  const { all, error, again, put, decided, expect } = useSuggestions(document.id, true, (s) => {
    const says = s.decision ? texts.desk.decided(s.state, s.decision.agent ?? texts.desk.somebody, "") : texts.states[s.state];
    onSay(says.replace(/, $/, ""));
    setOthers(s);
  });
  const deciding = useDeciding({ registry, decided, expect });
  const waiting = useMemo(() => (all ?? none).filter((s) => s.state === "PENDING"), [all]);
  const listed = useMemo(
    () => inOrder((all ?? none).filter((s) => (place.all ? s.state !== "SUPERSEDED" : s.state === "PENDING") || s.id === place.suggestion), place.order),
    [all, place.all, place.order, place.suggestion],
  );
  const current = listed.find((s) => s.id === place.suggestion) ?? listed[0];
  const detail = useAnswer(suggestionQuery, { id: current?.id ?? "" }, current !== undefined);
  const full = !detail.stale && detail.data?.node?.__typename === "Suggestion" && detail.data.node.id === current?.id ? detail.data.node : undefined;
  const draft = current && (drafted?.of === current.id ? drafted.draft : draftOf(current));
  const changed = current !== undefined && draft !== undefined && !isSame(draft, draftOf(current));
  const open = current?.state === "PENDING" && viewer.curates && !deciding.busy;

  const choose = (id: string | undefined) => {
    setRejecting(false);
    setMaking(undefined);
    onPlace({ ...place, suggestion: id }, true);
  };
  // What one is correcting was decided by somebody else meanwhile.
  const overtaken = others && drafted?.of === others.id ? { act: texts.desk.edit, mine: claimedOf(drafted.draft, types), theirs: others, became: others } : undefined;
  const clash = deciding.clash ?? overtaken;
  const resolve = (next: string | undefined) => {
    deciding.setClash(undefined);
    setOthers(undefined);
    setDrafted(undefined);
    choose(next);
  };
  /** The claim after or before the one in hand; at the ends it stays. */
  const beside = (by: number) => {
    const at = listed.findIndex((s) => s.id === current?.id);
    return listed[Math.min(Math.max(at + by, 0), listed.length - 1)]?.id;
  };
  /** Which claim to go on with once that in hand is decided. */
  const following = () => {
    const at = listed.findIndex((s) => s.id === current?.id);
    return [...listed.slice(at + 1), ...listed.slice(0, at)].find((s) => s.state === "PENDING")?.id;
  };
  const unmark = () => {
    setMarked(undefined);
    getSelection()?.removeAllRanges();
  };

  async function keep(): Promise<Suggestion | undefined> {
    if (!current || !draft) return undefined;
    if (!changed) return current;
    const revision = await deciding.revise(current, draft, undefined, claimedOf(draft, types));
    if (revision) {
      setDrafted(undefined);
      choose(revision.id);
    }
    return revision;
  }

  async function accept() {
    const next = following();
    const kept = await keep();
    if (kept && (await deciding.accept(kept))) choose(next);
  }

  async function reject(reason: string) {
    if (!current) return;
    const next = following();
    if (await deciding.reject(current, reason)) choose(next);
  }

  /** Has the claim in hand rest on the words that are marked. */
  async function takeWords() {
    const span = marked && trimmed(text, marked);
    if (!current || !draft || !span) return;
    const words = quoteOf(text, span);
    const wanted = { ...draft, words: words.exact };
    const revision = await deciding.revise(current, wanted, words, claimedOf(wanted, types));
    if (!revision) return;
    unmark();
    setDrafted(undefined);
    choose(revision.id);
  }

  const focusFields = () => {
    panel.current?.querySelector<HTMLElement>(".claim-fields summary, .claim-fields select, .claim-fields input")?.focus();
  };
  const group = texts.desk.keysGroup;
  useCommands([
    { id: "desk.accept", title: texts.desk.accept, group, keys: ["a"], available: () => open, run: async () => { await accept(); return undefined; } },
    { id: "desk.edit", title: texts.desk.edit, group, keys: ["e"], available: () => open, run: () => { focusFields(); return undefined; } },
    { id: "desk.reject", title: texts.desk.reject, group, keys: ["r"], available: () => open, run: () => { setRejecting(true); return undefined; } },
    { id: "desk.next", title: texts.desk.next, group, keys: ["j"], run: () => { choose(beside(1)); return undefined; } },
    { id: "desk.before", title: texts.desk.before, group, keys: ["k"], run: () => { choose(beside(-1)); return undefined; } },
    { id: "desk.close", title: texts.desk.cancel, group, keys: ["Escape"], available: () => marked !== undefined || making !== undefined || rejecting, run: () => { unmark(); setMaking(undefined); setRejecting(false); return undefined; } },
  ]);

  const quotes = useMemo(
    () => listed.flatMap((s) => s.evidence.flatMap(({ start, end }) => (start === null || end === null ? none : { id: s.id, start, end }))),
    [listed],
  );
  const quote = current?.evidence[0];
  const cues = useMemo(() => {
    const { start, end } = quote ?? {};
    if (start == null || end == null) return none;
    return (current?.problems ?? none).flatMap((p) => (p.code === "CUE" && p.quote ? (findWithin(text, { start, end }, p.quote) ?? none) : none));
  }, [current, quote, text]);
  const markedNow = marked && trimmed(text, marked);
  const published = document.publishedAt && inWords(document.publishedAt.edtf);

  if (!all) return error ? <Failed error={error} again={again} /> : <Waiting what="the claims" />;
  return (
    <div className="desk">
      <section className="desk-article" aria-label={document.title ?? document.id}>
        <header>
          <h2>
            <WebLink url={document.url}>
              <Name of={document.title ?? document.id} />
            </WebLink>
          </h2>
          <p className="note">
            {document.publisher && <Name of={document.publisher} />}
            {document.publisher && published && ", "}
            {published}
          </p>
        </header>
        <DeskText text={text} quotes={quotes} cues={cues} marked={making ?? markedNow} current={making ? undefined : current?.id} onChoose={choose} onMark={setMarked} />
        {markedNow && viewer.contributes && (
          <div className="marked-bar" role="group" aria-label={texts.desk.marked} onPointerDown={(event) => { event.preventDefault(); }}>
            <q>
              <Name of={wordsOf(text, markedNow)} />
            </q>
            <div className="buttons">
              {open && !making && (
                <button type="button" onClick={() => void takeWords()}>
                  {texts.desk.use}
                </button>
              )}
              <button
                type="button"
                onClick={() => {
                  setMaking(markedNow);
                  unmark();
                }}
              >
                {texts.desk.make}
              </button>
              <button type="button" className="quiet" onClick={unmark}>
                {texts.desk.cancel}
              </button>
            </div>
          </div>
        )}
      </section>
      <aside className="desk-claim" ref={panel} aria-label={texts.desk.claims}>
        <div className="desk-order">
          <span role="status">{texts.desk.left(waiting.length, all.filter((s) => s.state !== "SUPERSEDED").length)}</span>
          <label>
            <span className="unseen">{texts.desk.order}</span>
            <select
              aria-label={texts.desk.order}
              value={place.order}
              onChange={(event) => {
                onPlace({ ...place, order: event.target.value as Order, suggestion: undefined }, true);
              }}
            >
              {orders.map((order) => (
                <option key={order} value={order}>
                  {texts.desk.orders[order]}
                </option>
              ))}
            </select>
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={place.all}
              onChange={() => {
                onPlace({ ...place, all: !place.all }, true);
              }}
            />
            {texts.queueing.all}
          </label>
        </div>
        {clash && (
          <Conflict
            clash={clash}
            onClose={() => {
              resolve(following());
            }}
            onSee={() => {
              resolve(clash.theirs.id);
            }}
          />
        )}
        {making ? (
          <MakeClaim
            key={`${String(making.start)}-${String(making.end)}`}
            document={document.id}
            text={text}
            span={making}
            viewer={viewer}
            onMade={(made, accepted) => {
              (accepted ? decided : put)([made]);
              setMaking(undefined);
              choose(made.id);
            }}
            onCancel={() => {
              setMaking(undefined);
            }}
          />
        ) : current && draft ? (
          <ClaimPanel
            claim={current}
            full={full}
            draft={draft}
            said={claimedOf(draft, types)}
            changed={changed}
            position={texts.desk.position(listed.indexOf(current) + 1, listed.length)}
            editable={viewer.curates && current.state === "PENDING"}
            curates={viewer.curates}
            problem={deciding.problem}
            rejecting={rejecting}
            onDraft={(next) => {
              setDrafted({ of: current.id, draft: next });
            }}
            onKeep={() => void keep()}
            onRevert={() => {
              setDrafted(undefined);
            }}
            onReject={(reason) => {
              setRejecting(false);
              if (reason !== undefined) void reject(reason);
            }}
          />
        ) : (
          <div className="nothing">
            <p>{texts.desk.nothing}</p>
            {viewer.contributes && <p className="note">{texts.desk.nothingHint}</p>}
          </div>
        )}
      </aside>
    </div>
  );
}
