import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createSteadyClock } from "./steady-clock.js";

const START = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let time: { monotonic: number; aheadMs: number };
let lines: { readonly msg: string; readonly steppedMs?: number }[];
let clock: () => number;

beforeEach(() => {
  time = { monotonic: 5000, aheadMs: 0 };
  lines = [];
  clock = createSteadyClock({
    wallClock: () => START + time.monotonic + time.aheadMs,
    timer: { now: () => time.monotonic },
    logger: pino({}, { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) }),
  });
});

/** How far the clock is from the right time. */
const error = (): number => clock() - START - time.monotonic;

describe("a clock", () => {
  it("is the wall clock, drift and small corrections included", () => {
    for (const aheadMs of [0, 100, -100, 1900, -1900]) {
      time.aheadMs = aheadMs;
      time.monotonic += 10 * MINUTE;
      expect(error()).toBe(aheadMs);
    }
    expect(lines).toEqual([]);
  });

  it.each([-2000, -10 * MINUTE, -DAY])("is believed at once, and logged, if it is set back: %s ms", (steppedMs) => {
    time.aheadMs = steppedMs;
    expect(error()).toBe(steppedMs);
    expect(error()).toBe(steppedMs);
    expect(lines).toMatchObject([{ msg: "system clock stepped", steppedMs }]);
  });

  it.each([2000, 10 * MINUTE, 8 * DAY])("continues unchanged for a minute if it is set ahead: %s ms", (steppedMs) => {
    time.aheadMs = steppedMs;
    expect(error()).toBe(0);
    time.monotonic += MINUTE - 1;
    expect(error()).toBe(0);
    time.monotonic += 1;
    expect(error()).toBe(steppedMs);
    expect(lines.map(({ msg }) => msg)).toEqual([
      "system clock stepped ahead; ignored until confirmed",
      "system clock stepped",
    ]);
  });

  it("ignores a step ahead that is corrected within a minute", () => {
    for (const aheadMs of [8 * DAY, 8 * DAY + 1, 0, DAY, 0]) {
      time.aheadMs = aheadMs;
      time.monotonic += 5000;
      expect(error()).toBe(0);
    }
    expect(lines.map(({ msg }) => msg)).toEqual([
      "system clock stepped ahead; ignored until confirmed",
      "system clock step reverted",
      "system clock stepped ahead; ignored until confirmed",
      "system clock step reverted",
    ]);
  });

  it("uses the remaining difference if it is set back while it is ahead", () => {
    time.aheadMs = DAY;
    expect(error()).toBe(0);
    time.monotonic += 5000;
    time.aheadMs = -MINUTE;
    expect(error()).toBe(-MINUTE);
    time.monotonic += 10 * MINUTE;
    expect(error()).toBe(-MINUTE);
  });
});
