import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { CallbackStatus } from "../../domain/status.js";

/** How often the background sync polls a key, by the callbacks that it returns. */
export interface SyncIntervals {
  /** Due within `hotWindowMs`, or in progress. */
  readonly hotIntervalMs: DurationMs;
  /** Due later today, and keys in the settings, which may return a new callback. */
  readonly todayIntervalMs: DurationMs;
  /** Days ahead. */
  readonly farIntervalMs: DurationMs;
  /** The whole list of a vendor that lists, and other forms of a number. */
  readonly fullIntervalMs: DurationMs;
  /** How long before its time a callback is hot. */
  readonly hotWindowMs: DurationMs;
}

/** The most urgent first. Results do not depend on `full` soon. */
export const LANES = ["hot", "today", "far", "full"] as const;
export type Lane = (typeof LANES)[number];

/** The fields of an open callback that determine how often it is polled. */
export interface CallTime {
  readonly status: CallbackStatus;
  readonly windowStart: Instant | null;
  readonly windowEnd: Instant | null;
  readonly nextAttemptAt: Instant | null;
  readonly statusChangedAt: Instant;
}

const DAY_MS: DurationMs = 86_400_000;
/** A callback whose time passed longer ago than this, and that is still open, is not about to change. */
const LONG_OVERDUE_MS: DurationMs = 4 * 3_600_000;

/** The lane of an open callback. */
export function laneOf(callback: CallTime, now: Instant, hotWindowMs: DurationMs): Lane {
  const { status, windowStart, windowEnd, nextAttemptAt, statusChangedAt } = callback;
  if (status === "IN_PROGRESS" && now - statusChangedAt < LONG_OVERDUE_MS) return "hot";
  const start = nextAttemptAt ?? windowStart;
  // Without any time it may be called at any moment, as long as it is new.
  if (start === null) {
    const isWaiting = status === "QUEUED" || status === "SCHEDULED" || status === "RETRYING";
    return isWaiting && now - statusChangedAt < LONG_OVERDUE_MS ? "hot" : "today";
  }
  if (start - now > DAY_MS) return "far";
  if (start - now > hotWindowMs) return "today";
  const end = Math.max(start, windowEnd ?? start);
  if (now - end < LONG_OVERDUE_MS) return "hot";
  return now - end < DAY_MS ? "today" : "far";
}

/** Requests for polling every key of each lane once. */
export type LaneDemand = Readonly<Record<Lane, number>>;
/** The duration of one round over a lane. */
export type LanePeriods = Readonly<Record<Lane, DurationMs>>;

/** A key is polled again after this part of its interval, so that small delays stay within the interval. */
const PERIOD_SHARE = 0.8;
/** A lane uses at most this part of the remaining capacity while less urgent lanes need it, so that none is starved. */
const MOST_OF_THE_REST: Readonly<Record<Lane, number>> = { hot: 0.8, today: 0.6, far: 0.8, full: 1 };
/** The part of the capacity that is planned; the rest is for retries, further pages and fetches of absent records. */
const PLANNED_SHARE = 0.95;
const MINUTE: DurationMs = 60_000;

/**
 * Returns the duration of a round over each lane: its interval if the capacity allows it, else longer. Urgent lanes are
 * served first, and leave a fifth of the capacity to the others.
 */
export function fitPeriods(demand: LaneDemand, intervals: SyncIntervals, perMinute: number): LanePeriods {
  const wanted: LanePeriods = {
    hot: intervals.hotIntervalMs * PERIOD_SHARE,
    today: intervals.todayIntervalMs * PERIOD_SHARE,
    far: intervals.farIntervalMs * PERIOD_SHARE,
    full: intervals.fullIntervalMs * PERIOD_SHARE,
  };
  const rateOf = (lane: Lane): number => (demand[lane] * MINUTE) / wanted[lane];
  const periods: Record<Lane, DurationMs> = { ...wanted };
  let left = perMinute * PLANNED_SHARE;
  for (const [index, lane] of LANES.entries()) {
    if (demand[lane] === 0 || !Number.isFinite(left)) continue;
    const others = LANES.slice(index + 1).reduce((sum, other) => sum + rateOf(other), 0);
    const most = others === 0 ? left : Math.max(left * MOST_OF_THE_REST[lane], left - others);
    const rate = Math.min(rateOf(lane), most);
    periods[lane] = Math.max(wanted[lane], (demand[lane] * MINUTE) / rate);
    left -= rate;
  }
  return periods;
}

/** Returns the longest time between two polls of a key in a lane with this period, as reports promise it. */
export function promiseOf(periodMs: DurationMs): DurationMs {
  return periodMs / PERIOD_SHARE;
}

/** True if callbacks that are due soon cannot be polled nearly as often as the settings say. */
export function isHotLate(periods: LanePeriods, { hotIntervalMs }: SyncIntervals): boolean {
  return periods.hot > 2 * hotIntervalMs;
}
