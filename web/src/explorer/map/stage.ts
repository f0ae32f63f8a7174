import { type Camera, type Degrees, fit, meet, onScreen, pan, project, seen, type Size, type Spot, unproject, zoom } from "./camera";
import { type Colors, draw, readColors } from "./draw";
import type { Land } from "./land";
import type { Met, OpenSpot, Picture } from "./picture";

/** What is drawn. */
export interface Scene {
  land: Land;
  picture: Picture;
  /** The spots of what is open. */
  open: readonly OpenSpot[];
  /** The ids of the lines that are open. */
  openLines: ReadonlySet<string>;
}

/** How long nothing has to move, in milliseconds, until it is said to stand still. */
const stillAfter = 200;

/** A canvas and what of the world is seen on it. */
export class Stage {
  private canvas: HTMLCanvasElement | undefined;
  private camera: Camera | undefined;
  private size: Size = { width: 0, height: 0 };
  private colors: Colors | undefined;
  private scene: Scene | undefined;
  private moved = false;
  private due = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told: ((camera: Camera, size: Size) => void) | undefined;

  /** Draws on a canvas, and tells what is seen once nothing moves, until what is returned is called. */
  on(canvas: HTMLCanvasElement, still: (camera: Camera, size: Size) => void): () => void {
    this.canvas = canvas;
    this.told = still;
    const observer = new ResizeObserver(() => {
      this.resize();
    });
    observer.observe(canvas);
    const turned = (event: WheelEvent) => {
      event.preventDefault();
      this.zoom(2 ** (-event.deltaY * (event.deltaMode === 1 ? 0.06 : 0.003)), { x: event.offsetX, y: event.offsetY });
    };
    canvas.addEventListener("wheel", turned, { passive: false });
    Object.assign(canvas, { where: (place: Degrees) => this.where(place) });
    return () => {
      clearTimeout(this.timer);
      observer.disconnect();
      canvas.removeEventListener("wheel", turned);
      this.canvas = this.told = undefined;
    };
  }

  /** Shows another scene: all of it, unless the reader has moved. What is open comes into sight. */
  show(scene: Scene): void {
    const before = this.scene;
    this.scene = scene;
    if (!this.moved && before?.picture !== scene.picture) this.fit();
    if (before?.open !== scene.open) this.seek(scene.open);
    this.redraw();
  }

  /** Reads the colours anew. */
  recolor(): void {
    this.colors = undefined;
    this.redraw();
  }

  pan(dx: number, dy: number): void {
    this.look((camera) => pan(camera, dx, dy));
  }

  zoom(factor: number, at?: Spot): void {
    this.look((camera) => zoom(camera, this.size, factor, at));
  }

  /** Comes so close to a spot that the world is so many pixels wide. */
  approach({ x, y }: Spot, scale: number): void {
    this.look((camera) => ({ x, y, scale: Math.max(scale, camera.scale) }));
  }

  /** Shows all there is. */
  readonly showAll = (): void => {
    this.moved = false;
    this.fit();
    this.redraw();
  };

  /** What is met there. */
  meet(at: Spot): Met | undefined {
    return this.camera && this.scene?.picture.meet(this.camera, this.size, at);
  }

  private where(place: Degrees): Spot | undefined {
    return this.camera && onScreen(this.camera, this.size, project(place));
  }

  private look(next: (camera: Camera) => Camera): void {
    if (!this.camera) return;
    this.camera = next(this.camera);
    this.moved = true;
    this.redraw();
  }

  private fit(): void {
    if (this.size.width > 0) this.camera = fit(this.scene?.picture.frame, this.size);
  }

  private seek(spots: readonly Spot[]): void {
    const [first] = spots;
    if (!first || !this.camera) return;
    const frame = seen(this.camera, this.size);
    if (!spots.some(({ x, y }) => meet(frame, { x0: x, y0: y, x1: x, y1: y }))) this.camera = { ...this.camera, x: first.x, y: first.y };
  }

  private resize(): void {
    if (!this.canvas) return;
    const { width, height } = this.canvas.getBoundingClientRect();
    this.size = { width, height };
    this.canvas.width = Math.round(width * devicePixelRatio);
    this.canvas.height = Math.round(height * devicePixelRatio);
    if (!this.moved || !this.camera) this.fit();
    this.draw();
    this.settle();
  }

  /** Draws once before the browser shows the next frame, however often it is asked for. */
  private redraw(): void {
    this.settle();
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => {
      this.due = false;
      this.draw();
    });
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.camera && this.size.width > 0) this.told?.(this.camera, this.size);
    }, stillAfter);
  }

  private draw(): void {
    const ctx = this.canvas?.getContext("2d");
    if (!ctx || !this.camera || !this.scene || this.size.width === 0) return;
    this.colors ??= readColors();
    const { land, picture, open, openLines } = this.scene;
    draw({ ctx, camera: this.camera, size: this.size, ratio: devicePixelRatio, colors: this.colors }, land, picture, open, openLines);
  }
}

/** The part of the globe that is seen, in degrees. */
export function boxSeen(camera: Camera, size: Size) {
  const { x0, y0, x1, y1 } = seen(camera, size);
  const [west, north] = unproject({ x: Math.max(x0, 0), y: Math.max(y0, 0) });
  const [east, south] = unproject({ x: Math.min(x1, 1), y: Math.min(y1, 1) });
  const short = (degrees: number) => Number(degrees.toFixed(4));
  return { west: short(west), south: short(south), east: short(east), north: short(north) };
}
