const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** An EDTF date or interval in words: “24 to 30 November 2025”. What it does not know stays as it is. */
export function inWords(edtf: string): string {
  const [from, to, ...more] = edtf.split("/");
  if (from === undefined || more.length > 0) return edtf;
  if (to === undefined) return date(from);
  if (isOpen(from) && isOpen(to)) return "at an unknown time";
  if (isOpen(from)) return `by ${date(to)}`;
  if (isOpen(to)) return `since ${date(from)}`;
  return `${date(from)} to ${date(to)}`;
}

const isOpen = (end: string) => end === ".." || end === "";

function date(value: string): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%])?$/.exec(value);
  if (!match) return value;
  const [, year = "", month, day, doubt] = match;
  const words = [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
  if (month && !months[Number(month) - 1]) return value;
  return doubt ? `${doubt === "?" ? "perhaps" : "about"} ${words}` : words;
}
