import type { Callback } from "../callback.js";
import type { DurationMs, Instant } from "../time/instant.js";
import { findChangedFields } from "./changed-fields.js";
import { isJsonObject } from "../../lib/json.js";
import type { Observation, RememberedCallback } from "./observation.js";
import type { RequestStamp } from "./request-stamp.js";
import { endOf, endOfAbsent, LAPSE_MS, movingStatusOf, statusOf } from "../ending.js";
import {
  clockChangedAt,
  isOpenStatus,
  statusAt,
  type CallbackStatus,
  type MovingStatus,
  type StatusReading,
} from "../status.js";

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
  /** When it happened by the vendor's clock, or by the window's; null where nobody says. */
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
export function detectObserved(known: RememberedCallback | null, seen: Observation): Detection | null {
  if (known === null) return detectCreated(seen);
  const newer = isNewer(seen, known);
  const reading = chooseStatus(known, seen, newer);
  if (!newer && reading === null) return null;
  const base = newer ? seen : known;
  const callback = { ...base.callback, ...(reading ?? readingOf(known.callback)) };
  const { observedAt, requestNumber } = base;
  // A response that was requested before the first one without the record does not show that it is back.
  const isBack = newer && (known.absentRequestNumber === null || seen.requestNumber >= known.absentRequestNumber);
  const isReturned = isBack && !known.isPresentAtVendor;
  const isPresentAtVendor = isBack || known.isPresentAtVendor;
  // Changes that the clock has published stay published, also for an observation requested before that moment; and so
  // does the absence of the record.
  const now = Math.max(observedAt, known.statusChangedAt, (isPresentAtVendor ? null : known.absentSince) ?? observedAt);
  const next = { ...base, callback };
  const lastChangedAt = (): Instant => {
    const isChanged = isReturned || findChangedFields(known, next, known.publishedStatus).length > 0;
    return isChanged || known.endsAt === null ? observedAt : known.endsAt - LAPSE_MS;
  };
  const endsAt = isPresentAtVendor ? endOf(callback, lastChangedAt) : endWhileAbsent(known, callback);
  const moving = movingStatusOf({ callback, endsAt });
  const status = statusAt(moving, now);
  const changedFields = findChangedFields(known, next, status);
  if (isReturned) changedFields.push("isPresentAtVendor");
  const isReported = reading?.statusBasis === "REPORTED";
  const remembered: RememberedCallback = {
    callback,
    vendorRecord: base.vendorRecord,
    requestNumber,
    observedAt,
    publishedStatus: status,
    statusChangedAt:
      status === known.publishedStatus
        ? known.statusChangedAt
        : Math.min(statusMoment(moving, now, callback, known) ?? now, now),
    endsAt,
    statusReportedAt: isReported ? seen.observedAt : known.statusReportedAt,
    statusRequestNumber: isReported ? seen.requestNumber : known.statusRequestNumber,
    isPresentAtVendor,
    absentSince: isBack ? null : known.absentSince,
    absentRequestNumber: isBack ? null : known.absentRequestNumber,
  };
  if (changedFields.length === 0) return { remembered, change: null };
  return {
    remembered,
    change: {
      kind: status === known.publishedStatus ? "UPDATED" : "STATUS_CHANGED",
      previousStatus: known.publishedStatus,
      status,
      changedFields,
      occurredAt:
        status === known.publishedStatus ? vendorMoment(callback, known) : statusMoment(moving, now, callback, known),
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
  known: RememberedCallback,
  { requestNumber, requestedAt }: RequestStamp,
  forgetsWhenDue = false,
): Detection | null {
  if (!known.isPresentAtVendor || known.requestNumber >= requestNumber) return null;
  if (known.absentSince === null) {
    const remembered = { ...known, absentSince: requestedAt, absentRequestNumber: requestNumber };
    return { remembered, change: null };
  }
  if ((known.absentRequestNumber ?? 0) >= requestNumber) return null;
  const gone = { ...known, isPresentAtVendor: false, endsAt: endOfAbsent(known, known.absentSince, forgetsWhenDue) };
  const now = Math.max(requestedAt, known.statusChangedAt);
  const isEnded = known.publishedStatus !== "ENDED" && statusOf(gone, now) === "ENDED";
  const status = isEnded ? "ENDED" : known.publishedStatus;
  return {
    remembered: isEnded ? { ...gone, publishedStatus: status, statusChangedAt: now } : gone,
    change: {
      kind: "GONE",
      previousStatus: known.publishedStatus,
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
  const known = withEnd(isMistaken ? setRight(remembered, clockNow) : remembered, forgetsWhenDue);
  // Changes that the clock has published stay published, also if this clock is slightly behind the one that published
  // them.
  const now = Math.max(clockNow, known.statusChangedAt);
  const moving = movingStatusOf(known);
  const status = statusAt(moving, now);
  // A clock that is a little behind does not open again what it has ended.
  if (!isMistaken && !isOpenStatus(known.publishedStatus) && isOpenStatus(status)) return null;
  if (status === known.publishedStatus) return known === remembered ? null : { remembered: known, change: null };
  const movedAt = clockChangedAt(moving, now);
  // The time of the removal is unknown.
  const occurredAt = known.isPresentAtVendor || forgetsWhenDue ? movedAt : null;
  return {
    remembered: { ...known, publishedStatus: status, statusChangedAt: movedAt ?? now },
    change: {
      kind: "STATUS_CHANGED",
      previousStatus: known.publishedStatus,
      status,
      changedFields: ["status"],
      occurredAt,
      observedAt: now,
    },
  };
}

/** With no moment that is still to come. A record that is absent stays ended: that is no matter of the clock. */
function setRight(known: RememberedCallback, now: Instant): RememberedCallback {
  const absentSince = known.absentSince === null ? null : Math.min(known.absentSince, now);
  const endsAt = known.isPresentAtVendor || known.endsAt === null ? known.endsAt : Math.min(known.endsAt, now);
  return { ...known, statusChangedAt: now, absentSince, endsAt };
}

/** The same with the end that the rule gives it; the very same where it has that already. */
function withEnd(known: RememberedCallback, forgetsWhenDue: boolean): RememberedCallback {
  const endsAt = known.isPresentAtVendor
    ? (known.endsAt ?? endOf(known.callback, () => known.statusChangedAt))
    : endOfAbsent(known, known.absentSince ?? known.observedAt, forgetsWhenDue);
  return endsAt === known.endsAt ? known : { ...known, endsAt };
}

/**
 * An open callback stays ENDED while its record is absent, also if an observation from before its absence has more
 * details.
 */
function endWhileAbsent(known: RememberedCallback, callback: Callback): Instant | null {
  return isOpenStatus(callback.status) ? (known.endsAt ?? known.absentSince ?? known.observedAt) : null;
}

function detectCreated(seen: Observation): Detection {
  const { callback, vendorRecord, requestNumber, observedAt } = seen;
  const endsAt = endOf(callback, () => observedAt);
  const moving = movingStatusOf({ callback, endsAt });
  const status = statusAt(moving, observedAt);
  const isReported = callback.statusBasis === "REPORTED";
  return {
    remembered: {
      callback,
      vendorRecord,
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

/**
 * The request number decides, then the text: one response may contain a record twice, and both orders have to lead to
 * the same state.
 */
function isNewer(seen: Observation, known: RememberedCallback): boolean {
  if (seen.requestNumber !== known.requestNumber) return seen.requestNumber > known.requestNumber;
  return contentOf(seen) > contentOf(known);
}

function contentOf({ callback, vendorRecord }: Pick<Observation, "callback" | "vendorRecord">): string {
  const { status: _, statusBasis: __, vendorStatus: ___, dueAt: ____, lapsesAt: _____, ...rest } = callback;
  return canonicalText([rest, vendorRecord]);
}

/** JSON with sorted keys: equal values give equal text, whatever the order they were built or stored in. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** The status to take from `seen`, or null to keep the known one: a DERIVED one never overwrites a REPORTED one. */
function chooseStatus(known: RememberedCallback, seen: Observation, newer: boolean): StatusReading | null {
  const reading = readingOf(seen.callback);
  if (reading.statusBasis === "DERIVED") return newer && known.statusRequestNumber === null ? reading : null;
  if (known.statusRequestNumber === null) return reading;
  if (seen.requestNumber === known.statusRequestNumber) {
    return canonicalText(reading) > canonicalText(readingOf(known.callback)) ? reading : null;
  }
  return seen.requestNumber > known.statusRequestNumber ? reading : null;
}

function readingOf({ status, statusBasis, vendorStatus, dueAt, lapsesAt }: StatusReading): StatusReading {
  return { status, statusBasis, vendorStatus, dueAt, lapsesAt };
}

/** When the vendor changed the record, where it says so and it did; null otherwise. */
function vendorMoment(callback: Callback, known: RememberedCallback): Instant | null {
  return callback.updatedAt === known.callback.updatedAt ? null : callback.updatedAt;
}

/** Returns when a status began: at the clock's moment if the clock changed it, else as the vendor says. */
function statusMoment(
  moving: MovingStatus,
  now: Instant,
  callback: Callback,
  known: RememberedCallback,
): Instant | null {
  return clockChangedAt(moving, now) ?? vendorMoment(callback, known);
}
