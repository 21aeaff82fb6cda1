import type { Callback } from "../callback.js";
import type { Instant } from "../time/instant.js";
import { findChangedFields } from "./changed-fields.js";
import { completed, keepsWithdrawal } from "./completion.js";
import { addMilestones, milestonesOf, type Milestones } from "./milestones.js";
import type { Observation, RememberedCallback } from "./observation.js";
import { chooseStatus, isNewer, readingOf } from "./precedence.js";
import type { RequestStamp } from "./request-stamp.js";
import { removalOf } from "../retention.js";
import { endOf, endOfAbsent, LAPSE_MS, movingStatusOf, statusOf } from "../ending.js";
import {
  clockChangedAt,
  isOpenStatus,
  statusAt,
  type CallbackStatus,
  type MovingStatus,
  type StatusReading,
} from "../status.js";
import type { MergedObservation } from "./views.js";

/** The kinds of changes. */
export const CALLBACK_CHANGE_KINDS = {
  SNAPSHOT: "Not a change: a callback that matches the filter when the subscription starts.",
  CREATED: "The gateway observed the callback for the first time.",
  STATUS_CHANGED: "The status changed; other fields may have changed, too.",
  UPDATED:
    "Fields other than the status changed: the callback was rescheduled, reassigned or renamed, or its record " +
    "returned.",
  GONE:
    "The vendor stopped returning the record. This does not show how the call went: an open callback is ENDED. Also " +
    "published for a record that turned out to be part of another callback: that callback continues, and the record's id " +
    "finds it.",
  ERASED:
    "An administrator has erased the callback: nothing about the customer is stored any more, and earlier changes of the " +
    "callback have lost it as well. `callback` has its id, source and vendor alone. Every subscriber to the source " +
    "receives it, whatever the filter: delete what you have stored of the callback.",
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
  const isWithdrawn = keepsWithdrawal(previous, sent);
  const reading = isWithdrawn ? null : chooseStatus(previous, observed, newer);
  const known = milestonesOf(previous);
  const milestones = isWithdrawn ? known : addMilestones(known, sent);
  if (!newer && reading === null) {
    return milestones === known ? null : { remembered: { ...previous, milestones }, change: null };
  }
  const isReported = reading?.statusBasis === "REPORTED";
  return detectNext(previous, {
    base: newer ? observed : previous,
    status: reading ?? readingOf(previous.callback),
    statusReportedAt: isReported ? observed.observedAt : previous.statusReportedAt,
    statusRequestNumber: isReported ? observed.requestNumber : previous.statusRequestNumber,
    contentHash: newer && reading !== null ? observed.contentHash : null,
    milestones,
    newer,
  });
}

/**
 * Applies the views of a callback, merged to one observation, which replaces the stored state as a whole. `milestones` are
 * those of all of its views.
 */
export function detectMerged(
  previous: RememberedCallback | null,
  merged: MergedObservation,
  milestones: Milestones,
): Detection {
  if (previous !== null) {
    const status = readingOf(merged.callback);
    return detectNext(previous, { ...merged, base: merged, status, milestones, newer: true });
  }
  const { statusReportedAt, statusRequestNumber } = merged;
  const { remembered, change } = detectCreated(merged);
  return { remembered: { ...remembered, statusReportedAt, statusRequestNumber, milestones }, change };
}

/** The state of a callback after an observation. */
interface NextState extends Pick<
  RememberedCallback,
  "statusReportedAt" | "statusRequestNumber" | "contentHash" | "milestones"
> {
  readonly base: Pick<MergedObservation, "callback" | "vendorRecord" | "comparable" | "observedAt" | "requestNumber">;
  readonly status: StatusReading;
  /** True if `base` is what was observed, not the previous state. */
  readonly newer: boolean;
}

function detectNext(previous: RememberedCallback, next: NextState): Detection {
  const { base, newer, statusReportedAt, statusRequestNumber, contentHash, milestones } = next;
  const { observedAt, requestNumber, vendorRecord } = base;
  const callback = { ...base.callback, ...next.status };
  const removal = removalOf(previous, callback);
  // A response that was requested before the first one without the record does not show that it is back.
  const isBack = newer && (previous.absentRequestNumber === null || requestNumber >= previous.absentRequestNumber);
  const isReturned = isBack && !previous.isPresentAtVendor;
  const isPresentAtVendor = isBack || previous.isPresentAtVendor;
  // Changes that the clock has published stay published, also for an observation requested before that moment; and so
  // does the absence of the record.
  const now = Math.max(
    observedAt,
    previous.statusChangedAt,
    (isPresentAtVendor ? null : previous.absentSince) ?? observedAt,
  );
  const record = { ...base, callback };
  const lastChangedAt = (): Instant => {
    const isChanged = isReturned || findChangedFields(previous, record, previous.publishedStatus).length > 0;
    return isChanged || previous.endsAt === null ? observedAt : previous.endsAt - LAPSE_MS;
  };
  const endsAt = isPresentAtVendor ? endOf(callback, lastChangedAt) : endWhileAbsent(previous, callback);
  const moving = movingStatusOf({ callback, endsAt });
  const status = statusAt(moving, now);
  const changedFields = findChangedFields(previous, record, status);
  if (isReturned) changedFields.push("isPresentAtVendor");
  const isSameStatus = status === previous.publishedStatus;
  const changedAt = statusMoment(moving, now, callback, previous);
  const remembered: RememberedCallback = {
    callback,
    vendorRecord,
    contentHash,
    requestNumber,
    observedAt,
    publishedStatus: status,
    statusChangedAt: isSameStatus ? previous.statusChangedAt : Math.min(changedAt ?? now, now),
    endsAt,
    statusReportedAt,
    statusRequestNumber,
    isPresentAtVendor,
    absentSince: isBack ? null : previous.absentSince,
    absentRequestNumber: isBack ? null : previous.absentRequestNumber,
    milestones,
    ...(removal !== undefined && { removal }),
  };
  if (changedFields.length === 0) return { remembered, change: null };
  return {
    remembered,
    change: {
      kind: isSameStatus ? "UPDATED" : "STATUS_CHANGED",
      previousStatus: previous.publishedStatus,
      status,
      changedFields,
      occurredAt: isSameStatus ? vendorMoment(callback, previous) : changedAt,
      observedAt,
    },
  };
}

/** Returns the change of a callback whose record was merged into another callback: its row is deleted. */
export function detectJoined(previous: RememberedCallback, observedAt: Instant): DetectedChange {
  return {
    kind: "GONE",
    previousStatus: previous.publishedStatus,
    status: previous.publishedStatus,
    changedFields: ["isPresentAtVendor"],
    occurredAt: null,
    observedAt,
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
    const remembered = { ...previous, ...absence, contentHash: null, milestones: milestonesOf(previous) };
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

/**
 * An open callback stays ENDED while its record is absent, also if an observation from before its absence has more
 * details.
 */
function endWhileAbsent(previous: RememberedCallback, callback: Callback): Instant | null {
  return isOpenStatus(callback.status) ? (previous.endsAt ?? previous.absentSince ?? previous.observedAt) : null;
}

function detectCreated(
  observed: Omit<Observation, "contentHash"> & Pick<RememberedCallback, "contentHash">,
): Detection {
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
      milestones: addMilestones(null, observed),
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
