import type { Callback } from "./callback.js";
import { NO_CUSTOMER } from "./callback.js";
import type { MappedRecord, RememberedCallback } from "./change/observation.js";
import { isOpenStatus } from "./status.js";
import type { Removal } from "./removal.js";
import type { DurationMs, Instant } from "./time/instant.js";

/** How long the ended callbacks of a source are stored, since their end, in milliseconds; null: until they are erased. */
export interface RetentionPolicy {
  /** The callback and everything about it. Figures of earlier days stay. */
  readonly callbacksMs: DurationMs | null;
  /** The record as the vendor sent it. */
  readonly vendorRecordsMs: DurationMs | null;
  /** The customer, the reason and the record. */
  readonly personalDataMs: DurationMs | null;
}

/** Retention by source; sources that are missing store everything until it is erased. */
export type RetentionBySource = ReadonlyMap<string, RetentionPolicy>;

/** A callback without everything that a person could be identified by, or that somebody wrote about that person. */
export function withoutPersonalData(whole: Callback): Callback {
  const { lookupNumber: _, ...callback } = whole;
  const routing = { ...callback.routing, callTargetId: null, callerId: null, dn: null };
  return { ...callback, customer: NO_CUSTOMER, routing, reason: null, originInteractionId: null };
}

/** Deletes parts of a record and of its callback. */
export function removeParts<Record extends Pick<MappedRecord, "callback" | "vendorRecord">>(
  record: Record,
  removal: Removal,
): Record {
  const callback = removal === "PERSONAL_DATA" ? withoutPersonalData(record.callback) : record.callback;
  return { ...record, callback, vendorRecord: {} };
}

/**
 * An observation of a stored callback without the parts that were deleted from it. A callback that is open again has all of
 * them, and its retention begins anew when it ends.
 */
export function asRetained<Record extends Pick<MappedRecord, "callback" | "vendorRecord">>(
  previous: Pick<RememberedCallback, "removal"> | null,
  observed: Record,
): Record {
  const removal = removalOf(previous, observed.callback);
  return removal === undefined ? observed : removeParts(observed, removal);
}

/** The parts that stay deleted from a callback; undefined if none do. */
export function removalOf(
  previous: Pick<RememberedCallback, "removal"> | null,
  { status }: Pick<Callback, "status">,
): Removal | undefined {
  return isOpenStatus(status) ? undefined : previous?.removal;
}

/**
 * True for the record of a callback that is not stored, and would be deleted again: it has ended, and the vendor dates
 * nothing in it after the retention began. A record without times is recorded.
 */
export function isPastRetention(
  { status, endedAt, updatedAt, createdAt, window }: Callback,
  { callbacksMs }: Pick<RetentionPolicy, "callbacksMs">,
  now: Instant,
): boolean {
  if (isOpenStatus(status) || callbacksMs === null) return false;
  const times = [endedAt, updatedAt, createdAt, window?.start, window?.end].filter((time) => typeof time === "number");
  return times.length > 0 && Math.max(...times) < now - callbacksMs;
}
