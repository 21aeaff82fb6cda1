import type { Callback } from "../callback.js";
import type { CallOutcomeCategory } from "../outcome.js";
import { earliest, latest, type Instant } from "../time/instant.js";
import { isOpenStatus, type CallbackStatus } from "../status.js";

/**
 * Moments of a callback's life, collected from all of its observations. Each is an earliest or a latest one, so that
 * every order and repetition of the observations leads to the same milestones.
 */
export interface Milestones {
  /** When the record was first observed. */
  readonly firstObservedAt: Instant;
  /** The first attempt, by the vendor's clock; null if no record says when it was. */
  readonly attemptedAt: Instant | null;
  /** The earliest moment by which an attempt is known to have been made; null if none is known. */
  readonly attemptedBy: Instant | null;
  /** The last observation that shows that there was no attempt yet; null if none shows that. */
  readonly unattemptedAt: Instant | null;
  /** When a record first had each final status: by the vendor's clock if it says so, else when that was observed. */
  readonly endings: Readonly<Partial<Record<CallbackStatus, Instant>>>;
}

/** The parts of an observation that milestones follow from. */
interface Moment {
  readonly callback: Callback;
  readonly observedAt: Instant;
  /** Fields that this kind of record does not show. */
  readonly lacks?: readonly (keyof Callback)[];
}

/** Returns the milestones after an observation; the identical object if it adds nothing. */
export function addMilestones(previous: Milestones | null, { callback, observedAt, lacks }: Moment): Milestones {
  const endedAt = endingOf(callback, observedAt);
  const attempted = showsAttempt(callback);
  const isUnattempted = !attempted && showsNoAttempt(callback) && lacks?.includes("attemptCount") !== true;
  const attemptedAt = attempted ? momentBefore(callback.firstAttemptAt ?? null, observedAt) : null;
  const known = previous ?? {
    firstObservedAt: observedAt,
    attemptedAt: null,
    attemptedBy: null,
    unattemptedAt: null,
    endings: {},
  };
  const next: Milestones = {
    firstObservedAt: Math.min(known.firstObservedAt, observedAt),
    attemptedAt: earliest(known.attemptedAt, attemptedAt),
    attemptedBy: earliest(known.attemptedBy, attempted ? (attemptedAt ?? endedAt ?? observedAt) : null),
    unattemptedAt: latest(known.unattemptedAt, isUnattempted ? observedAt : null),
    endings: withEnding(known.endings, callback.status, endedAt),
  };
  return previous !== null && isSame(previous, next) ? previous : next;
}

/** Returns the milestones of a callback by those of its records. */
export function mergeMilestones(first: Milestones, others: readonly Milestones[]): Milestones {
  return others.reduce((merged, one) => {
    let { endings } = merged;
    for (const [status, at] of Object.entries(one.endings)) endings = withEnding(endings, status as CallbackStatus, at);
    return {
      firstObservedAt: Math.min(merged.firstObservedAt, one.firstObservedAt),
      attemptedAt: earliest(merged.attemptedAt, one.attemptedAt),
      attemptedBy: earliest(merged.attemptedBy, one.attemptedBy),
      unattemptedAt: latest(merged.unattemptedAt, one.unattemptedAt),
      endings,
    };
  }, first);
}

/** Returns the milestones of a stored callback. The last observation of unchanged content stands beside them. */
export function milestonesOf(
  remembered: Moment & { readonly milestones: Milestones; readonly contentHash: string | null },
): Milestones {
  return remembered.contentHash === null ? remembered.milestones : addMilestones(remembered.milestones, remembered);
}

function isSame(a: Milestones, b: Milestones): boolean {
  return (
    a.firstObservedAt === b.firstObservedAt &&
    a.attemptedAt === b.attemptedAt &&
    a.attemptedBy === b.attemptedBy &&
    a.unattemptedAt === b.unattemptedAt &&
    a.endings === b.endings
  );
}

function withEnding(endings: Milestones["endings"], status: CallbackStatus, at: Instant | null): Milestones["endings"] {
  const known = endings[status];
  if (at === null || (known !== undefined && known <= at)) return endings;
  return { ...endings, [status]: at };
}

/** When the record ended, if its status is final. A vendor changes a record when it ends, and hardly ever afterwards. */
function endingOf(callback: Callback, observedAt: Instant): Instant | null {
  if (isOpenStatus(callback.status)) return null;
  return momentBefore(callback.endedAt ?? callback.updatedAt, observedAt) ?? observedAt;
}

/** A vendor's moment, which is not later than the observation that shows it, though its clock may run ahead of ours. */
function momentBefore(at: Instant | null, observedAt: Instant): Instant | null {
  return at === null ? null : Math.min(at, observedAt);
}

/** Outcomes of calls that were never dialled. */
const UNDIALLED: ReadonlySet<CallOutcomeCategory> = new Set<CallOutcomeCategory>([
  "INVALID_NUMBER",
  "DO_NOT_CALL",
  "CANCELED",
  "SYSTEM_ERROR",
  "UNKNOWN",
]);

/** Whether a record shows that the customer was called. An offer to an agent without a dialled attempt is none. */
function showsAttempt({ status, attemptCount, outcome, firstAttemptAt }: Callback): boolean {
  if ((attemptCount ?? 0) > 0 || (firstAttemptAt ?? null) !== null) return true;
  switch (status) {
    case "COMPLETED":
    case "RETRYING":
      return true;
    case "IN_PROGRESS":
      return attemptCount === null;
    case "FAILED":
      return attemptCount === null && outcome !== null && !UNDIALLED.has(outcome.category);
    default:
      return false;
  }
}

/** Whether a record shows that the customer was not called yet. A status that follows from the clock shows nothing. */
function showsNoAttempt({ status, statusBasis, attemptCount }: Callback): boolean {
  if (!isOpenStatus(status)) return false;
  return attemptCount === 0 || (statusBasis === "REPORTED" && (status === "SCHEDULED" || status === "QUEUED"));
}

/** Whether a final record, of which no attempt is known, shows that there was none. */
export function endedUnattempted({ status, statusBasis, outcome }: Callback): boolean {
  if (statusBasis !== "REPORTED") return false;
  if (status === "FAILED") return outcome !== null && outcome.category !== "UNKNOWN";
  return status === "CANCELED" || status === "EXPIRED";
}
