import { useState } from "react";
import { ask } from "../api/client";
import { visible } from "../text/names";
import { schemeLabel } from "../words";
import type { Entity } from "./CorrectEntity";
import { addIdentifier, removeIdentifier } from "./queries";
import { texts } from "./texts";
import { useAct } from "./useAct";

interface Identifier {
  scheme: string;
  value: string;
}

/** By what registers know an entity. */
export function Identifiers({ entity }: { entity: Entity }) {
  const [scheme, setScheme] = useState("wikidata");
  const [value, setValue] = useState("");
  const { act, acting, problem } = useAct();
  const named = (one: Identifier) => `${schemeLabel[one.scheme] ?? one.scheme} ${one.value}`;
  const add = async (one: Identifier) => { await ask(addIdentifier, { input: { entity: entity.id, ...one } }); };
  const remove = async (one: Identifier) => { await ask(removeIdentifier, { input: { entity: entity.id, ...one } }); };
  return (
    <fieldset>
      <legend>{texts.identifiers}</legend>
      <ul>
        {entity.identifiers.map((one) => (
          <li key={one.scheme + one.value}>
            {visible(named(one))}{" "}
            <button
              type="button"
              className="quiet"
              disabled={acting}
              onClick={() => {
                void act(async () => {
                  await remove(one);
                  return { says: texts.unidentified(named(one), entity.name), run: () => add(one) };
                });
              }}
            >
              {texts.remove(visible(named(one)))}
            </button>
          </li>
        ))}
      </ul>
      <form
        className="one-line"
        onSubmit={(event) => {
          event.preventDefault();
          const one = { scheme, value: value.trim() };
          void act(async () => {
            await add(one);
            setValue("");
            return { says: texts.identified(named(one), entity.name), run: () => remove(one) };
          });
        }}
      >
        <select aria-label={texts.register} value={scheme} onChange={(event) => { setScheme(event.target.value); }}>
          {Object.entries(schemeLabel).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <input aria-label={texts.value} value={value} onChange={(event) => { setValue(event.target.value); }} />
        <button type="submit" disabled={acting || value.trim() === ""}>
          {texts.addIdentifier}
        </button>
      </form>
      {problem && <p role="alert">{visible(problem.message)}</p>}
    </fieldset>
  );
}
