/**
 * Rows as CSV (RFC 4180, UTF-8 with a byte order mark, without which Excel does
 * not read it as such), safe to open in a spreadsheet. The server's exports keep
 * the same rule, by the cases of internal/export/testdata/csv-cells.json.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return "\ufeff" + rows.map((row) => row.map((text) => `"${inert(text).replaceAll('"', '""')}"`).join(",") + "\r\n").join("");
}

/**
 * What a spreadsheet would take for a formula, or has an apostrophe first, gets
 * an apostrophe before it: taking one off always gives what was there.
 */
export function inert(text: string): string {
  return /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
}
