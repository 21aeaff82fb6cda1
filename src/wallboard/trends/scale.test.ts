import { expect, it } from "vitest";
import { ticksUpTo } from "./scale.js";

it.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6]],
  [17, [0, 5, 10, 15, 20]],
  [230, [0, 100, 200, 300]],
  [8000, [0, 2000, 4000, 6000, 8000]],
])("marks an axis up to %d at %j", (most, ticks) => {
  expect(ticksUpTo(most)).toEqual(ticks);
});
