/** A place on the globe, in degrees: longitude, latitude. */
export type Degrees = readonly [number, number];

/** A place on the map of the world in Mercator's projection, from 0,0 in its north-west to 1,1. */
export interface Spot {
  x: number;
  y: number;
}

/** What of the world is seen: its middle, and how many pixels the whole world is wide. */
export interface Camera extends Spot {
  scale: number;
}

/** How many pixels there are to see it on. */
export interface Size {
  width: number;
  height: number;
}

/** Two opposite corners: north-west and south-east. */
export interface Frame {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** How many pixels the world is wide at least, and from how close by nothing more is told apart. */
export const [leastScale, mostScale] = [256, 512 * 2 ** 14];

/** Beyond it, Mercator has nothing. */
const farthest = 85.051129;

export function project([longitude, latitude]: Degrees): Spot {
  const phi = (Math.min(Math.max(latitude, -farthest), farthest) * Math.PI) / 180;
  return { x: (longitude + 180) / 360, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI) };
}

export function unproject({ x, y }: Spot): Degrees {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

/** Where on the screen something of the world is. */
export function onScreen(camera: Camera, size: Size, { x, y }: Spot): Spot {
  return { x: (x - camera.x) * camera.scale + size.width / 2, y: (y - camera.y) * camera.scale + size.height / 2 };
}

/** What of the world is somewhere on the screen. */
export function inWorld(camera: Camera, size: Size, { x, y }: Spot): Spot {
  return { x: camera.x + (x - size.width / 2) / camera.scale, y: camera.y + (y - size.height / 2) / camera.scale };
}

/** The part of the world that is seen. */
export function seen(camera: Camera, size: Size): Frame {
  const { x: x0, y: y0 } = inWorld(camera, size, { x: 0, y: 0 });
  const { x: x1, y: y1 } = inWorld(camera, size, { x: size.width, y: size.height });
  return { x0, y0, x1, y1 };
}

export const meet = (a: Frame, b: Frame) => a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;

/** Moves what is seen by so many pixels; the middle stays on the map. */
export function pan(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: within01(camera.x - dx / camera.scale), y: within01(camera.y - dy / camera.scale) };
}

/** Comes closer by a factor; what is at a place on the screen stays there. */
export function zoom(camera: Camera, size: Size, factor: number, at: Spot = { x: size.width / 2, y: size.height / 2 }): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, leastScale), mostScale);
  const fixed = inWorld(camera, size, at);
  return { x: within01(fixed.x - (at.x - size.width / 2) / scale), y: within01(fixed.y - (at.y - size.height / 2) / scale), scale };
}

/** Where the continents are, without the ice around the poles. */
const inhabited: Frame = frameOf([project([-170, 75]), project([180, -56])]) ?? { x0: 0, y0: 0, x1: 1, y1: 1 };

/** What shows all of a part of the world, but not from closer by than a region of it; without one, where people live. */
export function fit(frame: Frame | undefined, size: Size): Camera {
  const { x0, y0, x1, y1 } = frame ?? inhabited;
  const margin = Math.min(48, size.width / 8, size.height / 8);
  const scale = Math.min((size.width - 2 * margin) / Math.max(x1 - x0, closest), (size.height - 2 * margin) / Math.max(y1 - y0, closest));
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, scale: Math.min(Math.max(scale, leastScale), mostScale) };
}

/** The least part of the world that is shown unless somebody comes closer: some 400 km at the equator. */
const closest = 0.01;

export function frameOf(spots: readonly Spot[]): Frame | undefined {
  const [first] = spots;
  if (!first) return undefined;
  const frame = { x0: first.x, y0: first.y, x1: first.x, y1: first.y };
  for (const { x, y } of spots) {
    frame.x0 = Math.min(frame.x0, x);
    frame.y0 = Math.min(frame.y0, y);
    frame.x1 = Math.max(frame.x1, x);
    frame.y1 = Math.max(frame.y1, y);
  }
  return frame;
}

const within01 = (n: number) => Math.min(Math.max(n, 0), 1);
