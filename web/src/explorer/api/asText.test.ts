import { expect, it } from "vitest";
import { asText } from "./asText";

it("a query is written so that it can be run by itself", async () => {
  const text = await asText("query Q($filter: RelationFilter, $n: Int!, $asOf: DateTime) { a(f: $filter, n: $n, asOf: $asOf) { id } }", {
    filter: { types: ['a "quoted" type'], status: ["PLANNED"], coding: ["QUOTED"], bbox: { west: -1.5, east: 2 }, from: "2025-12-01", to: undefined },
    n: 5,
    asOf: undefined,
  });
  expect(text).toBe(`query Q($filter: RelationFilter = {types: ["a \\"quoted\\" type"], status: [PLANNED], coding: [QUOTED], bbox: {west: -1.5, east: 2}, from: "2025-12-01"}, $n: Int! = 5, $asOf: DateTime) {
  a(f: $filter, n: $n, asOf: $asOf) {
    id
  }
}
`);
});
