const files = import.meta.glob<string>("../../examples/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

export interface Example {
  /** What the query answers: the file's first line, a comment. */
  title: string;
  query: string;
}

/** The example queries, in the order of their file names. */
export const examples: Example[] = Object.keys(files)
  .sort()
  .map((path) => files[path] ?? "")
  .map((query) => ({ title: query.split("\n", 1)[0]?.replace(/^#\s*/, "") ?? "", query }));
