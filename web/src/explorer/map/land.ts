import { geoMercator, geoPath } from "d3-geo";
import { type Camera, type Frame, meet, seen, type Size } from "./camera";
import type { Area, Outlines } from "./outlines";

/** How wide the world is in the paths, which browsers keep with few digits. */
const wide = 1000;

interface Drawn {
  area: Area;
  path: Path2D;
  frame: Frame;
}

const borderAlpha = 0.45;

/** The colours of land, as the style sheet names them. */
export interface LandColors {
  land: string;
  border: string;
  shade: string;
}

/** Draws countries, each from a path that is made once. */
export class Land {
  private readonly drawn: Drawn[];

  constructor({ areas }: Outlines) {
    const projection = geoMercator()
      .scale(wide / (2 * Math.PI))
      .translate([wide / 2, wide / 2])
      .precision(0);
    const bounds = geoPath(projection);
    this.drawn = areas.map((area) => {
      const path = new Path2D(geoPath(projection).digits(5)(area.shape) ?? "");
      const [[x0, y0], [x1, y1]] = bounds.bounds(area.shape);
      return { area, path, frame: { x0: x0 / wide, y0: y0 / wide, x1: x1 / wide, y1: y1 / wide } };
    });
  }

  /** Draws what is seen; darker what there is something of, by how much. */
  draw(ctx: CanvasRenderingContext2D, camera: Camera, size: Size, ratio: number, colors: LandColors, shades: ReadonlyMap<Area, number>): void {
    const frame = seen(camera, size);
    const scale = (camera.scale * ratio) / wide;
    ctx.setTransform(scale, 0, 0, scale, (size.width / 2 - camera.x * camera.scale) * ratio, (size.height / 2 - camera.y * camera.scale) * ratio);
    ctx.lineWidth = 0.8 / (camera.scale / wide);
    ctx.lineJoin = "round";
    ctx.strokeStyle = colors.border;
    const inSight = this.drawn.filter((one) => meet(one.frame, frame));
    ctx.fillStyle = colors.land;
    for (const { path } of inSight) ctx.fill(path);
    ctx.fillStyle = colors.shade;
    for (const { path, area } of inSight) {
      const shade = shades.get(area);
      if (shade === undefined) continue;
      ctx.globalAlpha = shade;
      ctx.fill(path);
    }
    ctx.globalAlpha = borderAlpha;
    for (const { path } of inSight) ctx.stroke(path);
    ctx.globalAlpha = 1;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}

/** How dark a country is for so many relations: never so light that it is taken for none. */
export function shadeOf(relations: number): number {
  return Math.min(0.16 + 0.07 * Math.log2(relations), 0.55);
}
