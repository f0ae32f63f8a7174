// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DayField } from "./DayField";

let chosen: (string | undefined)[];
let input: HTMLInputElement;

beforeEach(() => {
  chosen = [];
  render(
    <DayField label="to" day={undefined} refuse={(day) => (day < "2025-11-01" ? "before 1 November 2025" : undefined)} onDay={(day) => chosen.push(day)} />,
  );
  input = screen.getByLabelText("to");
});

afterEach(cleanup);

/** What a browser reports while a day is typed part by part: the year grows digit by digit. */
function type(...reported: string[]) {
  for (const value of reported) {
    fireEvent.keyDown(input, { key: "2" });
    fireEvent.change(input, { target: { value } });
  }
}

const whole = ["0002-12-01", "0020-12-01", "0202-12-01", "2025-12-01"];

it("a typed day is chosen once, when the field is left", () => {
  type(...whole);
  expect(chosen).toEqual([]);
  expect(input.value).toBe("2025-12-01");
  fireEvent.blur(input);
  expect(chosen).toEqual(["2025-12-01"]);
});

it("a typed day is chosen once, on Enter", () => {
  type(...whole);
  fireEvent.keyDown(input, { key: "Enter" });
  fireEvent.blur(input);
  expect(chosen).toEqual(["2025-12-01"]);
});

it("a typed day is chosen on Tab, which may stay in the field, once its year is whole", () => {
  type("0002-12-01", "0020-12-01");
  fireEvent.keyDown(input, { key: "Tab" });
  expect(chosen).toEqual([]);
  type("0202-12-01", "2025-12-01");
  fireEvent.keyDown(input, { key: "Tab" });
  fireEvent.blur(input);
  expect(chosen).toEqual(["2025-12-01"]);
});

it("a day that is picked with the mouse is chosen at once", () => {
  fireEvent.pointerDown(input);
  fireEvent.change(input, { target: { value: "2025-12-03" } });
  expect(chosen).toEqual(["2025-12-03"]);
});

it("a day that cannot be is not chosen, and says why", () => {
  type("2025-10-31");
  fireEvent.blur(input);
  expect(chosen).toEqual([]);
  expect(screen.getByRole("alert").textContent).toBe("before 1 November 2025");
  expect(input.getAttribute("aria-invalid")).toBe("true");
});
