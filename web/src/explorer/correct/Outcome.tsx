import { useState } from "react";
import { useActs, useRegistry } from "../../commands/useCommands";
import { visible } from "../text/names";
import { texts } from "./texts";

/** What was done last, and how it is taken back or why it cannot be. */
export function Outcome() {
  const registry = useRegistry();
  const last = useActs().at(-1);
  const [problem, setProblem] = useState("");
  if (!last) return null;
  return (
    <div className="notice outcome" role="status">
      <span>
        {visible(last.says)} {last.final}
        {problem}
      </span>
      {last.undo && (
        <button
          type="button"
          onClick={() => {
            setProblem("");
            registry.undo().catch((error: unknown) => {
              setProblem(` ${error instanceof Error ? error.message : String(error)}`);
            });
          }}
        >
          {texts.undo}
        </button>
      )}
    </div>
  );
}
