import { describe, expect, it } from "vitest";
import cases from "../../../../internal/export/testdata/csv-cells.json";
import { csv, inert } from "./csv";

const bare = (rows: string[][]) => csv(rows).replace("\ufeff", "");

describe("CSV", () => {
  it("says that it is UTF-8 and ends its lines as RFC 4180 has it", () => {
    expect(csv([["a", "Зеленский"], ["b", ""]])).toBe('\ufeff"a","Зеленский"\r\n"b",""\r\n');
  });

  it("keeps commas, quotes and line breaks inside a cell", () => {
    expect(bare([['a, "b"\nc']])).toBe('"a, ""b""\nc"\r\n');
  });

  it.each(cases)("does not hand $name to a spreadsheet as a formula", ({ text, cell }) => {
    expect(inert(text)).toBe(cell);
  });

  it("defuses each cell of each row", () => {
    expect(bare([["a", "=1"], ["'b", "c"]])).toBe('"a","\'=1"\r\n"\'\'b","c"\r\n');
  });
});
