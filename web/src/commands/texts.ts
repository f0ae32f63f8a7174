/** What is said about keys and what they do. */
export const texts = {
  keys: "Keys",
  everywhere: "Everywhere",
  notInFields: "Keys do nothing while you type in a field.",
  close: "Close",
  /** A key as it is written on it. */
  key: (key: string) => key.replace("Ctrl+", "Ctrl ").replace("Escape", "Esc").replace(/ (.)$/, (_, letter: string) => ` ${letter.toUpperCase()}`),
};
