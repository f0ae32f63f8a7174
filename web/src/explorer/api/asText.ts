/** Fields whose values are enum values and not strings, however they look. */
const enumFields = new Set(["status", "certainty", "coding", "kinds", "bucket", "direction"]);

/**
 * A query with its variables' values as their defaults, so that it can be run
 * and read by itself.
 */
export async function asText(query: string, variables: Record<string, unknown>): Promise<string> {
  const { Kind, parse, print, visit } = await import("graphql");
  const withDefaults = visit(parse(query), {
    [Kind.VARIABLE_DEFINITION](declared) {
      const name = declared.variable.name.value;
      const value = variables[name];
      return value === undefined || value === null ? declared : { ...declared, defaultValue: node(name, value) };
    },
  });
  return print(withDefaults) + "\n";
}

function node(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return { kind: "ListValue", values: value.map((item) => node(name, item)) };
  if (typeof value === "number") return { kind: Number.isInteger(value) ? "IntValue" : "FloatValue", value: String(value) };
  if (typeof value === "boolean") return { kind: "BooleanValue", value };
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, v]) => v !== undefined && v !== null);
    return {
      kind: "ObjectValue",
      fields: fields.map(([key, v]) => ({
        kind: "ObjectField",
        name: { kind: "Name", value: key },
        value: node(key, v),
      })),
    };
  }
  return { kind: enumFields.has(name) ? "EnumValue" : "StringValue", value: String(value) };
}
