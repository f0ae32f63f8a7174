import type { SuggestionQuery } from "../../generated/graphql";
import { Badges } from "../panel/bits";
import { Name } from "../ui/Name";
import { Statement } from "../ui/Statement";
import { texts } from "./texts";

type Full = Extract<NonNullable<SuggestionQuery["node"]>, { __typename: "Suggestion" }>;

/** What the graph says to a claim, each a click away. */
export function Related({ related }: { related: Full["related"] }) {
  const parts = [
    [texts.desk.contradicts, related.contradicts, "against"],
    [texts.desk.restates, related.restates, "for"],
    [texts.desk.fulfils, related.fulfils, "for"],
  ] as const;
  if (parts.every(([, of]) => of.length === 0)) return <p className="note">{texts.desk.unrelated}</p>;
  return parts.map(
    ([title, of, tone]) =>
      of.length > 0 && (
        <section key={title} className={`claims ${tone}`}>
          <h3>
            {title} <span className="count">{of.length}</span>
          </h3>
          <ul>
            {of.map((relation) => (
              <li key={relation.id}>
                <a className="claim" href={`${location.pathname}?${new URLSearchParams({ relation: relation.id }).toString()}`}>
                  <Statement relation={relation} />
                  <Badges relation={relation} />
                  {relation.evidence[0]?.exact && (
                    <q>
                      <Name of={relation.evidence[0].exact} />
                    </q>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ),
  );
}
