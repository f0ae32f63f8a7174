import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useCommands } from "../../commands/useCommands";
import type { Camera, Size, Spot } from "./camera";
import type { Met } from "./picture";
import { Pointers } from "./pointers";
import type { Scene, Stage } from "./stage";
import { texts } from "./texts";

interface Props {
  stage: Stage;
  scene: Scene;
  dark: boolean;
  stale: boolean;
  onMet: (met: Met | undefined) => void;
  /** Tells what is seen once nothing moves. */
  onStill: (camera: Camera, size: Size) => void;
}

/** How far an arrow key moves the map, in pixels. */
const step = 80;
/** By how much a key or a button comes closer. */
export const nearer = 1.6;

export function MapCanvas({ stage, scene, dark, stale, onMet, onStill }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointers] = useState(() => new Pointers(stage));
  const [tip, setTip] = useState<{ at: Spot; says: string }>();

  useEffect(() => (canvas.current ? stage.on(canvas.current, onStill) : undefined), [stage, onStill]);
  useEffect(() => {
    stage.show(scene);
  }, [stage, scene]);
  useEffect(() => {
    stage.recolor();
  }, [stage, dark]);

  const keys: [id: string, title: string, keys: string[], run: () => void][] = [
    ["north", texts.north, ["ArrowUp"], () => { stage.pan(0, step); }],
    ["south", texts.south, ["ArrowDown"], () => { stage.pan(0, -step); }],
    ["west", texts.west, ["ArrowLeft"], () => { stage.pan(step, 0); }],
    ["east", texts.east, ["ArrowRight"], () => { stage.pan(-step, 0); }],
    ["closer", texts.closer, ["+", "="], () => { stage.zoom(nearer); }],
    ["further", texts.further, ["-"], () => { stage.zoom(1 / nearer); }],
    ["all", texts.all, ["0"], stage.showAll],
  ];
  useCommands(keys.map(([id, title, keys, run]) => ({ id: `map.${id}`, title, keys, group: texts.group, available: isFocused, run: () => { run(); } })));

  function onPointerMove(event: PointerEvent) {
    const at = spotOf(event);
    const dragging = pointers.move(event.pointerId, at);
    const met = dragging || event.pointerType !== "mouse" ? undefined : stage.meet(at);
    setTip(met && { at, says: texts.met(met) });
  }

  function onPointerUp(event: PointerEvent) {
    if (!pointers.release(event.pointerId)) return;
    const met = stage.meet(spotOf(event));
    const parts = met?.is === "mark" ? met.mark.partsAt() : undefined;
    if (met?.is === "mark" && parts !== undefined) stage.approach(met.mark, parts);
    else onMet(met);
  }

  return (
    <>
      <canvas
        ref={canvas}
        className={`map-canvas${tip ? " pointing" : ""}`}
        data-stale={stale || undefined}
        tabIndex={0}
        role="application"
        aria-label={texts.canvas}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pointers.press(event.pointerId, spotOf(event));
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={(event) => {
          pointers.release(event.pointerId);
        }}
        onPointerLeave={() => {
          setTip(undefined);
        }}
      />
      {tip && (
        <div className="map-tip" aria-hidden="true" style={{ left: `clamp(0px, ${String(tip.at.x + 14)}px, calc(100% - 262px))`, top: `${String(tip.at.y + 14)}px` }}>
          {tip.says}
        </div>
      )}
    </>
  );
}

const spotOf = ({ nativeEvent: { offsetX: x, offsetY: y } }: PointerEvent): Spot => ({ x, y });
const isFocused = () => document.activeElement?.classList.contains("map-canvas") === true;
