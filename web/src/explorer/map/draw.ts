import { families } from "../families";
import type { Look } from "../graph/lines";
import { type Camera, onScreen, seen, type Size, type Spot } from "./camera";
import type { Kind } from "./clusters";
import { type Land, type LandColors, shadeOf } from "./land";
import { bow, type OpenSpot, type Picture, radiusOf, type Tie } from "./picture";

/** The colours of the map, as the style sheet names them. */
export interface Colors extends LandColors {
  sea: string;
  paper: string;
  ink: string;
  muted: string;
  accent: string;
  families: Record<string, string>;
  font: string;
}

export function readColors(): Colors {
  const css = getComputedStyle(document.documentElement);
  const color = (name: string) => css.getPropertyValue(`--${name}`).trim();
  return {
    land: color("card"),
    border: color("muted"),
    shade: color("accent"),
    sea: color("sunk"),
    paper: color("card"),
    ink: color("ink"),
    muted: color("muted"),
    accent: color("accent"),
    families: Object.fromEntries([...families, "mixed"].map((family) => [family, color(`family-${family}`)])),
    font: color("ui-font"),
  };
}

/** Strokes, as the lines of the graph have them: what is no fact is not drawn through. */
export const dashes: Record<Look, number[]> = { sure: [], partly: [11, 3], planned: [5, 3], alleged: [2, 3], denied: [1, 4] };

/** How plain what a program coded is drawn. */
const codedAlpha = 0.5;

export interface Drawing {
  ctx: CanvasRenderingContext2D;
  camera: Camera;
  size: Size;
  /** How many dots of the screen a pixel has. */
  ratio: number;
  colors: Colors;
}

/** Draws all that is seen. */
export function draw(drawing: Drawing, land: Land, picture: Picture | undefined, open: readonly OpenSpot[], openLines: ReadonlySet<string>): void {
  const { ctx, camera, size, ratio, colors } = drawing;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = colors.sea;
  ctx.fillRect(0, 0, size.width, size.height);
  const shades = new Map([...(picture?.located.areas ?? [])].map(([area, relations]) => [area, shadeOf(relations.length)]));
  land.draw(ctx, camera, size, ratio, colors, shades);
  if (!picture) return;
  for (const tie of picture.ties) drawTie(drawing, tie, openLines);
  for (const named of picture.names) drawName(drawing, onScreen(camera, size, named), named.name);
  const marks = picture.clusters.marks(camera, seen(camera, size)).sort((a, b) => a.count - b.count);
  for (const mark of marks) drawSpot(drawing, onScreen(camera, size, mark), mark, mark.count, radiusOf(mark));
  for (const spot of open) {
    const at = onScreen(camera, size, spot);
    drawSpot(drawing, at, spot, 1, 8);
    ring(drawing, at, 12);
  }
}

function drawTie({ ctx, camera, size, colors }: Drawing, { line, from, to }: Tie, open: ReadonlySet<string>): void {
  const [a, b] = [onScreen(camera, size, from), onScreen(camera, size, to)];
  const by = bow(a, b);
  const color = colors.families[line.family] ?? colors.muted;
  const isOpen = open.has(line.id);
  ctx.globalAlpha = isOpen ? 1 : line.coded ? codedAlpha : 0.8;
  ctx.strokeStyle = color;
  ctx.lineWidth = Math.min(1.4 + 0.5 * Math.log2(line.relations.length), 5) + (isOpen ? 2 : 0);
  ctx.setLineDash(dashes[line.look]);
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.quadraticCurveTo(by.x, by.y, b.x, b.y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = color;
  if (line.arrows === "target" || line.arrows === "both") arrow(ctx, by, b);
  if (line.arrows === "source" || line.arrows === "both") arrow(ctx, by, a);
  for (const end of [a, b]) {
    ctx.beginPath();
    ctx.arc(end.x, end.y, 3, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function arrow(ctx: CanvasRenderingContext2D, from: Spot, to: Spot): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number) => [to.x - 13 * Math.cos(angle + turn), to.y - 13 * Math.sin(angle + turn)] as const;
  ctx.beginPath();
  ctx.moveTo(to.x - 3 * Math.cos(angle), to.y - 3 * Math.sin(angle));
  ctx.lineTo(...wing(0.4));
  ctx.lineTo(...wing(-0.4));
  ctx.fill();
}

function drawName({ ctx, colors }: Drawing, at: Spot, name: string): void {
  ctx.font = `12px ${colors.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineWidth = 3;
  ctx.strokeStyle = colors.land;
  ctx.strokeText(name, at.x, at.y + 7);
  ctx.fillStyle = colors.muted;
  ctx.fillText(name, at.x, at.y + 7);
}

/** A spot is full where it is of facts, and else hollow, its rim stroked as lines are. */
function drawSpot({ ctx, colors }: Drawing, at: Spot, { family, look, coded }: Kind, count: number, radius: number): void {
  const color = colors.families[family] ?? colors.muted;
  const full = look === "sure" || look === "partly";
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colors.paper;
  ctx.fill();
  if (full) {
    ctx.globalAlpha = coded ? codedAlpha : 0.9;
    ctx.fillStyle = color;
    ctx.fill();
    ctx.globalAlpha = 1;
  }
  ctx.strokeStyle = full && look === "sure" ? colors.paper : color;
  ctx.lineWidth = full && look === "sure" ? 1.5 : 2;
  ctx.setLineDash(dashes[look]);
  ctx.stroke();
  ctx.setLineDash([]);
  if (count === 1) return;
  ctx.font = `600 12px ${colors.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = full && !coded ? colors.paper : colors.ink;
  ctx.fillText(short(count), at.x, at.y + 0.5);
}

function ring({ ctx, colors }: Drawing, at: Spot, radius: number): void {
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  ctx.strokeStyle = colors.accent;
  ctx.lineWidth = 3;
  ctx.stroke();
}

/** A count that fits into a spot. */
export const short = (count: number) => (count < 1000 ? String(count) : `${(count / 1000).toLocaleString("en", { maximumFractionDigits: count < 10_000 ? 1 : 0 })}k`);
