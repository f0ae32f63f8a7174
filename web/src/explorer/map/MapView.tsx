import "./map.css";
import { useCallback, useMemo, useState } from "react";
import type { Line, TypeInfo } from "../graph/lines";
import { AsGraphQL } from "../ui/AsGraphQL";
import { FitIcon } from "../ui/icons";
import { Failed, Waiting } from "../panel/states";
import type { Selection, View } from "../view/view";
import type { Camera, Size } from "./camera";
import { Land } from "./land";
import { MapCanvas, nearer } from "./MapCanvas";
import { MapLegend } from "./MapLegend";
import { MapList } from "./MapList";
import { type Met, mostTies, Picture } from "./picture";
import { placedQuery, type Placed } from "./query";
import { boxSeen, Stage } from "./stage";
import { texts } from "./texts";
import { useLocated } from "./useLocated";

interface Props {
  view: View;
  /** The entities that it is about; none for the whole graph. */
  around: readonly string[];
  types: ReadonlyMap<string, TypeInfo>;
  dark: boolean;
  onRelation: (id: string) => void;
  onLine: (line: Line) => void;
  onNothing: () => void;
  onView: (next: View) => void;
}

interface Listed {
  title: string;
  relations: readonly Placed[];
}

/** Where what passes the filters happened. */
export default function MapView({ view, around, types, dark, onRelation, onLine, onNothing, onView }: Props) {
  const found = useLocated(view, around);
  const { outlines, relations, located } = found;
  const [stage] = useState(() => new Stage());
  const [still, setStill] = useState<{ camera: Camera; size: Size }>();
  const [picked, setPicked] = useState<Listed>();
  const [listing, setListing] = useState(false);
  const land = useMemo(() => outlines && new Land(outlines), [outlines]);
  const picture = useMemo(() => outlines && located && new Picture(located, relations, outlines, types), [outlines, located, relations, types]);
  const ids = useMemo(() => openIn(view.selection, relations), [view.selection, relations]);
  const open = useMemo(() => picture?.open(ids) ?? [], [picture, ids]);
  const openLines = useMemo(() => new Set(picture?.ties.filter(({ line }) => line.relations.some(({ id }) => ids.has(id))).map(({ line }) => line.id)), [picture, ids]);
  const scene = useMemo(() => land && picture && { land, picture, open, openLines }, [land, picture, open, openLines]);
  const onStill = useCallback((camera: Camera, size: Size) => {
    setStill({ camera, size });
  }, []);
  const inSight = useMemo(() => (picture && still ? picture.inSight(still.camera, still.size) : []), [picture, still]);
  const listed = picked ?? { title: texts.inSight(inSight.length), relations: inSight };

  function onMet(met: Met | undefined) {
    if (!met) {
      setPicked(undefined);
      onNothing();
      return;
    }
    if (met.is === "tie") {
      onLine(met.line);
      return;
    }
    const there = met.is === "area" ? met.relations : met.mark.relations();
    const [only] = there;
    if (there.length === 1 && only) {
      onRelation(only.id);
      return;
    }
    setPicked({ title: met.is === "area" ? texts.in(met.area.name, there.length) : texts.here(there.length), relations: there });
    setListing(true);
  }

  if (!scene || !picture) return found.error ? <Failed error={found.error} again={found.again} /> : <Waiting what={outlines ? texts.reading : texts.outlines} />;
  return (
    <section className="map" aria-label={texts.group}>
      <div className="map-head">
        <span role="status">{found.done && picture.located.shown === 0 && picture.ties.length === 0 ? texts.nothing : texts.counts({ ...picture.located, ...found, linked: picture.linked })}</span>
        {picture.allTies > mostTies && <span>{texts.mostTies(mostTies, picture.allTies)}</span>}
        {still && picture.located.spots.length > 0 && (
          <button
            type="button"
            className="quiet"
            title={texts.onlyInSightMeans}
            onClick={() => {
              onView({ ...view, bbox: boxSeen(still.camera, still.size) });
            }}
          >
            {texts.onlyInSight}
          </button>
        )}
        <AsGraphQL query={placedQuery} variables={found.variables} of="the map" />
      </div>
      {found.error && <Failed error={found.error} again={found.again} />}
      <div className="map-box" data-read={found.done || undefined}>
        <MapCanvas stage={stage} scene={scene} dark={dark} stale={found.stale} onMet={onMet} onStill={onStill} />
        <div className="zoom" role="group" aria-label="Zoom">
          <button type="button" aria-label={texts.closer} onClick={() => { stage.zoom(nearer); }}>
            +
          </button>
          <button type="button" aria-label={texts.further} onClick={() => { stage.zoom(1 / nearer); }}>
            −
          </button>
          <button type="button" aria-label={texts.all} onClick={stage.showAll}>
            <FitIcon />
          </button>
        </div>
      </div>
      <MapList
        {...listed}
        selected={view.selection?.is === "relation" ? view.selection.id : undefined}
        open={listing}
        onToggle={setListing}
        onOpen={onRelation}
        onBack={
          picked &&
          (() => {
            setPicked(undefined);
          })
        }
      />
      <details className="legend-box" open={innerWidth > 700}>
        <summary>Legend</summary>
        <MapLegend picture={picture} relations={relations} types={types} />
      </details>
    </section>
  );
}

/** The relations that are open, or whose entity is. */
function openIn(selection: Selection | undefined, relations: readonly Placed[]): ReadonlySet<string> {
  if (!selection) return new Set();
  if (selection.is === "relation") return new Set([selection.id]);
  const ids = selection.is === "entity" ? [selection.id] : selection.ids;
  return new Set(relations.filter(({ subject, object }) => ids.every((id) => id === subject.id || id === object.id)).map(({ id }) => id));
}
