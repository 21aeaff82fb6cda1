import { expect, it } from "vitest";
import { LatestWeakMap } from "./latest-weak-map.js";

it("makes of each key what belongs to it, once, in whatever order they are asked for", () => {
  const map = new LatestWeakMap<object, number>();
  const [first, second] = [{}, {}];
  let count = 0;
  const make = (): number => (count += 1);
  expect([first, second, second, first, second].map((key) => map.getOrCreate(key, make))).toEqual([1, 2, 2, 1, 2]);
  map.set(first, 7);
  expect([second, first].map((key) => map.get(key))).toEqual([2, 7]);
  expect(map.get({})).toBeUndefined();
});
