import { endedUnattempted, milestonesOf, type Milestones } from "./change/milestones.js";
import type { RememberedCallback } from "./change/observation.js";
import { isOverdue, promiseDueAt, WAITING_STATUSES, type PromiseSettings, type PromiseState } from "./promise.js";
import { isOpenStatus, type CallbackStatus } from "./status.js";
import { earliest, type Instant } from "./time/instant.js";

/** A stored callback, as far as its times follow from it. */
export type Timed = Pick<
  RememberedCallback,
  "callback" | "milestones" | "contentHash" | "observedAt" | "endsAt" | "statusChangedAt"
>;

/**
 * The times of a callback, by the one definition that lists, statistics and metrics share. They follow from the set of
 * its observations, in whatever order these arrived.
 */
export interface CallbackTimes {
  /** When the customer's wait begins: at the start of the window, or for a callback as soon as possible at its creation. */
  readonly waitsFrom: Instant | null;
  /** When the promise breaks: see `promiseDueAt`. */
  readonly dueAt: Instant | null;
  /** The first attempt by the vendor's clock, else when one was first observed; null if none is known. */
  readonly firstAttemptAt: Instant | null;
  /** When the final status was reached, likewise; null while the callback is open. */
  readonly endedAt: Instant | null;
}

/** Returns the times of a callback whose status is `status`. */
export function timesOf(timed: Timed, status: CallbackStatus, settings: PromiseSettings): CallbackTimes {
  const milestones = milestonesOf(timed);
  const firstAttemptAt = earliest(milestones.attemptedAt, milestones.attemptedBy);
  const endedAt = endingOf(timed, status, milestones);
  const waitsFrom = waitBeginning(timed, milestones);
  // Over before its time: nobody waited.
  const hasWaited = endedAt === null || waitsFrom === null || Math.max(firstAttemptAt ?? endedAt, endedAt) > waitsFrom;
  return {
    waitsFrom: hasWaited ? waitsFrom : null,
    dueAt: promiseDueAt(timed.callback, settings),
    firstAttemptAt,
    endedAt,
  };
}

function waitBeginning({ callback }: Timed, { firstObservedAt }: Milestones): Instant | null {
  const { timing, window, createdAt } = callback;
  if (timing === "SCHEDULED" || (timing === "UNKNOWN" && window !== null)) return window?.start ?? null;
  return createdAt ?? firstObservedAt;
}

function endingOf({ callback, endsAt, statusChangedAt }: Timed, status: CallbackStatus, { endings }: Milestones) {
  if (isOpenStatus(status)) return null;
  // The record has another status: the clock or the record's absence ended the callback.
  if (isOpenStatus(callback.status)) return endsAt ?? statusChangedAt;
  return endings[callback.status] ?? statusChangedAt;
}

/** Returns since when the customer waits, or waited; null while the wait lies ahead. */
export function waitingSince({ waitsFrom }: CallbackTimes, now: Instant): Instant | null {
  return waitsFrom !== null && waitsFrom <= now ? waitsFrom : null;
}

/** Returns whether the promise of a callback whose status is `status` is kept, broken or open, as far as is known at `now`. */
export function promiseOf(timed: Timed, status: CallbackStatus, times: CallbackTimes, now: Instant): PromiseState {
  const { dueAt, firstAttemptAt, endedAt } = times;
  if (dueAt === null) return "NONE";
  const { attemptedAt, unattemptedAt } = milestonesOf(timed);
  if (firstAttemptAt !== null) {
    if (firstAttemptAt <= dueAt) return "KEPT";
    if (attemptedAt !== null) return "BROKEN";
    // The attempt lies between two observations: the earlier one shows that there was none yet.
    const isBounded = unattemptedAt !== null && unattemptedAt < firstAttemptAt;
    return isBounded && unattemptedAt >= dueAt ? "BROKEN" : "UNKNOWN";
  }
  if (isOverdue(status, dueAt, now)) return "BROKEN";
  if (isOpenStatus(status)) return dueAt >= now || status === "IN_PROGRESS" ? "PENDING" : "UNKNOWN";
  if (isOpenStatus(timed.callback.status) || !endedUnattempted(timed.callback)) return "UNKNOWN";
  return status === "EXPIRED" || (endedAt !== null && endedAt >= dueAt) ? "BROKEN" : "NONE";
}

/** The most urgent first, as text: callbacks that wait, then by deadline, start and creation; those without come last. */
export function urgencyOf({ callback }: Timed, status: CallbackStatus, dueAt: Instant | null): string {
  const times = [dueAt, callback.window?.start ?? null, callback.createdAt];
  return `${WAITING_STATUSES.includes(status) ? 0 : 1}${times.map(sortText).join("")}`;
}

/** Digits of a time in base 36: enough for the year 5188. */
const DIGITS = 9;
const LATEST = 36 ** DIGITS - 1;

/** As long as every other one, and ordered like the times; a missing time comes last. */
function sortText(at: Instant | null): string {
  if (at === null) return "~".repeat(DIGITS);
  return Math.min(Math.max(Math.round(at), 0), LATEST)
    .toString(36)
    .padStart(DIGITS, "0");
}
