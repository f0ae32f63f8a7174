// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import type { TypedDocumentString } from "../../generated/graphql";
import { useAnswer, usePages } from "./useAnswer";

interface Question {
  of: string;
  after?: string | undefined;
}
interface Page {
  rows: string[];
  end?: string;
}

const query = "query Q" as unknown as TypedDocumentString<Page, Question>;

/** Requests that wait until the test answers or fails them, in whatever order. */
class Requests {
  private readonly open: { of: Question; signal: AbortSignal; answer: (data: Page) => void; fail: (message: string) => void }[] = [];

  readonly fetch = (_: string, { body, signal }: { body: string; signal: AbortSignal }) =>
    new Promise((resolve) => {
      const { variables } = JSON.parse(body) as { variables: Question };
      const respond = (content: unknown) => {
        resolve({ status: 200, json: () => Promise.resolve(content) });
      };
      this.open.push({
        of: variables,
        signal,
        answer: (data) => {
          respond({ data });
        },
        fail: (message) => {
          respond({ errors: [{ message }] });
        },
      });
    });

  async to(of: string, after?: string) {
    const found = await waitFor(() => {
      const at = [...this.open].reverse().find((request) => request.of.of === of && request.of.after === after);
      if (!at) throw new Error(`nothing asked for ${of}`);
      return at;
    });
    return {
      ...found,
      answer: (data: Page) => act(async () => { found.answer(data); await Promise.resolve(); }),
      fail: (message: string) => act(async () => { found.fail(message); await Promise.resolve(); }),
    };
  }
}

function setUp() {
  const requests = new Requests();
  vi.stubGlobal("fetch", requests.fetch);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity, networkMode: "always" } } });
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
  return { requests, wrapper };
}

function asking(first: string) {
  const { requests, wrapper } = setUp();
  const hook = renderHook(({ of, enabled }: { of: string; enabled: boolean }) => useAnswer(query, { of }, enabled), {
    wrapper,
    initialProps: { of: first, enabled: true },
  });
  return { requests, now: () => hook.result.current, ask: (of: string, enabled = true) => { hook.rerender({ of, enabled }); } };
}

const a: Page = { rows: ["a"] };
const b: Page = { rows: ["b"] };

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("there is no answer before the first", async () => {
  const { requests, now } = asking("a");
  expect(now()).toMatchObject({ data: undefined, stale: false, waiting: true });
  await (await requests.to("a")).answer(a);
  await waitFor(() => { expect(now()).toMatchObject({ data: a, stale: false, waiting: false, error: null }); });
});

it("the answer before stays in sight, as stale, while the next is awaited", async () => {
  const { requests, now, ask } = asking("a");
  await (await requests.to("a")).answer(a);
  await waitFor(() => { expect(now().data).toEqual(a); });
  ask("b");
  expect(now()).toMatchObject({ data: a, stale: true, waiting: true });
  await (await requests.to("b")).answer(b);
  await waitFor(() => { expect(now()).toMatchObject({ data: b, stale: false, waiting: false }); });
});

it("a late answer to a question before is dropped", async () => {
  const { requests, now, ask } = asking("a");
  const late = await requests.to("a");
  ask("b");
  await (await requests.to("b")).answer(b);
  await waitFor(() => { expect(now().data).toEqual(b); });
  expect(late.signal.aborted).toBe(true);
  await late.answer(a);
  expect(now()).toMatchObject({ data: b, stale: false });
});

it("a late answer that overtakes the one that is awaited is not taken for it", async () => {
  const { requests, now, ask } = asking("a");
  const late = await requests.to("a");
  ask("b");
  await late.answer(a);
  expect(now().data).toBeUndefined();
  await (await requests.to("b")).answer(b);
  await waitFor(() => { expect(now()).toMatchObject({ data: b, stale: false }); });
});

it("a failure keeps the answer before, as stale, and offers to ask again", async () => {
  const { requests, now, ask } = asking("a");
  await (await requests.to("a")).answer(a);
  await waitFor(() => { expect(now().data).toEqual(a); });
  ask("b");
  await (await requests.to("b")).fail("out of order");
  await waitFor(() => { expect(now()).toMatchObject({ data: a, stale: true, waiting: false, error: { message: "out of order" } }); });
  act(() => { now().again(); });
  await waitFor(() => { expect(now().waiting).toBe(true); });
  await (await requests.to("b")).answer(b);
  await waitFor(() => { expect(now()).toMatchObject({ data: b, stale: false, error: null }); });
});

it("back at the question before a failure, its answer is there", async () => {
  const { requests, now, ask } = asking("a");
  await (await requests.to("a")).answer(a);
  await waitFor(() => { expect(now().data).toEqual(a); });
  ask("b");
  await (await requests.to("b")).fail("no");
  await waitFor(() => { expect(now().error).not.toBeNull(); });
  ask("a");
  expect(now()).toMatchObject({ data: a, stale: false, error: null });
});

it("a question that cannot be asked yet leaves the answer before, as stale", async () => {
  const { requests, now, ask } = asking("a");
  await (await requests.to("a")).answer(a);
  await waitFor(() => { expect(now().data).toEqual(a); });
  ask("b", false);
  expect(now()).toMatchObject({ data: a, stale: true, waiting: false });
});

it("pages are added one after the other, and one that fails takes none away", async () => {
  const { requests, wrapper } = setUp();
  const hook = renderHook(({ of }: { of: string }) => usePages(query, { of }, (page) => page.end), { wrapper, initialProps: { of: "a" } });
  const now = () => hook.result.current;
  await (await requests.to("a")).answer({ rows: ["1"], end: "c1" });
  await waitFor(() => { expect(now().more).toBeDefined(); });
  act(() => { now().more?.(); });
  await (await requests.to("a", "c1")).fail("no");
  await waitFor(() => { expect(now()).toMatchObject({ stale: false, error: { message: "no" } }); });
  expect(now().data?.flatMap((page) => page.rows)).toEqual(["1"]);
  act(() => { now().again(); });
  await waitFor(() => { expect(now().waiting).toBe(true); });
  await (await requests.to("a", "c1")).answer({ rows: ["2"] });
  await waitFor(() => { expect(now().data?.flatMap((page) => page.rows)).toEqual(["1", "2"]); });
  expect(now()).toMatchObject({ more: undefined, error: null });

  hook.rerender({ of: "b" });
  expect(now().stale).toBe(true);
  await (await requests.to("b")).answer(b);
  await waitFor(() => { expect(now()).toMatchObject({ data: [b], stale: false }); });
});
