import type { ExecutionResult } from "graphql";

/**
 * What a stream of server-sent events tells, one answer after the other, in the
 * distinct connections mode of GraphQL over SSE. Whoever stops reading ends the stream.
 */
export async function* answersOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<ExecutionResult, void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (rest + value).split(/\r?\n\r?\n/);
      rest = events.pop() ?? "";
      for (const event of events) {
        const fields = event.split(/\r?\n/);
        if (fields.includes("event: complete")) return;
        const data = fields.flatMap((field) => (field.startsWith("data:") ? field.slice("data:".length).trimStart() : []));
        if (data.length > 0) yield JSON.parse(data.join("\n")) as ExecutionResult;
      }
    }
  } finally {
    await reader.cancel();
  }
}
