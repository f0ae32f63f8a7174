import type { ProblemCode, SuggestionPartFragment } from "../../generated/graphql";

export const orders = ["text", "doubtful", "sure"] as const;
/** In which order claims are looked at: as their words stand in the text, or by how doubtful they are. */
export type Order = (typeof orders)[number];

type Doubted = Pick<SuggestionPartFragment, "problems" | "certainty" | "subject" | "object" | "evidence">;

/** How much a problem speaks against taking a claim as it is. */
const weight: Record<ProblemCode, number> = { CUE: 5, AMBIGUOUS_ENTITY: 4, END_NOT_IN_QUOTE: 3, TIME_NOT_IN_TEXT: 1, PLACE_NOT_IN_QUOTE: 1 };

/** How doubtful a claim is: 0 where nothing speaks against it. */
export function doubtOf({ problems, certainty, subject, object }: Doubted): number {
  const named = problems.reduce((sum, { code }) => sum + weight[code], 0);
  const unknown = [subject, object].filter(({ entity }) => entity === null).length;
  return 10 * named + 2 * unknown + (certainty === "STATED" || certainty === "CONFIRMED" ? 0 : 1);
}

/** Claims in an order; those alike stay as their words stand in the text. */
export function inOrder<T extends Doubted>(claims: readonly T[], order: Order): T[] {
  const start = (claim: T) => claim.evidence[0]?.start ?? 0;
  const sign = order === "doubtful" ? -1 : order === "sure" ? 1 : 0;
  return [...claims].sort((a, b) => sign * (doubtOf(a) - doubtOf(b)) || start(a) - start(b));
}
