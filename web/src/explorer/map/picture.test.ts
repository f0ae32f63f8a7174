import { describe, expect, it } from "vitest";
import { type Camera, onScreen, project, seen } from "./camera";
import { locate } from "./located";
import { country, outlines, placed, point } from "./made";
import { Picture } from "./picture";
import type { Placed } from "./query";

const size = { width: 800, height: 600 };
const types = new Map();
const pictureOf = (relations: Placed[]) => new Picture(locate(relations, outlines), relations, outlines, types);
const at = (place: readonly [number, number], scale: number): Camera => ({ ...project(place), scale });
const whole = at([0, 20], 800);
const near = (id: string, longitude: number, more: Partial<Placed> = {}) => placed(id, { point: point(longitude, 48, "EXACT"), ...more });

describe("spots", () => {
  const picture = pictureOf([near("1", 2), near("2", 2.1), near("3", 40, { status: "PLANNED" })]);
  const marks = (camera: Camera) => picture.clusters.marks(camera, seen(camera, size)).map((mark) => mark.relations().map((r) => r.id).sort());

  it("are one where they are near each other, and part from close by", () => {
    expect(marks(whole).sort()).toEqual([["1", "2"], ["3"]]);
    const cluster = picture.clusters.marks(whole, seen(whole, size)).find((mark) => mark.count === 2);
    expect(marks(at([2.05, 48], cluster?.partsAt() ?? 0)).sort()).toEqual([["1"], ["2"]]);
  });

  it("at one place never part", () => {
    const same = pictureOf([near("1", 2), near("2", 2)]);
    expect(same.clusters.marks(whole, seen(whole, size)).map((mark) => [mark.count, mark.partsAt()])).toEqual([[2, undefined]]);
  });

  it("do not read as facts where one of them is none", () => {
    const looks = (...relations: Placed[]) => pictureOf(relations).clusters.marks(whole, seen(whole, size)).map((mark) => mark.look);
    expect(looks(near("1", 2), near("2", 2))).toEqual(["sure"]);
    expect(looks(near("1", 2), near("2", 2, { certainty: "ALLEGED" }))).toEqual(["partly"]);
    expect(looks(near("1", 2, { status: "PLANNED" }), near("2", 2, { status: "PROPOSED" }))).toEqual(["planned"]);
  });

  it("are all counted, ten thousand too", () => {
    const many = pictureOf(Array.from({ length: 10_000 }, (_, i) => near(String(i), (i % 200) - 100)));
    expect(many.clusters.marks(whole, seen(whole, size)).reduce((sum, mark) => sum + mark.count, 0)).toBe(10_000);
  });
});

describe("what is met", () => {
  const attack = placed("war", { subject: country("russia", "RU"), object: country("ukraine", "UA") }, "attacked");
  const picture = pictureOf([near("1", 2), placed("2", { point: point(32, 49, "COUNTRY") }), attack]);
  const meet = (place: readonly [number, number]) => picture.meet(whole, size, onScreen(whole, size, project(place)));

  it("is the spot beneath the pointer, or the country", () => {
    expect(meet([2, 48])).toMatchObject({ is: "mark", mark: { count: 1 } });
    expect(meet([27, 49.5])).toMatchObject({ is: "area", area: { name: "Ukraine" }, relations: [{ id: "2" }] });
    expect(meet([-3, 40])).toBeUndefined();
  });

  it("is the line between two states, at its ends", () => {
    const [tie] = picture.ties;
    const end = onScreen(whole, size, tie?.from ?? { x: 0, y: 0 });
    expect(picture.meet(whole, size, end)).toMatchObject({ is: "tie", line: { relations: [{ id: "war" }] } });
  });
});

it("nothing is drawn between what has no two places", () => {
  expect(pictureOf([placed("1", { subject: country("france", "FR"), object: country("nowhere") }), placed("2")]).ties).toEqual([]);
});
