import { useEffect, useRef, useState } from "react";
import type { RelationQuery } from "../../generated/graphql";
import { cut, head, tail } from "../text/codepoints";
import { inWords } from "../text/edtf";
import { visible } from "../text/names";
import { Name } from "../ui/Name";
import { WebLink } from "./bits";

type Evidence = Extract<NonNullable<RelationQuery["node"]>, { __typename: "Relation" }>["evidence"][number];

/** Of a long text, this much is shown before and after the words, in UTF-16 units. */
const around = 1500;

/** The words of a piece of evidence, marked in the text that they stand in. */
export function Article({ evidence }: { evidence: Evidence }) {
  const [whole, setWhole] = useState(false);
  const mark = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = scroller.current;
    if (!box || !mark.current) return;
    box.scrollTop = mark.current.offsetTop - box.clientHeight / 4;
  }, [whole]);

  const { document, source } = evidence;
  if (!document) {
    return source ? <Row source={source} /> : <p className="row-evidence">No words are recorded for this.</p>;
  }
  const parts = cut(document.text, evidence.start ?? -1, evidence.end ?? -1);
  const published = document.publishedAt && inWords(document.publishedAt.edtf);
  const long = !whole && parts !== undefined && document.text.length > 4 * around;
  return (
    <figure className="article">
      <figcaption>
        <WebLink url={document.url}>
          <Name of={document.title ?? document.id} />
        </WebLink>
        {(document.publisher ?? published) && (
          <span className="note">
            {document.publisher && <Name of={document.publisher} />}
            {document.publisher && published && ", "}
            {published}
          </span>
        )}
      </figcaption>
      <div className="text" ref={scroller} tabIndex={0} role="region" aria-label="The text, with the words marked">
        {parts ? (
          <>
            {visible(long ? `… ${tail(parts.before, around)}` : parts.before)}
            <mark ref={mark}>{visible(parts.words)}</mark>
            {visible(long ? `${head(parts.after, around)} …` : parts.after.trimEnd())}
          </>
        ) : (
          <mark>{visible(evidence.exact ?? "")}</mark>
        )}
      </div>
      {long && (
        <button
          type="button"
          className="quiet"
          onClick={() => {
            setWhole(true);
          }}
        >
          Show the whole text
        </button>
      )}
    </figure>
  );
}

/** A row of a data set, which gives no words of what it was coded from. */
function Row({ source }: { source: NonNullable<Evidence["source"]> }) {
  return (
    <div className="row-evidence">
      <p>
        Coded in the data set {visible(source.dataset)}, row {visible(source.record)}. The data set does not give the words
        {(source.publisher ?? source.url) && (
          <>
            {" of "}
            <WebLink url={source.url}>{source.publisher ? <Name of={source.publisher} /> : "what was coded"}</WebLink>
          </>
        )}
        .
      </p>
      {source.note && (
        <p>
          <span className="note">The coder’s words, not a quote:</span> <Name of={source.note} />
        </p>
      )}
    </div>
  );
}
