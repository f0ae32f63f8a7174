import type { Line, Look } from "../graph/lines";
import type { EntityKindName } from "../words";

const points: Partial<Record<EntityKindName, string>> = {
  Country: "4,1.5 10,1.5 13,7 10,12.5 4,12.5 1,7",
  Group: "4.500,1 9.500,1 13,4.500 13,9.500 9.500,13 4.500,13 1,9.500 1,4.500",
  Place: "7,1 13,12.5 1,12.5",
  Event: "7,0.5 13.500,7 7,13.500 0.5,7",
  Proposal: "1,1.500 13,1.500 13,12.500 1,12.500",
  Provision: "4,2 10,2 13,5 13,9 10,12 4,12 1,9 1,5",
  Report: "1,2 9,2 13,7 9,12 1,12",
};

/** The shape and colour in which a kind of entity is drawn. */
export function KindMark({ kind }: { kind: EntityKindName }) {
  const shape = points[kind];
  return (
    <svg className={`mark kind-${kind}`} viewBox="0 0 14 14" aria-hidden="true">
      {shape ? <polygon points={shape} /> : kind === "Organization" ? <rect x="1" y="2" width="12" height="10" rx="3" /> : <circle cx="7" cy="7" r="6" />}
    </svg>
  );
}

const dashes: Record<Look, string | undefined> = { sure: undefined, partly: "11 3", planned: "6 4", alleged: "1.500 3", denied: "1 5" };

/** The line in which a relation is drawn. */
export function LineMark({ family, look, hostile, coded }: { family: Line["family"]; look: Look; hostile?: boolean; coded?: boolean }) {
  return (
    <svg className={`mark line family-${family} look-${look}${coded ? " coded" : ""}`} viewBox="0 0 30 10" aria-hidden="true">
      <path d="M1 5h22" strokeDasharray={dashes[look]} />
      {hostile && <path className="family-force" d="M8 5h8" />}
      <path className="head" d="m22 1.500 7 3.500-7 3.500Z" />
    </svg>
  );
}
