import { describe, expect, it } from "vitest";
import type { Precision } from "../../generated/graphql";
import { locate } from "./located";
import { country, outlines, place, placed, point } from "./made";

const paris = [2.35, 48.86] as const;
const at = (precision: Precision) => locate([placed("1", { point: point(...paris, precision) })], outlines);
const names = (located: ReturnType<typeof locate>) => [...located.areas.keys()].map((area) => area.name);

describe("where a relation is", () => {
  it.each(["EXACT", "NEAR", "TOWN"] as const)("%s is a spot", (precision) => {
    const { spots, areas, shown } = at(precision);
    expect(spots.map((spot) => spot.place)).toEqual([paris]);
    expect(areas.size).toBe(0);
    expect(shown).toBe(1);
  });

  it.each(["DISTRICT", "PROVINCE", "COUNTRY"] as const)("%s is somewhere in the country", (precision) => {
    const located = at(precision);
    expect(located.spots).toEqual([]);
    expect(names(located)).toEqual(["France"]);
    expect(located.shown).toBe(1);
  });

  it.each(["SEA", "UNKNOWN"] as const)("%s is counted and not drawn", (precision) => {
    const located = at(precision);
    expect([located.spots.length, located.areas.size, located.shown, located.vague]).toEqual([0, 0, 0, 1]);
  });

  it("that stands for a country and lies at sea is in none", () => {
    expect(locate([placed("1", { point: point(-30, 30, "COUNTRY") })], outlines)).toMatchObject({ shown: 0, vague: 1 });
  });

  it("is what its source says, before what the places say that it names", () => {
    const town = place("geneva", point(6.14, 46.2, "TOWN"));
    expect(locate([placed("1", { point: point(...paris, "EXACT"), places: [town] })], outlines).spots.map((spot) => spot.place)).toEqual([paris]);
    expect(locate([placed("1", { places: [town] })], outlines).spots.map((spot) => spot.place)).toEqual([[6.14, 46.2]]);
  });

  it("is where an end of it is that is a place", () => {
    const { spots } = locate([placed("1", { object: place("geneva", point(6.14, 46.2, "TOWN")) }, "visited")], outlines);
    expect(spots.map((spot) => spot.place)).toEqual([[6.14, 46.2]]);
  });

  it("is in the state that was visited, and in none that was only talked with", () => {
    const ukraine = country("ukraine", "UA");
    expect(names(locate([placed("1", { object: ukraine }, "visited")], outlines))).toEqual(["Ukraine"]);
    expect(names(locate([placed("1", { object: ukraine }, "negotiated-with")], outlines))).toEqual([]);
  });

  it("is nowhere where nothing tells it", () => {
    expect(locate([placed("1", { places: [place("x", null)], object: country("y") })], outlines)).toMatchObject({ spots: [], shown: 0, vague: 0 });
  });
});

describe("where those are that have a place", () => {
  it("are states by their code, in the middle of their main part, and places at a spot", () => {
    const { homes } = locate([placed("1", { subject: country("france", "FR"), object: place("paris", point(...paris, "TOWN")) })], outlines);
    expect(homes.get("paris")).toEqual(paris);
    const [longitude = NaN, latitude = NaN] = homes.get("france") ?? [];
    expect(longitude).toBeGreaterThan(1); // with French Guiana, the middle would lie in the west of Brittany
    expect(longitude).toBeLessThan(4);
    expect(latitude).toBeGreaterThan(45);
    expect(latitude).toBeLessThan(48);
  });

  it("are no provinces, and no states without a code", () => {
    expect(locate([placed("1", { subject: country("x"), object: place("y", point(...paris, "PROVINCE")) })], outlines).homes.size).toBe(0);
  });
});
