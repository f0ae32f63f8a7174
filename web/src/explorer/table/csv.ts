/**
 * Rows as CSV (RFC 4180) that is safe to open in a spreadsheet: a cell that it
 * would take for a formula gets an apostrophe before it. It starts with a byte
 * order mark, without which Excel does not read it as UTF-8.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function cell(text: string): string {
  const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text);
  return `"${(formula ? "'" : "") + text.replaceAll('"', '""')}"`;
}
