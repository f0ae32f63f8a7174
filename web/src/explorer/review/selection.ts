import type { Span } from "./marks";

/** The attributes by which an element says which part of the text it shows. */
export const spanAttributes = ({ start, end }: Span) => ({ "data-start": start, "data-end": end });

/** What of the text is selected within an element, whose parts have these attributes. */
export function selectedSpan(within: HTMLElement, selection: Selection | null): Span | undefined {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!within.contains(range.startContainer) || !within.contains(range.endContainer)) return undefined;
  const start = offsetOf(within, range.startContainer, range.startOffset, "start");
  const end = offsetOf(within, range.endContainer, range.endOffset, "end");
  return start !== undefined && end !== undefined && start < end ? { start, end } : undefined;
}

/** The offset in the text, in code points, of a place in what is shown of it. */
function offsetOf(within: HTMLElement, node: Node, offset: number, edge: "start" | "end"): number | undefined {
  if (node.nodeType !== Node.TEXT_NODE) {
    // Between two children: the one after, or else the one before, has the place at its edge.
    const after = node.childNodes[offset];
    const next = after && firstPart(after);
    if (next) return Number(next.dataset["start"]);
    const before = offset > 0 ? node.childNodes[offset - 1] : undefined;
    const last = before && lastPart(before);
    if (last) return Number(last.dataset["end"]);
    const own = node instanceof HTMLElement ? node.closest<HTMLElement>("[data-start]") : null;
    return own && within.contains(own) ? Number(own.dataset[offset === 0 ? "start" : "end"]) : undefined;
  }
  const part = node.parentElement?.closest<HTMLElement>("[data-start]");
  if (!part || !within.contains(part)) return undefined;
  if (part.dataset["unseen"] !== undefined) return Number(part.dataset[edge]);
  return Number(part.dataset["start"]) + Array.from((node.textContent ?? "").slice(0, offset)).length;
}

const firstPart = (node: Node) => partsIn(node)[0];
const lastPart = (node: Node) => partsIn(node).at(-1);

function partsIn(node: Node): HTMLElement[] {
  if (!(node instanceof HTMLElement)) return [];
  return node.matches("[data-start]") ? [node] : [...node.querySelectorAll<HTMLElement>("[data-start]")];
}
