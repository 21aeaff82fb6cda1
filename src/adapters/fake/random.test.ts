import { describe, expect, it } from "vitest";
import { demoCustomers, drawCustomers } from "./customers.js";
import { createRandom } from "./random.js";
import { createArrivals, demoStart } from "./world.js";

describe("the chance of a fake", () => {
  it("is the same for the same seed and another for another", () => {
    const draw = (seed: number): string => {
      const random = createRandom(seed);
      return [random.uuid(), random.int(1, 1000), random.pick(["a", "b", "c"])].join();
    };
    expect(draw(7)).toBe(draw(7));
    expect(draw(7)).not.toBe(draw(8));
  });

  it("draws whole numbers from both ends, and no others", () => {
    const random = createRandom(1);
    const drawn = new Set(Array.from({ length: 1000 }, () => random.int(2, 5)));
    expect(drawn).toEqual(new Set([2, 3, 4, 5]));
  });

  it("has nothing to pick from an empty list", () => {
    expect(() => createRandom(1).pick([])).toThrow();
  });
});

describe("the demo's world", () => {
  it("has thousands of customers, each with a number of its own that is reserved for fiction", () => {
    const numbers = demoCustomers().map(({ phoneNumber }) => phoneNumber);
    expect(numbers.length).toBeGreaterThan(9000);
    expect(new Set(numbers).size).toBe(numbers.length);
    const isFictional = /^\+(?:1[2-9]\d\d55501\d\d|44(?:207946|113496)0\d{3}|49(?:3023125|8999998)\d{3})$/u;
    expect(numbers.filter((number) => !isFictional.test(number))).toEqual([]);
    expect(new Set(demoCustomers().map(({ firstName, lastName }) => `${firstName} ${lastName}`)).size).toBeGreaterThan(
      3000,
    );
  });

  it.each([1, 240, 20_000])("draws distinct customers for %i callbacks, nearly one for each", (callbacks) => {
    const drawn = drawCustomers(createRandom(3), callbacks);
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(drawn.length).toBe(Math.min(Math.ceil(callbacks / 1.1), demoCustomers().length));
  });

  it("begins with callbacks from 8 hours ago to 3 days ahead, most of them ahead", () => {
    const random = createRandom(3);
    const offsets = Array.from({ length: 500 }, () => demoStart(random, 1_800_000_000_000) - 1_800_000_000_000);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-8.1 * 3_600_000);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(72.5 * 3_600_000);
    expect(offsets.filter((offset) => offset > 0).length).toBeGreaterThan(350);
  });

  it("gets a new callback every 15 to 30 seconds, and after a pause not all at once", () => {
    const arrivals = createArrivals(createRandom(5), 0);
    let count = 0;
    for (let now = 1000; now <= 600_000; now += 1000) count += arrivals(now);
    expect(count).toBeGreaterThanOrEqual(600 / 30 - 1);
    expect(count).toBeLessThanOrEqual(600 / 15);
    expect(arrivals(86_400_000)).toBeLessThanOrEqual(40);
    expect(arrivals(86_400_000)).toBe(0);
  });
});
