import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binOfWait, quantileOf } from "./waits.js";

const DAY = 86_400_000;

function histogramOf(waits: readonly number[]): Map<number, number> {
  const bins = new Map<number, number>();
  for (const wait of waits) bins.set(binOfWait(wait), (bins.get(binOfWait(wait)) ?? 0) + 1);
  return bins;
}

describe("waiting times in bins", () => {
  it("give quantiles that are off by 5 % at most, and by a second for short ones", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 100 * DAY }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(waits, fc.constantFrom(0.5, 0.9, 1), (all, share) => {
        const exact = all.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(all.length * share)) - 1] ?? 0;
        const found = quantileOf(histogramOf(all), share) ?? Number.NaN;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.max(1000, exact * 0.05));
      }),
    );
  });

  it("grow with the wait, and are few", () => {
    fc.assert(
      fc.property(fc.nat(400 * DAY), fc.nat(400 * DAY), (a, b) => {
        fc.pre(a <= b);
        expect(binOfWait(a)).toBeLessThanOrEqual(binOfWait(b));
      }),
    );
    expect(binOfWait(Number.MAX_SAFE_INTEGER)).toBeLessThan(300);
    expect(binOfWait(-5000)).toBe(0);
  });

  it("have no quantile without any", () => {
    expect(quantileOf(new Map(), 0.5)).toBeNull();
    expect(quantileOf(new Map([[3, 0]]), 0.5)).toBeNull();
  });
});
