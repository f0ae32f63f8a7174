import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Done } from "../../commands/registry";
import { useRegistry } from "../../commands/useCommands";
import { AskError } from "../api/client";

export interface Acting {
  /** Does something, has it remembered for undo, and everything be read anew. Tells whether it was done. */
  act: (what: () => Promise<Done>) => Promise<boolean>;
  acting: boolean;
  problem: AskError | undefined;
  /** Forgets the problem. */
  clear: () => void;
}

/** Does what changes the graph. */
export function useAct(): Acting {
  const registry = useRegistry();
  const client = useQueryClient();
  const [acting, setActing] = useState(false);
  const [problem, setProblem] = useState<AskError>();

  async function act(what: () => Promise<Done>): Promise<boolean> {
    setActing(true);
    setProblem(undefined);
    try {
      const done = await what();
      registry.did(done && !("final" in done) ? { says: done.says, run: async () => { await done.run(); await client.invalidateQueries(); } } : done);
      await client.invalidateQueries();
      return true;
    } catch (error) {
      setProblem(error instanceof AskError ? error : new AskError(false, String(error)));
      return false;
    } finally {
      setActing(false);
    }
  }
  return { act, acting, problem, clear: () => { setProblem(undefined); } };
}
