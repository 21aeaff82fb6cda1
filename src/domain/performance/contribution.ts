import type { Callback } from "../callback.js";
import type { Instant } from "../time/instant.js";
import { promiseOf, timesOf, type Timed } from "../times.js";
import type { PromiseSettings } from "../promise.js";
import { isOpenStatus, type CallbackStatus } from "../status.js";
import { binOfWait } from "./waits.js";

/** All clocks of today differ from UTC by whole quarters of an hour: days and hours of every zone are made of these. */
export const SLOT_MS = 15 * 60_000;

/** The numbers that are added up over callbacks. */
export const COUNTERS = [
  "opened",
  "ended",
  "completed",
  "failed",
  "canceled",
  "expired",
  "unknown",
  "promiseKept",
  "promiseBroken",
  "promiseNone",
  "promiseUnknown",
  "attempts",
  "withAttempts",
  "completedAtFirstAttempt",
] as const;
export type Counter = (typeof COUNTERS)[number];
export type Counts = Readonly<Record<Counter, number>>;

export const NO_COUNTS = Object.fromEntries(COUNTERS.map((counter) => [counter, 0])) as Counts;

/** Adds counts, or takes them off. */
export function sumCounts(a: Counts, b: Partial<Counts>, sign: 1 | -1 = 1): Counts {
  const sum: Record<Counter, number> = { ...a };
  for (const counter of COUNTERS) {
    const value = b[counter];
    if (value !== undefined) sum[counter] += sign * value;
  }
  return sum;
}

/** Returns the number of attempts if it can be added up, else null: a vendor's number never fails a recording. */
export function countedAttempts({ attemptCount }: Pick<Callback, "attemptCount">): number | null {
  return attemptCount !== null && attemptCount === (attemptCount | 0) ? attemptCount : null;
}

/** The part that one callback has in the figures: when it was opened, and all else when it ended. */
export interface Contribution {
  readonly openedAt: Instant;
  readonly ended: EndedContribution | null;
}

export interface EndedContribution {
  readonly at: Instant;
  readonly counts: Partial<Counts>;
  /** The bin of the time that the customer waited for the first attempt; null if either moment is unknown. */
  readonly waitBin: number | null;
}

const ENDINGS: Readonly<Partial<Record<CallbackStatus, Counter>>> = {
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELED: "canceled",
  EXPIRED: "expired",
  ENDED: "unknown",
};

/** Returns the part that a callback with this status has in the figures. */
export function contributionOf(timed: Timed, status: CallbackStatus, settings: PromiseSettings): Contribution {
  const openedAt = timed.callback.createdAt ?? timed.milestones.firstObservedAt;
  const times = timesOf(timed, status, settings);
  if (isOpenStatus(status) || times.endedAt === null) return { openedAt, ended: null };
  const attemptCount = countedAttempts(timed.callback);
  const { firstAttemptAt, waitsFrom } = times;
  const ending = ENDINGS[status];
  const hasWaited = firstAttemptAt !== null && waitsFrom !== null;
  return {
    openedAt,
    ended: {
      at: times.endedAt,
      counts: {
        ended: 1,
        ...(ending !== undefined && { [ending]: 1 }),
        [PROMISES[promiseOf(timed, status, times, times.endedAt)]]: 1,
        ...(attemptCount !== null && { attempts: attemptCount, withAttempts: 1 }),
        ...(attemptCount === 1 && status === "COMPLETED" && { completedAtFirstAttempt: 1 }),
      },
      waitBin: hasWaited ? binOfWait(firstAttemptAt - waitsFrom) : null,
    },
  };
}

/** A promise of a callback that has ended is not pending. */
const PROMISES = {
  KEPT: "promiseKept",
  BROKEN: "promiseBroken",
  NONE: "promiseNone",
  UNKNOWN: "promiseUnknown",
  PENDING: "promiseUnknown",
} as const;

/** Returns the quarter of an hour of a moment. */
export function slotOf(at: Instant): Instant {
  return Math.floor(at / SLOT_MS) * SLOT_MS;
}
