import { inWords } from "../text/edtf";
import { isolated } from "../text/names";
import type { Vocabulary } from "./useGraph";

type Known = Pick<Vocabulary, "documents" | "documentCount" | "datasets">;

/** What a graph was read from, in a sentence; undefined for one that was read from nothing. */
export function originOf({ documents, documentCount, datasets }: Known): string | undefined {
  const named = datasets.length > 3 ? `${String(datasets.length)} data sets` : datasets.length > 0 ? `the data set${datasets.length > 1 ? "s" : ""} ${datasets.map(isolated).join(", ")}` : undefined;
  const parts = [read({ documents, documentCount }), named].filter((part) => part !== undefined);
  return parts.length > 0 ? `From ${parts.join(" and ")}.` : undefined;
}

function read({ documents, documentCount }: Pick<Known, "documents" | "documentCount">): string | undefined {
  const [only] = documents;
  if (!only) return undefined;
  if (documentCount > 1) return `${documentCount.toLocaleString("en")} documents`;
  const day = only.publishedAt && inWords(only.publishedAt.edtf);
  const where = [only.publisher && isolated(only.publisher), day].filter(Boolean).join(", ");
  return `one document, “${isolated(only.title ?? only.id)}”${where && ` (${where})`}`;
}
