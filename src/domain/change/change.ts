import type { Callback } from "../callback.js";
import type { DurationMs, Instant } from "../time/instant.js";
import { findChangedFields } from "./changed-fields.js";
import { completed, keepsWithdrawal } from "./completion.js";
import type { Observation, RememberedCallback } from "./observation.js";
import { chooseStatus, isNewer, readingOf } from "./precedence.js";
import type { RequestStamp } from "./request-stamp.js";
import { endOf, endOfAbsent, LAPSE_MS, movingStatusOf, statusOf } from "../ending.js";
import { clockChangedAt, isOpenStatus, statusAt, type CallbackStatus, type MovingStatus } from "../status.js";

/** The kinds of changes. */
export const CALLBACK_CHANGE_KINDS = {
  SNAPSHOT: "Not a change: a callback that matches the filter when the subscription starts.",
  CREATED: "The gateway observed the callback for the first time.",
  STATUS_CHANGED: "The status changed; other fields may have changed, too.",
  UPDATED:
    "Fields other than the status changed: the callback was rescheduled, reassigned or renamed, or its record " +
    "returned.",
  GONE: "The vendor stopped returning the record. This does not show how the call went: an open callback is ENDED.",
} as const;
export type CallbackChangeKind = keyof typeof CALLBACK_CHANGE_KINDS;

/** A change before the store has numbered it. */
export interface DetectedChange {
  readonly kind: Exclude<CallbackChangeKind, "SNAPSHOT">;
  readonly previousStatus: CallbackStatus | null;
  readonly status: CallbackStatus;
  readonly changedFields: readonly string[];
  /** When it happened by the vendor's clock, or by the window's; null if unknown. */
  readonly occurredAt: Instant | null;
  /** When the gateway noticed. */
  readonly observedAt: Instant;
}

/** The new state to store, and the change to publish, if any. Null: nothing changed. */
export interface Detection {
  readonly remembered: RememberedCallback;
  readonly change: DetectedChange | null;
}

/**
 * Applies one observation to the stored callback. Any order and number of observations leads to the same state, and an
 * observation without differences publishes no change.
 */
export function detectObserved(previous: RememberedCallback | null, sent: Observation): Detection | null {
  if (previous === null) return detectCreated(sent);
  const observed = completed(previous, sent);
  const newer = isNewer(observed, previous);
  const reading = keepsWithdrawal(previous, sent) ? null : chooseStatus(previous, observed, newer);
  if (!newer && reading === null) return null;
  const base = newer ? observed : previous;
  const callback = { ...base.callback, ...(reading ?? readingOf(previous.callback)) };
  const { observedAt, requestNumber } = base;
  // A response that was requested before the first one without the record does not show that it is back.
  const isBack =
    newer && (previous.absentRequestNumber === null || observed.requestNumber >= previous.absentRequestNumber);
  const isReturned = isBack && !previous.isPresentAtVendor;
  const isPresentAtVendor = isBack || previous.isPresentAtVendor;
  // Changes that the clock has published stay published, also for an observation requested before that moment; and so
  // does the absence of the record.
  const now = Math.max(
    observedAt,
    previous.statusChangedAt,
    (isPresentAtVendor ? null : previous.absentSince) ?? observedAt,
  );
  const next = { ...base, callback };
  const lastChangedAt = (): Instant => {
    const isChanged = isReturned || findChangedFields(previous, next, previous.publishedStatus).length > 0;
    return isChanged || previous.endsAt === null ? observedAt : previous.endsAt - LAPSE_MS;
  };
  const endsAt = isPresentAtVendor ? endOf(callback, lastChangedAt) : endWhileAbsent(previous, callback);
  const moving = movingStatusOf({ callback, endsAt });
  const status = statusAt(moving, now);
  const changedFields = findChangedFields(previous, next, status);
  if (isReturned) changedFields.push("isPresentAtVendor");
  const isReported = reading?.statusBasis === "REPORTED";
  const remembered: RememberedCallback = {
    callback,
    vendorRecord: base.vendorRecord,
    contentHash: newer && reading !== null ? observed.contentHash : null,
    requestNumber,
    observedAt,
    publishedStatus: status,
    statusChangedAt:
      status === previous.publishedStatus
        ? previous.statusChangedAt
        : Math.min(statusMoment(moving, now, callback, previous) ?? now, now),
    endsAt,
    statusReportedAt: isReported ? observed.observedAt : previous.statusReportedAt,
    statusRequestNumber: isReported ? observed.requestNumber : previous.statusRequestNumber,
    isPresentAtVendor,
    absentSince: isBack ? null : previous.absentSince,
    absentRequestNumber: isBack ? null : previous.absentRequestNumber,
  };
  if (changedFields.length === 0) return { remembered, change: null };
  return {
    remembered,
    change: {
      kind: status === previous.publishedStatus ? "UPDATED" : "STATUS_CHANGED",
      previousStatus: previous.publishedStatus,
      status,
      changedFields,
      occurredAt:
        status === previous.publishedStatus
          ? vendorMoment(callback, previous)
          : statusMoment(moving, now, callback, previous),
      observedAt,
    },
  };
}

/**
 * Applies a complete response that lacks the record: the first time it is noted, the second time the callback is GONE.
 * Absence is not an outcome: a final status stays. An open status becomes ENDED, immediately or, at a vendor that
 * `forgetsWhenDue`, when its time has passed; GONE and ENDED are then one change. Returns null if the record was
 * observed after the query, or is gone already.
 */
export function detectAbsent(
  previous: RememberedCallback,
  { requestNumber, requestedAt }: RequestStamp,
  forgetsWhenDue = false,
): Detection | null {
  if (!previous.isPresentAtVendor || previous.requestNumber >= requestNumber) return null;
  if (previous.absentSince === null) {
    const absence = { absentSince: requestedAt, absentRequestNumber: requestNumber };
    const remembered = { ...previous, ...absence, contentHash: null };
    return { remembered, change: null };
  }
  if ((previous.absentRequestNumber ?? 0) >= requestNumber) return null;
  const gone = {
    ...previous,
    isPresentAtVendor: false,
    endsAt: endOfAbsent(previous, previous.absentSince, forgetsWhenDue),
  };
  const now = Math.max(requestedAt, previous.statusChangedAt);
  const isEnded = previous.publishedStatus !== "ENDED" && statusOf(gone, now) === "ENDED";
  const status = isEnded ? "ENDED" : previous.publishedStatus;
  return {
    remembered: isEnded ? { ...gone, publishedStatus: status, statusChangedAt: now } : gone,
    change: {
      kind: "GONE",
      previousStatus: previous.publishedStatus,
      status,
      changedFields: isEnded ? ["isPresentAtVendor", "status"] : ["isPresentAtVendor"],
      occurredAt: null,
      observedAt: requestedAt,
    },
  };
}

/** By how much the clocks of gateways may differ, and a clock may be set back, without that a published status is taken back. */
export const CLOCK_TOLERANCE_MS: DurationMs = 60_000;

/**
 * Applies the passage of time: a status that changed since it was last published; null if none did. A callback that an
 * earlier version stored without an end gets one by today's rule. A status that a wrong clock published for a moment
 * far in the future is taken back.
 */
export function detectElapsed(
  remembered: RememberedCallback,
  clockNow: Instant,
  forgetsWhenDue = false,
): Detection | null {
  const isMistaken = remembered.statusChangedAt > clockNow + CLOCK_TOLERANCE_MS;
  const previous = withEnd(isMistaken ? withoutFuture(remembered, clockNow) : remembered, forgetsWhenDue);
  // Changes that the clock has published stay published, also if this clock is slightly behind the one that published
  // them.
  const now = Math.max(clockNow, previous.statusChangedAt);
  const moving = movingStatusOf(previous);
  const status = statusAt(moving, now);
  // A clock that is slightly behind does not reopen a callback that was ended.
  if (!isMistaken && !isOpenStatus(previous.publishedStatus) && isOpenStatus(status)) return null;
  if (status === previous.publishedStatus)
    return previous === remembered ? null : { remembered: previous, change: null };
  const movedAt = clockChangedAt(moving, now);
  // The time of the removal is unknown.
  const occurredAt = previous.isPresentAtVendor || forgetsWhenDue ? movedAt : null;
  return {
    remembered: { ...previous, publishedStatus: status, statusChangedAt: movedAt ?? now },
    change: {
      kind: "STATUS_CHANGED",
      previousStatus: previous.publishedStatus,
      status,
      changedFields: ["status"],
      occurredAt,
      observedAt: now,
    },
  };
}

/** With no moment that is still to come. A record that is absent stays ended: that is no matter of the clock. */
function withoutFuture(previous: RememberedCallback, now: Instant): RememberedCallback {
  const absentSince = previous.absentSince === null ? null : Math.min(previous.absentSince, now);
  const endsAt =
    previous.isPresentAtVendor || previous.endsAt === null ? previous.endsAt : Math.min(previous.endsAt, now);
  return { ...previous, statusChangedAt: now, absentSince, endsAt };
}

/** Returns the callback with the end of today's rule; the identical object if it has that end already. */
function withEnd(previous: RememberedCallback, forgetsWhenDue: boolean): RememberedCallback {
  const endsAt = previous.isPresentAtVendor
    ? (previous.endsAt ?? endOf(previous.callback, () => previous.statusChangedAt))
    : endOfAbsent(previous, previous.absentSince ?? previous.observedAt, forgetsWhenDue);
  return endsAt === previous.endsAt ? previous : { ...previous, endsAt };
}

/**
 * An open callback stays ENDED while its record is absent, also if an observation from before its absence has more
 * details.
 */
function endWhileAbsent(previous: RememberedCallback, callback: Callback): Instant | null {
  return isOpenStatus(callback.status) ? (previous.endsAt ?? previous.absentSince ?? previous.observedAt) : null;
}

function detectCreated(observed: Observation): Detection {
  const { callback, vendorRecord, contentHash, requestNumber, observedAt } = observed;
  const endsAt = endOf(callback, () => observedAt);
  const moving = movingStatusOf({ callback, endsAt });
  const status = statusAt(moving, observedAt);
  const isReported = callback.statusBasis === "REPORTED";
  return {
    remembered: {
      callback,
      vendorRecord,
      contentHash,
      requestNumber,
      observedAt,
      publishedStatus: status,
      // Never later than now, though the vendor's clock may run ahead of ours.
      statusChangedAt: Math.min(
        clockChangedAt(moving, observedAt) ?? callback.updatedAt ?? callback.createdAt ?? observedAt,
        observedAt,
      ),
      endsAt,
      statusReportedAt: isReported ? observedAt : null,
      statusRequestNumber: isReported ? requestNumber : null,
      isPresentAtVendor: true,
      absentSince: null,
      absentRequestNumber: null,
    },
    change: {
      kind: "CREATED",
      previousStatus: null,
      status,
      changedFields: [],
      occurredAt: callback.createdAt,
      observedAt,
    },
  };
}

/** Returns when the vendor changed the record; null if it did not, or does not say. */
function vendorMoment(callback: Callback, previous: RememberedCallback): Instant | null {
  return callback.updatedAt === previous.callback.updatedAt ? null : callback.updatedAt;
}

/** Returns when a status began: at the clock's moment if the clock changed it, else as the vendor says. */
function statusMoment(
  moving: MovingStatus,
  now: Instant,
  callback: Callback,
  previous: RememberedCallback,
): Instant | null {
  return clockChangedAt(moving, now) ?? vendorMoment(callback, previous);
}
