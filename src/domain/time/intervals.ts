import type { IANAZone } from "luxon";
import type { DurationMs, Instant } from "./instant.js";
import { startOfDay, startOfHour } from "./zone.js";

/** The lengths of the intervals that figures are given for. */
export const INTERVALS = {
  QUARTER_HOUR: "A quarter of an hour.",
  HOUR: "An hour of the time zone's clock.",
  DAY: "A day of the time zone: 23 or 25 hours long where daylight saving time begins or ends.",
  WEEK: "A week of the time zone, from Monday on.",
} as const;
export type Interval = keyof typeof INTERVALS;

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 4 * QUARTER;
const DAY = 24 * HOUR;

/** Returns the start of the interval that contains a moment. */
export function startOfInterval(at: Instant, interval: Interval, zone: IANAZone): Instant {
  switch (interval) {
    case "QUARTER_HOUR":
      return Math.floor(at / QUARTER) * QUARTER;
    case "HOUR":
      return startOfHour(at, zone);
    case "DAY":
      return startOfDay(at, zone);
    case "WEEK": {
      const today = startOfDay(at, zone);
      const daysSinceMonday = (new Date(today + zone.offset(today) * MINUTE).getUTCDay() + 6) % 7;
      // Noon of that day, whatever its hours are.
      return startOfDay(today - daysSinceMonday * DAY + DAY / 2, zone);
    }
  }
}

/** Returns the start of the interval after the one that starts at `start`. */
export function nextInterval(start: Instant, interval: Interval, zone: IANAZone): Instant {
  const { usual, shortest, step } = LENGTHS[interval];
  const end = start + usual;
  const isUsual = startOfInterval(end, interval, zone) === end && startOfInterval(end - 1, interval, zone) === start;
  if (isUsual) return end;
  let next = start + shortest;
  while (startOfInterval(next, interval, zone) <= start) next += step;
  return startOfInterval(next, interval, zone);
}

interface Lengths {
  readonly usual: DurationMs;
  readonly shortest: DurationMs;
  /** Steps in which the end of an unusual interval is searched from its shortest length on. */
  readonly step: DurationMs;
}

const LENGTHS: Readonly<Record<Interval, Lengths>> = {
  QUARTER_HOUR: { usual: QUARTER, shortest: QUARTER, step: QUARTER },
  HOUR: { usual: HOUR, shortest: QUARTER, step: QUARTER },
  DAY: { usual: DAY, shortest: 20 * HOUR, step: HOUR },
  WEEK: { usual: 7 * DAY, shortest: 6 * DAY, step: 6 * HOUR },
};

/** Starts of the intervals that overlap a range, in order. At most `limit` + 1 of them. */
export function intervalStarts(
  { from, until }: { readonly from: Instant; readonly until: Instant },
  interval: Interval,
  zone: IANAZone,
  limit: number,
): Instant[] {
  const starts: Instant[] = [];
  for (let start = startOfInterval(from, interval, zone); start < until && starts.length <= limit;) {
    starts.push(start);
    start = nextInterval(start, interval, zone);
  }
  return starts;
}
