import { ask } from "../api/client";
import { visible } from "../text/names";
import type { Entity } from "./CorrectEntity";
import { mergeEntities, unmergeEntities } from "./queries";
import { texts } from "./texts";
import { useAct } from "./useAct";

/** What was merged into an entity, and how it is taken apart. */
export function TakeApart({ entity }: { entity: Entity }) {
  const { act, acting, problem } = useAct();
  if (entity.merged.length === 0) return null;
  return (
    <fieldset>
      <legend>{texts.apart}</legend>
      <ul>
        {entity.merged.map((id) => (
          <li key={id}>
            {visible(id)}{" "}
            <button
              type="button"
              className="quiet"
              disabled={acting}
              aria-label={`${texts.takeApart}: ${visible(id)}`}
              onClick={() => {
                void act(async () => {
                  await ask(unmergeEntities, { input: { entity: id } });
                  return {
                    says: texts.unmerged(id),
                    run: async () => {
                      await ask(mergeEntities, { input: { from: id, into: entity.id, kind: null } });
                    },
                  };
                });
              }}
            >
              {texts.takeApart}
            </button>
          </li>
        ))}
      </ul>
      {problem && <p role="alert">{visible(problem.message)}</p>}
    </fieldset>
  );
}
