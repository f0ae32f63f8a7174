import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { EntityKind, SearchQuery } from "../../generated/graphql";
import { useSearchHits } from "../view/usePanels";
import { type EntityKindName, kindLabel } from "../words";
import { SearchIcon } from "./icons";
import { KindMark } from "./marks";
import { Name } from "./Name";
import { Statement } from "./Statement";

type Hit = SearchQuery["search"][number];

interface Props {
  asOf?: string | undefined;
  /** What is searched for, for those who do not see where the field stands. */
  label: string;
  placeholder: string;
  /** Only entities of these kinds, and no relations. */
  kinds?: EntityKind[];
  /** The key / leads here. */
  shortcut?: boolean;
  onEntity: (id: string, name: string, kind: EntityKindName | undefined) => void;
  onRelation?: (id: string) => void;
}

/** How long to wait for the next letter, in milliseconds. */
const pause = 150;

/** What is asked for what was typed: the server takes so many characters and words. */
const questionOf = (typed: string) => Array.from(typed.trim()).slice(0, 200).join("").split(/\s+/).slice(0, 8).join(" ");

/**
 * Searches while one types. Suggestions that answer what was typed before stay in
 * sight, but are not taken for an answer: Enter waits for its own.
 */
export function SearchBox({ asOf, label, placeholder, kinds, shortcut = false, onEntity, onRelation }: Props) {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [entered, setEntered] = useState<string>();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const question = questionOf(typed);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(question);
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [question]);
  const { data, stale, error, waiting, again } = useSearchHits(asked, kinds, asOf);
  const answered = asked === question && !stale && data !== undefined;
  const hits = question === "" ? [] : (data?.search ?? []);

  useEffect(() => {
    if (!shortcut) return undefined;
    const focus = (event: globalThis.KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key === "/" && !inField) {
        event.preventDefault();
        input.current?.focus();
      }
    };
    addEventListener("keydown", focus);
    return () => {
      removeEventListener("keydown", focus);
    };
  }, [shortcut]);

  function take(hit: Hit) {
    setTyped("");
    setAsked("");
    setEntered(undefined);
    setOpen(false);
    if (hit.node.__typename === "Relation") onRelation?.(hit.node.id);
    else if ("name" in hit.node) onEntity(hit.node.id, hit.node.name, hit.node.__typename);
    else onEntity(hit.node.id, hit.node.id, undefined);
  }

  // Enter was pressed before the answer was there.
  const [first] = hits;
  const due = entered !== undefined && entered === question && answered;
  const taking = useRef(take);
  useEffect(() => {
    taking.current = take;
  });
  useEffect(() => {
    if (due && first) taking.current(first);
  }, [due, first]);

  function enter() {
    if (answered) {
      const hit = hits[active];
      if (hit) take(hit);
    } else if (question !== "") {
      setEntered(question);
      if (asked === question) again();
      else setAsked(question);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const last = hits.length - 1;
    if (event.key === "ArrowDown") setActive((n) => (n >= last ? 0 : n + 1));
    else if (event.key === "ArrowUp") setActive((n) => (n <= 0 ? last : n - 1));
    else if (event.key === "Escape") {
      setOpen(false);
      setEntered(undefined);
    } else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
  }

  const shown = open && question !== "";
  const failed = asked === question && !waiting ? error : null;
  return (
    <div className="search">
      <SearchIcon />
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={shown && hits.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && answered && hits[active] ? `${list}-${String(active)}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setEntered(undefined);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => {
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
          setEntered(undefined);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="hits" hidden={!shown}>
        <ul id={list} role="listbox" aria-label="Suggestions" aria-busy={!answered} data-stale={(!answered && hits.length > 0) || undefined}>
          {hits.map((hit, i) => (
            <li
              key={hit.node.id}
              id={`${list}-${String(i)}`}
              role="option"
              aria-selected={answered && i === active}
              onPointerDown={(event) => {
                event.preventDefault();
              }}
              onPointerEnter={() => {
                setActive(i);
              }}
              onClick={() => {
                take(hit);
              }}
            >
              <HitText hit={hit} />
            </li>
          ))}
        </ul>
        {!answered && !failed && <p className="none" role="status">Searching …</p>}
        {answered && hits.length === 0 && <p className="none">Nothing is called {kinds ? "" : "or says "}that. Another spelling, or fewer words?</p>}
        {failed && (
          <p className="none" role="alert">
            No answer. {failed.message} Enter asks again.
          </p>
        )}
      </div>
    </div>
  );
}

function HitText({ hit }: { hit: Hit }) {
  const { node } = hit;
  if (node.__typename === "Relation") {
    return (
      <>
        <span className="quote-mark" aria-hidden="true">
          “
        </span>
        <span>
          <Statement relation={node} />
          <small>
            <Name of={hit.matched.replace(/^evidence in [^\s]+: /, "")} />
          </small>
        </span>
      </>
    );
  }
  if (!("name" in node)) return <Name of={node.id} />; // a search finds entities and relations
  return (
    <>
      <KindMark kind={node.__typename} />
      <span>
        <Name of={node.name} />
        <small>
          <Name of={node.description ?? kindLabel[node.__typename satisfies EntityKindName]} />
        </small>
      </span>
    </>
  );
}
