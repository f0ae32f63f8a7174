import { describe, expect, it } from "vitest";
import { type Camera, fit, inWorld, onScreen, pan, project, seen, unproject, zoom } from "./camera";
import { boxSeen } from "./stage";

const size = { width: 800, height: 600 };
const camera: Camera = { x: 0.5, y: 0.4, scale: 2000 };

describe("the camera", () => {
  it("projects as Mercator did", () => {
    expect(project([0, 0])).toEqual({ x: 0.5, y: 0.5 });
    expect(project([-180, 0]).x).toBe(0);
    expect(project([0, 90]).y).toBeCloseTo(0);
    const [longitude, latitude] = unproject(project([18.55, 4.36]));
    expect([longitude.toFixed(6), latitude.toFixed(6)]).toEqual(["18.550000", "4.360000"]);
  });

  it("keeps what is under the pointer there when it comes closer", () => {
    const pointer = { x: 100, y: 500 };
    const held = inWorld(camera, size, pointer);
    const after = onScreen(zoom(camera, size, 3, pointer), size, held);
    expect(after.x).toBeCloseTo(pointer.x);
    expect(after.y).toBeCloseTo(pointer.y);
  });

  it("goes no further away than the world is wide, and not off it", () => {
    expect(zoom(camera, size, 0.0001).scale).toBe(256);
    expect(pan(camera, 1e6, -1e6)).toEqual({ ...camera, x: 0, y: 1 });
  });

  it("shows all of a frame", () => {
    const frame = { x0: 0.5, y0: 0.3, x1: 0.6, y1: 0.5 };
    const all = seen(fit(frame, size), size);
    expect(all.x0).toBeLessThan(frame.x0);
    expect(all.y0).toBeLessThan(frame.y0);
    expect(all.x1).toBeGreaterThan(frame.x1);
    expect(all.y1).toBeGreaterThan(frame.y1);
  });

  it("tells what it sees in degrees that a filter takes", () => {
    const { west, south, east, north } = boxSeen({ ...camera, scale: 256 }, size);
    expect([west, east]).toEqual([-180, 180]);
    expect(south).toBeGreaterThanOrEqual(-90);
    expect(north).toBeLessThanOrEqual(90);
  });
});
