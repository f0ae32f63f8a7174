import { viewerQuery } from "./api/queries";
import { useAnswer } from "./api/useAnswer";

/** Who looks, and what the server lets them do. */
export interface Viewer {
  /** By which name the history calls them. */
  name: string | undefined;
  /** May suggest. */
  contributes: boolean;
  /** May decide and correct. */
  curates: boolean;
  /** The server accepts tokens, so that another may do more. */
  tokens: boolean;
  /** What the server can have an article read by. */
  extractors: readonly string[];
  /** The server fetches pages by their address. */
  fetches: boolean;
}

const reader: Viewer = { name: undefined, contributes: false, curates: false, tokens: false, extractors: [], fetches: false };

/** Who looks; until the server has said so, somebody who only reads. */
export function useViewer(): Viewer {
  const { data } = useAnswer(viewerQuery, {});
  if (!data) return reader;
  const { name, role, tokens, extractors, fetches } = data.viewer;
  return { name: name ?? undefined, contributes: role !== "READER", curates: role === "CURATOR" || role === "ADMIN", tokens, extractors, fetches };
}
