import { families, familyLabel } from "../families";
import type { Picture } from "./picture";
import { kindOf } from "./clusters";
import { LineMark } from "../ui/marks";
import type { TypeInfo } from "../graph/lines";
import type { Placed } from "./query";
import { texts } from "./texts";

interface Props {
  picture: Picture | undefined;
  relations: readonly Placed[];
  types: ReadonlyMap<string, TypeInfo>;
}

/** What is drawn on the map, and whose borders these are. */
export function MapLegend({ picture, relations, types }: Props) {
  const shown = new Set(relations.map((relation) => kindOf(relation, types).family));
  return (
    <div className="legend map-legend">
      <ul aria-label="Marks">
        <Item className="spot">{texts.legend.spot}</Item>
        <Item className="spot cluster" count="7">
          {texts.legend.cluster}
        </Item>
        <Item className="area">{texts.legend.area}</Item>
        <Item className="spot unsure">{texts.legend.unsure}</Item>
        {picture && picture.ties.length > 0 && (
          <li>
            <LineMark family="other" look="sure" /> {texts.legend.line}
          </li>
        )}
      </ul>
      <ul aria-label="Colours">
        {families
          .filter((family) => shown.has(family))
          .map((family) => (
            <li key={family}>
              <span className={`map-mark spot family-${family}`} aria-hidden="true" />
              {familyLabel[family]}
            </li>
          ))}
      </ul>
      <p>{texts.borders}</p>
    </div>
  );
}

function Item({ className, count, children }: { className: string; count?: string; children: string }) {
  return (
    <li>
      <span className={`map-mark ${className}`} aria-hidden="true">
        {count}
      </span>
      {children}
    </li>
  );
}
