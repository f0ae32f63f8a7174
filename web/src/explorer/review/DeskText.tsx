import { useEffect, useMemo, useRef } from "react";
import { visible } from "../text/names";
import { type Marked, piecesOf, type Span } from "./marks";
import { selectedSpan, spanAttributes } from "./selection";
import { texts } from "./texts";

interface Props {
  text: string;
  /** The quotes of claims, by the claims' ids. */
  quotes: readonly Marked[];
  /** Words within the quote in hand that speak against it, and the like. */
  cues: readonly Span[];
  /** The words that the reader has marked. */
  marked: Span | undefined;
  /** The claim in hand. */
  current: string | undefined;
  onChoose: (id: string) => void;
  onMark: (span: Span | undefined) => void;
}

const cue = "\u0000cue";
const own = "\u0000own";

/** The article, with the quotes of claims marked where the server found them. */
export function DeskText({ text, quotes, cues, marked, current, onChoose, onMark }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pieces = useMemo(
    () => piecesOf(text, [...quotes, ...cues.map((span) => ({ ...span, id: cue })), ...(marked ? [{ ...marked, id: own }] : [])]),
    [text, quotes, cues, marked],
  );
  useEffect(() => {
    const scroller = box.current;
    const mark = scroller?.querySelector<HTMLElement>("[data-current]");
    if (!scroller || !mark) return;
    const above = mark.offsetTop < scroller.scrollTop;
    const beneath = mark.offsetTop + mark.offsetHeight > scroller.scrollTop + scroller.clientHeight;
    if (above || beneath) scroller.scrollTop = mark.offsetTop - scroller.clientHeight / 3;
  }, [current, pieces]);
  useEffect(() => {
    const changed = () => {
      const selection = getSelection();
      if (!box.current || !selection || selection.isCollapsed) return;
      const span = selectedSpan(box.current, selection);
      if (span) onMark(span);
    };
    document.addEventListener("pointerup", changed);
    document.addEventListener("keyup", changed);
    return () => {
      document.removeEventListener("pointerup", changed);
      document.removeEventListener("keyup", changed);
    };
  });
  return (
    <div className="desk-text" ref={box} tabIndex={0} role="region" aria-label={texts.desk.text}>
      {pieces.map(({ start, end, shown, unseen, ids }) => {
        const claims = ids.filter((id) => id !== cue && id !== own);
        const attributes = { ...spanAttributes({ start, end }), ...(unseen && { "data-unseen": "" }) };
        const shownText = unseen ? shown : visible(shown);
        if (ids.length === 0) {
          return (
            <span key={start} className={unseen ? "unseen-mark" : undefined} {...attributes}>
              {shownText}
            </span>
          );
        }
        const isCurrent = current !== undefined && claims.includes(current);
        const names = [isCurrent && "current", ids.includes(cue) && "cue", ids.includes(own) && "own", claims.length === 0 && "plain", unseen && "unseen-mark"];
        // Of several claims with these words, the one after that in hand.
        const next = claims[(current === undefined ? -1 : claims.indexOf(current)) + 1] ?? claims[0];
        return (
          <mark
            key={start}
            className={names.filter(Boolean).join(" ")}
            data-current={isCurrent || undefined}
            {...attributes}
            onClick={() => {
              if (next !== undefined && getSelection()?.isCollapsed !== false) onChoose(next);
            }}
          >
            {shownText}
          </mark>
        );
      })}
    </div>
  );
}
