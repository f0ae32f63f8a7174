import { kindNames } from "../words";
import { type Box, readBox } from "./box";
import { linkedFilter, readFilter } from "./filter";
import { columnNames, largestLimit, mostCenters, openingView, type Order, type Selection, shows, type View } from "./view";

const day = /^\d{4}-\d{2}-\d{2}$/;
const longestId = 500;

/** The part of a link after the question mark; empty for the opening view. */
export function toLink(view: View): string {
  const p = new URLSearchParams();
  const addAll = (name: string, values: readonly string[]) => {
    for (const value of values) p.append(name, value);
  };
  addAll("focus", view.focus);
  addAll("grow", view.grown);
  for (const [name, value] of linkedFilter(view)) p.append(name, value);
  addAll("hide", view.hidden);
  if (view.asOf) p.set("asof", view.asOf);
  addAll("path", view.path ?? []);
  if (view.way > 0) p.set("way", String(view.way));
  if (view.selection?.is === "pair") addAll("pair", view.selection.ids);
  else if (view.selection) p.set(view.selection.is, view.selection.id);
  if (view.show !== openingView.show) p.set("show", view.show);
  if (sign(view.order) !== sign(openingView.order)) p.set("sort", sign(view.order));
  if (view.limit !== openingView.limit) p.set("limit", String(view.limit));
  if (view.whole) p.set("whole", "1");
  if (view.at) p.set("at", view.at);
  return p.toString();
}

/** Reads a link. What it cannot use is left out, and each such thing has a sentence in problems. */
export function fromLink(search: string): { view: View; problems: string[] } {
  const reader = new Reader(new URLSearchParams(search));
  const view: View = {
    ...openingView,
    focus: reader.ids("focus"),
    grown: reader.ids("grow"),
    ...readFilter(reader),
    hidden: reader.oneOf("hide", kindNames),
    asOf: reader.moment("asof"),
    path: reader.two("path"),
    way: reader.number("way", 0, 99) ?? 0,
    selection: reader.selection(),
    show: reader.oneOf("show", shows)[0] ?? openingView.show,
    order: reader.order() ?? openingView.order,
    limit: reader.number("limit", 1, largestLimit) ?? openingView.limit,
    whole: reader.number("whole", 1, 1) === 1,
    at: reader.single("at"),
  };
  reader.complainOfTheRest();
  return { view, problems: reader.problems };
}

export class Reader {
  readonly problems: string[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly params: URLSearchParams) {}

  private all(name: string): string[] {
    this.known.add(name);
    return [...new Set(this.params.getAll(name))];
  }

  private refuse(name: string, value: string, wanted: string): void {
    this.problems.push(`${name}=${shorten(value)} is not ${wanted}; it was left out.`);
  }

  single(name: string): string | undefined {
    return this.all(name)[0];
  }

  ids(name: string, most = mostCenters): string[] {
    const ids = this.all(name).filter((id) => {
      const usable = id !== "" && id.length <= longestId;
      if (!usable) this.refuse(name, id, "an id");
      return usable;
    });
    if (ids.length > most) this.problems.push(`Only the first ${String(most)} of ${name} are used.`);
    return ids.slice(0, most);
  }

  two(name: string): [string, string] | undefined {
    const ids = this.ids(name);
    const [a, b] = ids;
    if (a === undefined) return undefined;
    if (b !== undefined && ids.length === 2) return [a, b];
    this.problems.push(`${name} has to name two different ids; it was left out.`);
    return undefined;
  }

  /** Two ids, or one twice: what relates a thing to itself. */
  pair(name: string): [string, string] | undefined {
    const given = this.params.getAll(name);
    const [a] = given;
    if (given.length === 2 && a !== undefined && a === given[1]) return this.ids(name).length === 1 ? [a, a] : undefined;
    return this.two(name);
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T[] {
    return this.all(name).filter((value): value is T => {
      const usable = (values as readonly string[]).includes(value);
      if (!usable) this.refuse(name, value, `one of ${values.join(", ")}`);
      return usable;
    });
  }

  day(name: string): string | undefined {
    const value = this.single(name);
    if (value === undefined || isDay(value)) return value;
    this.refuse(name, value, "a day such as 2025-12-01");
    return undefined;
  }

  moment(name: string): string | undefined {
    const value = this.single(name);
    if (value === undefined) return undefined;
    const time = /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : NaN;
    if (!Number.isNaN(time)) return value;
    this.refuse(name, value, "a moment such as 2025-12-01T12:00:00Z");
    return undefined;
  }

  box(name: string): Box | undefined {
    const value = this.single(name);
    const box = value === undefined ? undefined : readBox(value);
    if (value !== undefined && !box) this.refuse(name, value, "west, south, east and north in degrees, such as 22,44,41,53");
    return box;
  }

  number(name: string, least: number, most: number): number | undefined {
    const value = this.single(name);
    if (value === undefined) return undefined;
    const n = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    if (n >= least && n <= most) return n;
    this.refuse(name, value, `a number from ${String(least)} to ${String(most)}`);
    return undefined;
  }

  selection(): Selection | undefined {
    const [entity] = this.ids("entity");
    const [relation] = this.ids("relation");
    const pair = this.pair("pair");
    if ([entity, relation, pair].filter((s) => s !== undefined).length > 1) {
      this.problems.push("Only one of entity, relation and pair can be open; the others were left out.");
    }
    if (relation !== undefined) return { is: "relation", id: relation };
    if (entity !== undefined) return { is: "entity", id: entity };
    return pair && { is: "pair", ids: pair };
  }

  order(): Order | undefined {
    const value = this.single("sort");
    const by = columnNames.find((name) => name === value?.replace(/^-/, ""));
    if (by) return { by, down: value !== by };
    if (value !== undefined) this.refuse("sort", value, `one of ${columnNames.join(", ")}, with - before it for the end first`);
    return undefined;
  }

  complainOfTheRest(): void {
    for (const name of new Set(this.params.keys())) {
      if (!this.known.has(name)) this.problems.push(`“${shorten(name)}” means nothing here; it was left out.`);
    }
  }
}

function sign({ by, down }: Order): string {
  return down ? `-${by}` : by;
}

function isDay(value: string): boolean {
  if (!day.test(value)) return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

function shorten(value: string): string {
  const points = Array.from(value);
  return points.length > 40 ? `${points.slice(0, 40).join("")}…` : value;
}
