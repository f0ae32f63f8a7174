import type { Done } from "../../commands/registry";
import { ask } from "../api/client";
import { retractMutation } from "./queries";
import type { Suggestion } from "./useDesk";

/** How an acceptance is taken back: what it put into the graph is taken out of it. */
export function undoAccepted(says: string, accepted: readonly Suggestion[], decided: (changed: readonly Suggestion[]) => void): Done {
  return {
    says,
    run: async () => {
      for (const { relation } of accepted) {
        if (relation) await ask(retractMutation, { id: relation.id });
      }
      decided(accepted);
    },
  };
}
