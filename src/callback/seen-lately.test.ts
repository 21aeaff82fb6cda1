import { expect, it } from "vitest";
import { createSeenLately } from "./seen-lately.js";

it("knows a text from the second time on, and no other", () => {
  const isSeen = createSeenLately();
  expect(["a", "b", "a", "c", "b", "a"].map(isSeen)).toEqual([false, false, true, false, true, true]);
});

it("holds as many marks as it has places, and forgets the earlier one of a place", () => {
  const isSeen = createSeenLately(1);
  expect(["a", "b", "a", "a"].map(isSeen)).toEqual([false, false, false, true]);
});
