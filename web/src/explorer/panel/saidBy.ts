import type { Certainty } from "../words";

interface Claim {
  certainty: Certainty;
  evidence: readonly { document: unknown; source: { dataset: string } | null }[];
}

/** Who says something that is attributed to nobody: a text speaks for itself only in words that it states. */
export function saidBy({ certainty, evidence }: Claim): string {
  const datasets = [...new Set(evidence.flatMap(({ source }) => (source ? [source.dataset] : [])))];
  const coded = datasets.length > 0 ? `coded in the data set ${datasets.join(", ")}` : undefined;
  const text = evidence.some(({ document }) => document)
    ? certainty === "STATED"
      ? "The text itself, in its own voice"
      : "The text does not say who"
    : undefined;
  if (text) return coded ? `${text}; also ${coded}` : text;
  return coded ? `Nobody is quoted: ${coded}` : "Not recorded";
}
