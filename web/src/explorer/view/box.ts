/** A part of the globe between two meridians and two parallels, in degrees. Where west is greater than east, it crosses the antimeridian. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export const sides = ["west", "south", "east", "north"] as const;
export type Side = (typeof sides)[number];

export const sideLabel: Record<Side, string> = { west: "West", south: "South", east: "East", north: "North" };

/** How far from 0 each side may be. */
export const farthest: Record<Side, number> = { west: 180, south: 90, east: 180, north: 90 };

const degrees = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/;

/** A box of what was typed for each side, or why there is none. */
export function boxOf(typed: Record<Side, string>): { box: Box } | { problem: string } {
  for (const side of sides) {
    const text = typed[side].trim();
    const most = farthest[side];
    if (!degrees.test(text) || Math.abs(Number(text)) > most) {
      return { problem: `${sideLabel[side]} has to be a number of degrees from −${String(most)} to ${String(most)}.` };
    }
  }
  const box = { west: Number(typed.west), south: Number(typed.south), east: Number(typed.east), north: Number(typed.north) };
  if (box.south > box.north) return { problem: "South must not be greater than north." };
  return { box };
}

/** The four sides between commas. */
export const boxText = (box: Box) => sides.map((side) => String(box[side])).join(",");

/** Reads what boxText wrote. */
export function readBox(text: string): Box | undefined {
  const [west = "", south = "", east = "", north = "", ...more] = text.split(",");
  const read = boxOf({ west, south, east, north });
  return "box" in read && more.length === 0 ? read.box : undefined;
}
