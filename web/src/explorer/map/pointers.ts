import type { Spot } from "./camera";
import type { Stage } from "./stage";

/** Fingers and mice that move a map: one drags it, two zoom it, and a short press is a click. */
export class Pointers {
  private readonly pressed = new Map<number, Spot>();
  private way = 0;

  constructor(private readonly stage: Stage) {}

  press(id: number, at: Spot): void {
    if (this.pressed.size === 0) this.way = 0;
    this.pressed.set(id, at);
  }

  /** Moves the map; false where nothing is pressed. */
  move(id: number, at: Spot): boolean {
    const before = this.pressed.get(id);
    if (!before) return false;
    this.way += apart(at, before);
    if (this.way <= tremble) return true;
    const other = [...this.pressed].find(([one]) => one !== id)?.[1];
    this.pressed.set(id, at);
    const share = other ? 2 : 1;
    this.stage.pan((at.x - before.x) / share, (at.y - before.y) / share);
    if (other) this.stage.zoom(apart(at, other) / Math.max(apart(before, other), 1), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
    return true;
  }

  /** Lets go; true where that was a click. */
  release(id: number): boolean {
    return this.pressed.delete(id) && this.pressed.size === 0 && this.way <= tremble;
  }
}

/** So far a hand moves while it clicks, in pixels. */
const tremble = 4;

const apart = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);
