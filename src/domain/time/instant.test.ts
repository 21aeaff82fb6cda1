import { expect, it } from "vitest";
import { isPresentable } from "./instant.js";

it.each([
  ["0000-12-31T23:59:59.999Z", false],
  ["0001-01-01T00:00:00.000Z", true],
  ["1899-12-31T00:00:00.000Z", true],
  ["1970-01-01T00:00:00.000Z", true],
  ["9999-12-31T23:59:59.999Z", true],
  ["+010000-01-01T00:00:00.000Z", false],
])("an instant can be displayed if its year has four digits: %s", (iso, expected) => {
  expect(isPresentable(Date.parse(iso))).toBe(expected);
});

it("rejects values that are not numbers", () => {
  expect(isPresentable(Number.NaN)).toBe(false);
});
