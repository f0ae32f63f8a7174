/** One moment before anything was recorded, then each at which something was. */
export function stopsOf(moments: readonly string[], asOf: string | undefined): string[] {
  const seconds = (given: readonly string[]) => given.map((m) => Math.ceil(Date.parse(m) / 1000) * 1000).filter((t) => !Number.isNaN(t));
  const recorded = seconds(moments);
  const chosen = seconds(asOf === undefined ? [] : [asOf]);
  const before = recorded.length > 0 ? [recorded.reduce((a, b) => Math.min(a, b)) - 60_000] : [];
  const times = [...new Set([...before, ...recorded, ...chosen])].sort((a, b) => a - b);
  return times.map((t) => new Date(t).toISOString());
}
