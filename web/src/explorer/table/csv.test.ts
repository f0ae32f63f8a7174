import { describe, expect, it } from "vitest";
import { csv } from "./csv";

const bare = (rows: string[][]) => csv(rows).replace("\ufeff", "");

describe("CSV", () => {
  it("says that it is UTF-8 and ends its lines as RFC 4180 has it", () => {
    expect(csv([["a", "Зеленский"], ["b", ""]])).toBe('\ufeff"a","Зеленский"\r\n"b",""\r\n');
  });

  it("keeps commas, quotes and line breaks inside a cell", () => {
    expect(bare([['a, "b"\nc']])).toBe('"a, ""b""\nc"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "＝1+1"])("does not hand %j to a spreadsheet as a formula", (text) => {
    expect(bare([[text]])).toBe(`"'${text}"\r\n`);
  });

  it("leaves a sign alone that does not come first", () => {
    expect(bare([["28-point plan", "a=b"]])).toBe('"28-point plan","a=b"\r\n');
  });
});
