interface Place {
  id: string;
  x: number;
  y: number;
}

const directions: Partial<Record<string, [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/**
 * The place to go to from another by an arrow key: the nearest one within 60° of
 * that way. From nowhere, the first. Undefined where there is none that way.
 */
export function nearest(places: readonly Place[], from: string | undefined, key: string): string | undefined {
  const way = directions[key];
  if (!way) return undefined;
  const here = places.find((place) => place.id === from);
  if (!here) return places[0]?.id;
  let best: { id: string; distance: number } | undefined;
  for (const { id, x, y } of places) {
    const [dx, dy] = [x - here.x, y - here.y];
    const distance = Math.hypot(dx, dy);
    const along = dx * way[0] + dy * way[1];
    if (id === from || along <= distance / 2) continue;
    const cost = distance * (2 - along / distance);
    if (!best || cost < best.distance) best = { id, distance: cost };
  }
  return best?.id;
}
