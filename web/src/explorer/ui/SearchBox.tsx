import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import type { SearchQuery } from "../../generated/graphql";
import { useSearchHits } from "../view/useGraph";
import { type EntityKindName, kindLabel } from "../words";
import { SearchIcon } from "./icons";
import { KindMark } from "./marks";

type Hit = SearchQuery["search"][number];

interface Props {
  asOf?: string | undefined;
  placeholder: string;
  onEntity: (id: string) => void;
  onRelation: (id: string) => void;
}

/** How long to wait for the next letter, in milliseconds. */
const pause = 150;

export function SearchBox({ asOf, placeholder, onEntity, onRelation }: Props) {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(Array.from(typed).slice(0, 200).join("").split(/\s+/).slice(0, 9).join(" "));
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);
  const { data, error, isFetching } = useSearchHits(asked, asOf);
  const hits = useDeferredValue(asked.trim() === "" ? [] : (data?.search ?? []));

  useEffect(() => {
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
  }, []);

  function take(hit: Hit) {
    setTyped("");
    setOpen(false);
    if (hit.node.__typename === "Relation") onRelation(hit.node.id);
    else onEntity(hit.node.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    const last = hits.length - 1;
    if (event.key === "ArrowDown") setActive((n) => (n >= last ? 0 : n + 1));
    else if (event.key === "ArrowUp") setActive((n) => (n <= 0 ? last : n - 1));
    else if (event.key === "Escape") setOpen(false);
    else if (event.key === "Enter") {
      const hit = hits[active];
      if (hit) take(hit);
    } else return;
    event.preventDefault();
  }

  const shown = open && typed.trim() !== "";
  const nothing = shown && asked === typed.trim() && !isFetching && hits.length === 0;
  return (
    <div className="search">
      <SearchIcon />
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search people, countries, proposals and words"
        aria-expanded={shown && hits.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[active] ? `${list}-${String(active)}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => {
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="hits" hidden={!shown}>
        <ul id={list} role="listbox" aria-label="Suggestions">
          {hits.map((hit, i) => (
            <li
              key={hit.node.id}
              id={`${list}-${String(i)}`}
              role="option"
              aria-selected={i === active}
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
        {nothing && !error && <p className="none">Nothing is called or says that. Another spelling, or fewer words?</p>}
        {error && <p className="none">{error.message}</p>}
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
          <bdi>{node.subject.name}</bdi> {node.type.label} <bdi>{node.object.name}</bdi>
          <small>
            <bdi>{hit.matched.replace(/^evidence in [^\s]+: /, "")}</bdi>
          </small>
        </span>
      </>
    );
  }
  if (node.__typename === "Document") return <span>{node.id}</span>;
  return (
    <>
      <KindMark kind={node.__typename} />
      <span>
        <bdi>{node.name}</bdi>
        <small>
          <bdi>{node.description ?? kindLabel[node.__typename satisfies EntityKindName]}</bdi>
        </small>
      </span>
    </>
  );
}
