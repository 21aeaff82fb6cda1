import { expect, it } from "vitest";
import { createSeenLately } from "./seen-lately.js";

it("knows a text from the second time on, and no other", () => {
  const isSeen = createSeenLately();
  expect(["a", "b", "a", "c", "b", "a"].map(isSeen)).toEqual([false, false, true, false, true, true]);
});

it("knows hundreds that come again by turns, but for a few that share a place", () => {
  const isSeen = createSeenLately();
  const texts = Array.from({ length: 500 }, (_, index) => `{"id":"${index}"}`);
  for (const text of texts) isSeen(text);
  expect(texts.filter(isSeen).length).toBeGreaterThan(490);
});

it("holds as many marks as it has places, and forgets the earlier one of a place", () => {
  const isSeen = createSeenLately(1);
  expect(["a", "b", "a", "a"].map(isSeen)).toEqual([false, false, false, true]);
});
