import { type DragEvent, useEffect, useId, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import type { IngestionPartFragment, ReadArticlesMutation } from "../../generated/graphql";
import { ask } from "../api/client";
import { Name } from "../ui/Name";
import type { Viewer } from "../viewer";
import type { Place } from "./link";
import { ingestionQuery, ingestMutation, readArticlesMutation } from "./queries";
import { texts } from "./texts";

type Article = ReadArticlesMutation["readArticles"]["articles"][number];

interface Props {
  viewer: Viewer;
  onPlace: (next: Place) => void;
}

/** How large a source may be that is sent to the server, in bytes. */
const largest = 1_000_000;

/** How long to wait before a reading is asked about again, in milliseconds. */
const interval = 1_000;

/** Adds an article: from a text, a file or an address to the queue. */
export function Add({ viewer, onPlace }: Props) {
  const [source, setSource] = useState("");
  const [name, setName] = useState<string>();
  const [address, setAddress] = useState("");
  const [found, setFound] = useState<readonly Article[]>();
  const [chosen, setChosen] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const id = useId();

  async function read(input: { source: string; name?: string } | { url: string }) {
    setBusy(true);
    setProblem("");
    setFound(undefined);
    try {
      const { articles } = (await ask(readArticlesMutation, { input })).readArticles;
      setChosen(0);
      if (articles.length === 0) setProblem(texts.adding.noText);
      else setFound(articles);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  async function take(taken: File | undefined) {
    if (!taken) return;
    if (taken.size > largest) {
      setProblem(texts.adding.tooLarge((taken.size / 1e6).toFixed(1)));
      return;
    }
    const text = await taken.text();
    setSource(text);
    setName(taken.name);
    await read({ source: text, name: taken.name });
  }

  if (!viewer.contributes) return <p className="notice big">{texts.desk.onlyReads}</p>;
  const article = found?.[chosen];
  return (
    <div
      className={`add${over ? " over" : ""}`}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <h2>{texts.add}</h2>
      <p>{texts.adding.intro}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (source.trim() === "") setProblem(texts.adding.noText);
          else void read({ source, ...(name !== undefined && { name }) });
        }}
      >
        <label htmlFor={`${id}-source`}>{texts.adding.paste}</label>
        <textarea
          id={`${id}-source`}
          rows={article ? 5 : 12}
          dir="auto"
          autoFocus
          placeholder={texts.adding.pasteHint}
          value={source}
          onChange={(event) => {
            setSource(event.target.value);
            setName(undefined);
            setFound(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
        <div className="buttons">
          <button type="submit" className={article ? undefined : "strong"} disabled={busy} title="Ctrl Enter">
            {busy ? texts.adding.reading : texts.adding.read}
          </button>
          <button type="button" onClick={() => file.current?.click()}>
            {texts.adding.file}
          </button>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={texts.adding.file}
            accept=".txt,.md,.html,.htm,.xhtml,.json,.jsonl,.xml,.rss,.atom"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </div>
      </form>
      {viewer.fetches && (
        <form
          className="fetching"
          onSubmit={(event) => {
            event.preventDefault();
            void read({ url: address.trim() });
          }}
        >
          <label htmlFor={`${id}-address`}>{texts.adding.address}</label>
          <input
            id={`${id}-address`}
            type="url"
            placeholder="https://"
            value={address}
            onChange={(event) => {
              setAddress(event.target.value);
            }}
          />
          <button type="submit" disabled={busy || address.trim() === ""}>
            {texts.adding.fetch}
          </button>
        </form>
      )}
      {problem && (
        <p className="warning" role="alert">
          <Name of={problem} />
        </p>
      )}
      {found && found.length > 1 && (
        <label>
          {texts.adding.several(found.length)}{" "}
          <select
            value={chosen}
            onChange={(event) => {
              setChosen(Number(event.target.value));
            }}
          >
            {found.map((a, i) => (
              <option key={a.id} value={i}>
                {a.title ?? a.text.slice(0, 60)}
              </option>
            ))}
          </select>
        </label>
      )}
      {article && <Found key={article.id} article={article} viewer={viewer} onPlace={onPlace} />}
    </div>
  );
}

/** What was found of an article, to be put right before it is read. */
function Found({ article, viewer, onPlace }: { article: Article; viewer: Viewer; onPlace: (next: Place) => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState(article.title ?? "");
  const [day, setDay] = useState(article.publishedAt?.edtf ?? "");
  const [publisher, setPublisher] = useState(article.publisher ?? "");
  const [url, setUrl] = useState(article.url ?? "");
  const [extractor, setExtractor] = useState(viewer.extractors[0] ?? "rules");
  const [reading, setReading] = useState<IngestionPartFragment>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    first.current?.focus();
    first.current?.scrollIntoView({ block: "center" });
  }, []);

  const running = reading?.state === "RUNNING" ? reading.id : undefined;
  useEffect(() => {
    if (running === undefined) return undefined;
    const timer = setInterval(() => {
      void ask(ingestionQuery, { id: running }).then(
        ({ ingestion }) => {
          if (ingestion) setReading(ingestion);
        },
        () => undefined, // asked again
      );
    }, interval);
    return () => {
      clearInterval(timer);
    };
  }, [running]);

  const toDesk = (document: string) => {
    void client.invalidateQueries();
    onPlace({ is: "desk", document, suggestion: undefined, order: "text", all: false });
  };

  async function submit() {
    setBusy(true);
    setProblem("");
    try {
      const found = article.publishedAt;
      const { ingestion } = (
        await ask(ingestMutation, {
          input: {
            extractor,
            document: {
              id: article.id,
              text: article.text,
              title: title.trim() || undefined,
              publisher: publisher.trim() || undefined,
              url: url.trim() || undefined,
              language: article.language ?? undefined,
              sha256: article.sha256 ?? undefined,
              capturedAt: article.capturedAt ?? undefined,
              publishedAt: day.trim() === "" ? undefined : day.trim() === found?.edtf ? { edtf: found.edtf, inferred: found.inferred, reasoning: found.reasoning } : { edtf: day.trim(), inferred: false },
            },
          },
        })
      ).ingestDocument;
      setReading(ingestion);
      if (ingestion.state === "DONE" && ingestion.queued > 0 && ingestion.copyOf === null) toDesk(ingestion.document.id);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  const field = (name: string, label: string, value: string, set: (value: string) => void, hint?: string) => (
    <label className="field" htmlFor={`${id}-${name}`}>
      <span className="label">{label}</span>
      <input
        ref={name === "title" ? first : undefined}
        id={`${id}-${name}`}
        type="text"
        dir="auto"
        value={value}
        maxLength={1000}
        aria-describedby={hint ? `${id}-${name}-hint` : undefined}
        onChange={(event) => {
          set(event.target.value);
        }}
      />
      {hint && (
        <small id={`${id}-${name}-hint`} className="note">
          {hint}
        </small>
      )}
    </label>
  );
  return (
    <form
      className="found"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3>{texts.adding.found}</h3>
      {article.notes.map((note) => (
        <p key={note} className="note">
          <Name of={note} />
        </p>
      ))}
      {field("title", texts.adding.heading, title, setTitle)}
      <div className="pair">
        {field("day", texts.adding.day, day, setDay, article.publishedAt?.edtf === day && article.publishedAt.reasoning ? article.publishedAt.reasoning : texts.adding.dayHint)}
        {field("publisher", texts.adding.publisher, publisher, setPublisher)}
      </div>
      {field("url", texts.adding.link, url, setUrl)}
      {viewer.extractors.length > 1 && (
        <label className="field">
          <span className="label">{texts.adding.by}</span>
          <select
            value={extractor}
            onChange={(event) => {
              setExtractor(event.target.value);
            }}
          >
            {viewer.extractors.map((e) => (
              <option key={e} value={e}>
                {texts.adding.extractors[e] ?? e}
              </option>
            ))}
          </select>
        </label>
      )}
      {problem && (
        <p className="warning" role="alert">
          <Name of={problem} />
        </p>
      )}
      {!reading && (
        <button type="submit" className="strong" disabled={busy}>
          {busy ? texts.adding.submitting : texts.adding.submit}
        </button>
      )}
      {reading && (
        <div className="reading" role="status">
          {reading.state === "RUNNING" && <p>{texts.adding.running}</p>}
          {reading.state === "FAILED" && <p className="warning"><Name of={texts.adding.failed(reading.error ?? "")} /></p>}
          {reading.state === "DONE" && <p>{texts.adding.done(reading.found, reading.queued, reading.known)}</p>}
          {reading.state === "DONE" && reading.queued === 0 && <p className="note">{texts.adding.nothing}</p>}
          {reading.copyOf && (
            <p>
              {texts.adding.copyOf} <Name of={reading.copyOf.title ?? reading.copyOf.id} />
            </p>
          )}
          {reading.refused.length > 0 && (
            <details>
              <summary>
                {texts.adding.refused}: {reading.refused.reduce((sum, r) => sum + r.count, 0)}
              </summary>
              <ul>
                {reading.refused.map((r) => (
                  <li key={r.reason}>
                    {r.count} {r.reason}: <Name of={r.examples.join("; ")} />
                  </li>
                ))}
              </ul>
            </details>
          )}
          <button
            type="button"
            className="strong"
            onClick={() => {
              toDesk(reading.document.id);
            }}
          >
            {texts.adding.toDesk}
          </button>
        </div>
      )}
    </form>
  );
}
