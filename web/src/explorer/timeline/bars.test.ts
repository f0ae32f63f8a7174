import { describe, expect, it } from "vitest";
import { finerOrCoarser, touched, withGaps } from "./bars";
import { stopsOf } from "./stops";

const day = (start: string, count = 1) => ({ start, end: start, count });

describe("the timeline", () => {
  const bars = withGaps([day("2025-11-29"), day("2025-11-30"), day("2025-12-02")]);

  it("marks days without any", () => {
    expect(bars.map((bar) => bar.gap)).toEqual([false, false, true]);
  });

  it("shows which bars a range touches", () => {
    expect(touched(bars, "2025-11-30", "2025-12-01")).toEqual([1, 1]);
    expect(touched(bars, "2025-11-30")).toEqual([1, 2]);
    expect(touched(bars, undefined, "2025-11-29")).toEqual([0, 0]);
    expect(touched(bars, "2026-01-01")).toBeUndefined();
  });

  it("counts by days where months are few and by years where they are many", () => {
    expect([3, 30, 100].map(finerOrCoarser)).toEqual(["DAY", "MONTH", "YEAR"]);
  });
});

describe("the slider of what was known", () => {
  it("starts before anything was, and stops once where something changed", () => {
    expect(stopsOf(["2025-12-01T10:00:00Z", "2025-12-01T10:00:00Z", "2025-12-02T10:00:00Z"], undefined)).toEqual([
      "2025-12-01T09:59:00.000Z",
      "2025-12-01T10:00:00.000Z",
      "2025-12-02T10:00:00.000Z",
    ]);
  });

  it("stops after a moment within a second, so that what it recorded is in", () => {
    expect(stopsOf(["2025-12-01T10:00:00.123Z"], undefined)[1]).toBe("2025-12-01T10:00:01.000Z");
  });

  it("goes no further back than to before anything was, however often one goes to its start", () => {
    const recorded = ["2025-12-01T10:00:00Z", "2025-12-02T10:00:00Z"];
    const [start] = stopsOf(recorded, undefined);
    expect(stopsOf(recorded, start)[0]).toBe(start);
  });

  it("stops at the moment of a link", () => {
    expect(stopsOf(["2025-12-01T10:00:00Z"], "2025-12-05T00:00:00Z")).toContain("2025-12-05T00:00:00.000Z");
  });
});
