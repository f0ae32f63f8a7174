/** What a node and its label cover: left, top, right and bottom as seen from the node's place. */
export interface Cover {
  x: number;
  y: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Free room kept around what is covered. */
const room = 5;
/** How often lines push away what lies on them, and how often overlaps are then undone, at most. */
const [pushes, roundsOfOverlaps] = [120, 400];

/**
 * Moves nodes as little as is needed until no two cover each other, and away
 * from lines that do not belong to them, round by round: others may have their
 * turn in between. Lines are pairs of indices. Layouts by force take a node for a
 * circle or centred box, which its label is not.
 */
export function* spreading(nodes: Cover[], lines: readonly (readonly [number, number])[]): Generator<undefined, void> {
  for (let i = 0; i < pushes; i++) {
    const lay = pushOffLines(nodes, lines);
    const covered = undoOverlaps(nodes);
    if (!lay && !covered) return;
    yield;
  }
  for (let i = 0; i < roundsOfOverlaps && undoOverlaps(nodes); i++) yield;
}

function undoOverlaps(nodes: Cover[]): boolean {
  let any = false;
  nodes.forEach((a, i) => {
    for (const b of nodes.slice(i + 1)) {
      const across = Math.min(a.x + a.right, b.x + b.right) - Math.max(a.x + a.left, b.x + b.left) + room;
      const down = Math.min(a.y + a.bottom, b.y + b.bottom) - Math.max(a.y + a.top, b.y + b.top) + room;
      if (across <= 0 || down <= 0) continue;
      any = true;
      const key = across < down ? "x" : "y";
      // A little more than half each, so that rounding does not leave a rest.
      const by = (Math.min(across, down) / 2 + 0.01) * (a[key] + middle(a, key) <= b[key] + middle(b, key) ? 1 : -1);
      a[key] -= by;
      b[key] += by;
    }
  });
  return any;
}

const middle = (a: Cover, key: "x" | "y") => (key === "x" ? a.left + a.right : a.top + a.bottom) / 2;

function pushOffLines(nodes: Cover[], lines: readonly (readonly [number, number])[]): boolean {
  let any = false;
  for (const [from, to] of lines) {
    const a = nodes[from];
    const b = nodes[to];
    if (!a || !b || a === b) continue;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length === 0) continue;
    const [nx, ny] = [-(b.y - a.y) / length, (b.x - a.x) / length];
    for (const c of nodes) {
      if (c === a || c === b || !crosses(a, b, c)) continue;
      any = true;
      const [cx, cy] = [c.x + middle(c, "x"), c.y + middle(c, "y")];
      const side = (cx - a.x) * nx + (cy - a.y) * ny < 0 ? -1 : 1;
      c.x += 3 * side * nx;
      c.y += 3 * side * ny;
      for (const end of [a, b]) {
        end.x -= side * nx;
        end.y -= side * ny;
      }
    }
  }
  return any;
}

/** Whether the straight line from a to b runs through what c covers. */
function crosses(a: Cover, b: Cover, c: Cover): boolean {
  let [enter, leave] = [0, 1];
  for (const [from, to, least, most] of [
    [a.x, b.x, c.x + c.left - room, c.x + c.right + room],
    [a.y, b.y, c.y + c.top - room, c.y + c.bottom + room],
  ] as const) {
    if (from === to) {
      if (from < least || from > most) return false;
      continue;
    }
    const [t1, t2] = [(least - from) / (to - from), (most - from) / (to - from)];
    enter = Math.max(enter, Math.min(t1, t2));
    leave = Math.min(leave, Math.max(t1, t2));
  }
  return enter < leave;
}
