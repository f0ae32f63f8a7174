import { visible } from "../text/names";
import { texts } from "./texts";
import { type Step, useHistory } from "./useHistory";

/** What was done to a thing, as a list in words, newest first. */
export function History({ id, onAsOf }: { id: string; onAsOf: (moment: string) => void }) {
  const { data, stale } = useHistory(id);
  if (!data || stale || data.length === 0) return null;
  return (
    <details className="history">
      <summary>
        {texts.history} <span className="count">{data.length}</span>
      </summary>
      <ol reversed>
        {data.toReversed().map((step) => (
          <li key={step.number}>
            <span className="note">{new Date(step.recordedAt).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}</span> <strong>{step.agent === null ? texts.untold : visible(step.agent)}</strong>{" "}
            {visible(wordsOf(step, id))}
            {step.reason !== null && <q>{visible(step.reason)}</q>}{" "}
            <button
              type="button"
              className="quiet"
              onClick={() => {
                onAsOf(afterSecond(step.recordedAt));
              }}
            >
              {texts.asThen}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What a step did to a thing, in words. */
export function wordsOf({ changes, unlisted }: Pick<Step, "changes" | "unlisted">, id: string): string {
  if (unlisted) return texts.tooMuch;
  const own = changes.filter((change) => change.id === id || change.detail === id);
  const shown = own.length > 0 ? own : changes;
  return [...new Set(shown.map(({ kind, detail }) => texts.changes[kind] + (detail === null || detail === id ? "" : `: ${detail}`)))].join("; ");
}

/** The next whole second, by which what was recorded is there. */
const afterSecond = (moment: string) => new Date(Math.ceil(Date.parse(moment) / 1000) * 1000).toISOString();
