import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { syncSchema } from "../../config/settings-sections.js";
import { fitPeriods, isHotLate, laneOf, LANES, promiseOf, type CallTime } from "./intervals.js";

const INTERVALS = syncSchema.parse({});
const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (fields: Partial<CallTime>): CallTime => ({
  status: "SCHEDULED",
  windowStart: null,
  windowEnd: null,
  nextAttemptAt: null,
  statusChangedAt: NOW,
  ...fields,
});

describe("the poll interval of a callback", () => {
  it.each([
    ["hot", "due within the window", at({ windowStart: NOW + 14 * MINUTE })],
    ["today", "due after it", at({ windowStart: NOW + 16 * MINUTE })],
    ["today", "due within a day", at({ windowStart: NOW + DAY })],
    ["far", "due after a day", at({ windowStart: NOW + DAY + 1 })],
    ["hot", "whose window runs", at({ windowStart: NOW - 6 * HOUR, windowEnd: NOW + HOUR, status: "QUEUED" })],
    ["hot", "whose window has just ended", at({ windowStart: NOW - 2 * HOUR, windowEnd: NOW - HOUR })],
    ["today", "that is overdue by hours", at({ windowStart: NOW - 9 * HOUR, windowEnd: NOW - 8 * HOUR })],
    ["far", "that is overdue by days", at({ windowStart: NOW - 4 * DAY })],
    ["hot", "that an agent has", at({ status: "IN_PROGRESS", windowStart: NOW + DAY * 3 })],
    [
      "far",
      "that an agent is said to have since yesterday",
      at({ status: "IN_PROGRESS", windowStart: NOW + DAY * 3, statusChangedAt: NOW - DAY }),
    ],
    ["hot", "without a time that has just come", at({ status: "QUEUED" })],
    ["today", "without a time that came yesterday", at({ status: "QUEUED", statusChangedAt: NOW - DAY })],
    ["today", "that nobody knows anything of", at({ status: "UNKNOWN" })],
    [
      "hot",
      "that is tried again soon",
      at({ status: "RETRYING", windowStart: NOW - DAY, nextAttemptAt: NOW + 5 * MINUTE }),
    ],
    [
      "far",
      "that is tried again in days",
      at({ status: "RETRYING", windowStart: NOW - DAY, nextAttemptAt: NOW + 3 * DAY }),
    ],
  ] as const)("is %s for one %s", (lane, _, callback) => {
    expect(laneOf(callback, NOW, INTERVALS.hotWindowMs)).toBe(lane);
  });
});

describe("how long a round over a lane takes", () => {
  it("is four fifths of the interval if the quota allows it", () => {
    const periods = fitPeriods({ hot: 10, today: 20, far: 50, full: 0 }, INTERVALS, 270);
    expect(periods).toMatchObject({ hot: 12_000, today: 96_000, far: 720_000 });
    expect(promiseOf(periods.hot)).toBe(INTERVALS.hotIntervalMs);
  });

  it("is longer if it does not, first in the less urgent lanes", () => {
    const periods = fitPeriods({ hot: 100, today: 400, far: 1500, full: 0 }, INTERVALS, 270);
    expect(periods.hot).toBeGreaterThan(28_000);
    expect(periods.hot).toBeLessThan(30_000);
    expect(periods.today).toBeGreaterThan(INTERVALS.todayIntervalMs * 3);
    expect(isHotLate(periods, INTERVALS)).toBe(false);
    expect(isHotLate(fitPeriods({ hot: 500, today: 0, far: 9500, full: 0 }, INTERVALS, 270), INTERVALS)).toBe(true);
  });

  it("never exceeds the capacity, starves no lane, and is never shorter than requested", () => {
    const count = fc.integer({ min: 0, max: 20_000 });
    const demand = fc.record({ hot: count, today: count, far: count, full: count });
    fc.assert(
      fc.property(demand, fc.integer({ min: 1, max: 5000 }), (needed, perMinute) => {
        const periods = fitPeriods(needed, INTERVALS, perMinute);
        const rates = LANES.map((lane) => (needed[lane] * MINUTE) / periods[lane]);
        expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThanOrEqual(perMinute);
        for (const lane of LANES) expect(Number.isFinite(periods[lane])).toBe(true);
        for (const [index, lane] of LANES.entries()) {
          // Each lane with keys gets a fifth of what the more urgent ones leave.
          if (needed[lane] > 0)
            expect(rates[index]).toBeGreaterThanOrEqual(Math.min(perMinute * 0.95 * 0.2 ** 3 * 0.8, rates[index] ?? 0));
          if (needed[lane] > 0) expect(rates[index]).toBeGreaterThan(0);
        }
        expect(periods.hot).toBeGreaterThanOrEqual(12_000);
      }),
    );
  });
});
