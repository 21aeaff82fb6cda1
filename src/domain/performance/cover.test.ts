import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intervalStarts, INTERVALS, type Interval } from "../time/intervals.js";
import { findZone } from "../time/zone.js";
import { SLOT_MS } from "./contribution.js";
import { coverOf, WIDTHS } from "./cover.js";

const DAY = 96 * SLOT_MS;
const MOST_INTERVALS = 10_000;

/** Bounds of the intervals of a zone, in years with and without daylight saving time, also before the epoch. */
const zonedBounds = fc
  .record({
    from: fc.integer({ min: -20_000 * 96, max: 25_000 * 96 }),
    quarters: fc.integer({ min: 1, max: 20 * 96 }),
    interval: fc.constantFrom(...(Object.keys(INTERVALS) as Interval[])),
    timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"),
  })
  .map(({ from, quarters, interval, timeZone }) => {
    const zone = findZone(timeZone);
    if (zone === null) throw new Error(`no zone ${timeZone}`);
    const range = { from: from * SLOT_MS, until: (from + quarters) * SLOT_MS };
    const [, ...starts] = intervalStarts(range, interval, zone, MOST_INTERVALS);
    return [range.from, ...starts, range.until];
  });
/** Bounds at any millisecond, some of them equal. */
const anyBounds = fc
  .array(fc.integer({ min: -40 * DAY, max: 40 * DAY }), { minLength: 0, maxLength: 12 })
  .map((bounds) => bounds.toSorted((a, b) => a - b));

describe("the cells that cover intervals", () => {
  it.each([
    ["of a time zone", zonedBounds],
    ["of any length", anyBounds],
  ])("contain each quarter of an hour of an interval once, in order: %s", (_, all) => {
    fc.assert(
      fc.property(all, (bounds) => {
        const starts = bounds.map(slotAfter);
        let end = starts[0];
        for (const { interval, width, from, to } of coverOf(bounds)) {
          expect(WIDTHS).toContain(width);
          expect(from === end).toBe(true);
          expect([from, to].map((at) => Math.abs(at % width))).toEqual([0, 0]);
          expect(to).toBeGreaterThan(from);
          expect(from).toBeGreaterThanOrEqual(starts[interval] ?? Number.NaN);
          expect(to).toBeLessThanOrEqual(starts[interval + 1] ?? Number.NaN);
          end = to;
        }
        expect(end === starts.at(-1)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("are as wide as the interval allows, in one range of each width at most on each side", () => {
    fc.assert(
      fc.property(anyBounds, (bounds) => {
        const starts = bounds.map(slotAfter);
        const ranges = coverOf(bounds);
        for (const [index, { interval, width, from, to }] of ranges.entries()) {
          const next = ranges[index + 1];
          if (next?.interval === interval) expect(next.width).not.toBe(width);
          const wider = WIDTHS[WIDTHS.indexOf(width) + 1];
          if (wider === undefined) continue;
          const [first = 0, last = 0] = starts.slice(interval, interval + 2);
          for (let start = Math.floor(from / wider) * wider; start < to; start += wider) {
            expect(first <= start && start + wider <= last).toBe(false);
          }
        }
      }),
    );
  });

  it("are 139 at most for 90 days", () => {
    fc.assert(
      fc.property(fc.nat(8 * 96), (quarters) => {
        const from = Date.UTC(2026, 0, 1) + quarters * SLOT_MS;
        const cells = coverOf([from, from + 90 * DAY]).map(({ width, from: start, to }) => (to - start) / width);
        expect(cells.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(139);
      }),
    );
  });
});

function slotAfter(at: number): number {
  return Math.ceil(at / SLOT_MS) * SLOT_MS;
}
