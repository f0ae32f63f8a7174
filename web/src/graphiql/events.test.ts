import { expect, it } from "vitest";
import { answersOf } from "./events";

const stream = (parts: readonly string[], ended: () => void = () => undefined) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
    cancel: ended,
  });

async function all(parts: readonly string[]) {
  const answers: unknown[] = [];
  for await (const answer of answersOf(stream(parts))) answers.push(answer);
  return answers;
}

it("an answer is read whole, however the stream is cut", async () => {
  expect(await all([': hello\n\nevent: next\nda', 'ta: {"data":{"name":"Зелен', 'ський"}}\n', '\nevent: next\ndata: {"data":null}\n\n'])).toEqual([
    { data: { name: "Зеленський" } },
    { data: null },
  ]);
});

it("nothing is read after the end that the server names", async () => {
  expect(await all(["event: complete\n\n", 'event: next\ndata: {"data":1}\n\n'])).toEqual([]);
});

it("an event that is cut off is none", async () => {
  expect(await all(['event: next\ndata: {"data":'])).toEqual([]);
});
