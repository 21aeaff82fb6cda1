import type { Instant, Period } from "./time/instant.js";

/** The one life cycle all vendors are mapped on. */
export const CALLBACK_STATUSES = {
  SCHEDULED: "Accepted; waiting for its time.",
  QUEUED: "Due; waiting for a line or an agent.",
  IN_PROGRESS: "Offered to an agent, or being handled by one.",
  RETRYING: "An attempt did not reach the customer; another is planned.",
  COMPLETED: "The customer was reached. Final.",
  FAILED: "Over without reaching the customer: attempts exhausted, invalid number or vendor error. Final.",
  CANCELED: "Canceled by the customer, an agent or a system, or replaced by another callback. Final.",
  EXPIRED: "The window ended and the vendor reports that the customer was not called in time. Final.",
  ENDED:
    "Over with an unknown outcome: its time passed, the vendor closed the record without a result, or the record " +
    "was removed at the vendor. Final, unless the record returns.",
  UNKNOWN: "May be open: the vendor reports no status, or one that the gateway does not know (see vendorStatus).",
} as const;
export type CallbackStatus = keyof typeof CALLBACK_STATUSES;

/** REPORTED: the vendor said so. DERIVED: inferred from the record and the clock. */
export type StatusBasis = "REPORTED" | "DERIVED";

/** The statuses that nothing follows. */
export const FINAL_STATUSES: readonly CallbackStatus[] = ["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"];

const finalStatuses: ReadonlySet<CallbackStatus> = new Set(FINAL_STATUSES);

/** True until the status is final. */
export function isOpenStatus(status: CallbackStatus): boolean {
  return !finalStatuses.has(status);
}

/**
 * The status by one record. A DERIVED status becomes QUEUED at `dueAt` and ENDED at `lapsesAt`, never COMPLETED: the
 * passage of time says nothing about the outcome. Final statuses do not change.
 */
export interface StatusReading {
  readonly status: CallbackStatus;
  readonly statusBasis: StatusBasis;
  /** The vendor status, verbatim; null if the vendor has none. */
  readonly vendorStatus: string | null;
  readonly dueAt: Instant | null;
  /** Null: by the rule of `endOf`. */
  readonly lapsesAt: Instant | null;
}

/** The part of a reading that the clock moves. */
export type MovingStatus = Pick<StatusReading, "status" | "dueAt" | "lapsesAt">;

/** Returns the status at `now`. */
export function statusAt({ status, dueAt, lapsesAt }: MovingStatus, now: Instant): CallbackStatus {
  if (!isOpenStatus(status)) return status;
  if (lapsesAt !== null && now >= lapsesAt) return "ENDED";
  return dueAt !== null && now >= dueAt ? "QUEUED" : status;
}

/** Returns when the clock changed the status that is valid at `now`; null if the clock has not changed it. */
export function clockChangedAt({ status, dueAt, lapsesAt }: MovingStatus, now: Instant): Instant | null {
  if (!isOpenStatus(status)) return null;
  if (lapsesAt !== null && now >= lapsesAt) return lapsesAt;
  return dueAt !== null && now >= dueAt ? dueAt : null;
}

/** Returns the period of the status that is valid at `now`. */
export function statusPeriod(reading: MovingStatus, now: Instant): Period {
  const ahead = [reading.dueAt, reading.lapsesAt].filter((moment) => moment !== null && moment > now) as Instant[];
  return { from: clockChangedAt(reading, now) ?? Number.NEGATIVE_INFINITY, until: Math.min(...ahead) };
}

/** When the clock alone will next make the status another than `told`; null where it never will. May lie in the past. */
export function nextElapseAt(reading: MovingStatus, publishedStatus: CallbackStatus): Instant | null {
  const moments = [reading.dueAt, reading.lapsesAt].filter((moment) => moment !== null);
  const moving = moments.filter((moment) => statusAt(reading, moment) !== publishedStatus);
  // A status that is ENDED by the end of its window has passed the start of it as well.
  const passed = moments.findLast((moment) => statusAt(reading, moment) === publishedStatus);
  const ahead = moving.filter((moment) => passed === undefined || moment > passed);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Creates the reading of a status that the vendor reports. */
export function reportedStatus(status: CallbackStatus, vendorStatus: string): StatusReading {
  return { status, statusBasis: "REPORTED", vendorStatus, dueAt: null, lapsesAt: null };
}

/** A status inferred from the record. It moves with the clock: at `dueAt`, and at `lapsesAt` or by the rule of `endOf`. */
export function derivedStatus(
  status: CallbackStatus,
  { vendorStatus = null, dueAt = null, lapsesAt = null }: Partial<Omit<StatusReading, "status" | "statusBasis">> = {},
): StatusReading {
  return { status, statusBasis: "DERIVED", vendorStatus, dueAt, lapsesAt };
}
