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

/** What a change can be. */
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

/** What there is to remember now, and the change to tell, if any. Null: nothing was learnt. */
export interface Detection {
  readonly remembered: RememberedCallback;
  readonly change: DetectedChange | null;
}

/**
 * What one observation adds to what is known. Observing in any order and any number of times ends in the same state,
 * and an observation that says nothing new tells no change.
 */
export function detectObserved(known: RememberedCallback | null, seen: Observation): Detection | null {
  if (known === null) return detectCreated(seen);
  const newer = isNewer(seen, known);
  const reading = chooseStatus(known, seen, newer);
  if (!newer && reading === null) return null;
  const base = newer ? seen : known;
  const callback = { ...base.callback, ...(reading ?? readingOf(known.callback)) };
  const { observedAt, requestNumber } = base;
  // An answer from before the first one that lacked it says nothing about whether the vendor still has the record.
  const isBack = newer && (known.absentRequestNumber === null || seen.requestNumber >= known.absentRequestNumber);
  const isReturned = isBack && !known.isPresentAtVendor;
  const isPresentAtVendor = isBack || known.isPresentAtVendor;
  // What the clock has told already stays told, even to an observation that was asked for before that moment; and so does
  // that the record is absent.
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
 * What a complete answer without the record adds: the first time a note, the second time GONE. Absence is not an outcome: a
 * final status stays. An open one is ENDED, at once or, at a vendor that `forgetsWhenDue`, when its time has passed; GONE and
 * ENDED are then one change. Null where the record was seen after the query, or is gone already.
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
 * What the clock alone adds: a status that has moved since it was last told. Null where it has not. What an earlier version
 * has remembered without an end is given one by the rule of today. What was published for a moment that is far ahead, a wrong
 * clock has published: it is taken back.
 */
export function detectElapsed(
  remembered: RememberedCallback,
  clockNow: Instant,
  forgetsWhenDue = false,
): Detection | null {
  const isMistaken = remembered.statusChangedAt > clockNow + CLOCK_TOLERANCE_MS;
  const known = withEnd(isMistaken ? setRight(remembered, clockNow) : remembered, forgetsWhenDue);
  // What the clock has told already stays told, even to a clock that is a little behind the one that told it.
  const now = Math.max(clockNow, known.statusChangedAt);
  const moving = movingStatusOf(known);
  const status = statusAt(moving, now);
  // A clock that is a little behind does not open again what it has ended.
  if (!isMistaken && !isOpenStatus(known.publishedStatus) && isOpenStatus(status)) return null;
  if (status === known.publishedStatus) return known === remembered ? null : { remembered: known, change: null };
  const movedAt = clockChangedAt(moving, now);
  // Nobody says when a record was removed.
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

/** An open callback stays ended while its record is absent, also where a look from before its absence says more of it. */
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

/** The request's number decides, then the text: one answer may hold a record twice, and any order of both ends alike. */
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

/** When a status began: by the clock's own moment for one that the clock moved, else by the vendor's word. */
function statusMoment(
  moving: MovingStatus,
  now: Instant,
  callback: Callback,
  known: RememberedCallback,
): Instant | null {
  return clockChangedAt(moving, now) ?? vendorMoment(callback, known);
}
