// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SearchBox } from "./SearchBox";

const waiting = new Map<string, (content: unknown) => void>();
const opened: string[] = [];

const person = (name: string) => ({ matched: `name: ${name}`, node: { __typename: "Person", id: name.toLowerCase(), name, description: null } });

async function answer(text: string, ...hits: unknown[]) {
  await waitFor(() => { expect(waiting.has(text)).toBe(true); });
  await act(async () => {
    waiting.get(text)?.({ data: { search: hits } });
    await Promise.resolve();
  });
}

beforeEach(() => {
  waiting.clear();
  opened.length = 0;
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) =>
    new Promise((resolve) => {
      const { variables } = JSON.parse(body) as { variables: { text: string } };
      waiting.set(variables.text, (content) => { resolve({ status: 200, json: () => Promise.resolve(content) }); });
    }));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
  render(
    <QueryClientProvider client={client}>
      <SearchBox label="Search" placeholder="" onEntity={(id) => opened.push(id)} onRelation={(id) => opened.push(id)} />
    </QueryClientProvider>,
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("Enter opens what answers the words that stand there, however late it comes", async () => {
  const user = userEvent.setup();
  const box = screen.getByRole("combobox");
  await user.type(box, "putin");
  await answer("putin", person("Putin"));
  await screen.findByRole("option", { name: /Putin/ });
  await user.clear(box);
  await user.type(box, "macron{Enter}");
  expect(opened).toEqual([]);
  await answer("macron", person("Macron"));
  await waitFor(() => { expect(opened).toEqual(["macron"]); });
});

it("Enter before an answer is forgotten once other words are typed", async () => {
  const user = userEvent.setup();
  const box = screen.getByRole("combobox");
  await user.type(box, "macron{Enter}");
  await user.type(box, "x");
  await answer("macron", person("Macron"));
  await answer("macronx");
  await screen.findByText(/Nothing is called/);
  expect(opened).toEqual([]);
});

it("suggestions for the words before are marked, and none of them is chosen", async () => {
  const user = userEvent.setup();
  const box = screen.getByRole("combobox");
  await user.type(box, "putin");
  await answer("putin", person("Putin"));
  expect((await screen.findByRole("option", { name: /Putin/ })).getAttribute("aria-selected")).toBe("true");
  await user.type(box, "s");
  expect(screen.getByRole("listbox").getAttribute("aria-busy")).toBe("true");
  expect(screen.getByRole("option", { name: /Putin/ }).getAttribute("aria-selected")).toBe("false");
});

it("a search that fails says so and opens nothing", async () => {
  const user = userEvent.setup();
  await user.type(screen.getByRole("combobox"), "putin{Enter}");
  await waitFor(() => { expect(waiting.has("putin")).toBe(true); });
  await act(async () => {
    waiting.get("putin")?.({ errors: [{ message: "The server rests." }] });
    await Promise.resolve();
  });
  expect((await screen.findByRole("alert")).textContent).toContain("The server rests.");
  expect(opened).toEqual([]);
});

it("a plan that was found is not said as a fact", async () => {
  const user = userEvent.setup();
  await user.type(screen.getByRole("combobox"), "meet");
  const relation = { __typename: "Relation", id: "rel:1", subject: { name: "Vladimir Putin" }, object: { name: "Steve Witkoff" }, type: { label: "met with" }, status: "PLANNED", certainty: "ALLEGED" };
  await answer("meet", { matched: "evidence in doc:1: would meet Tuesday", node: relation });
  expect((await screen.findByRole("option")).textContent).toContain("Vladimir Putin met with (planned, alleged) Steve Witkoff");
});
