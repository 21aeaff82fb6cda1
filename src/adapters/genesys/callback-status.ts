import { endedStatus, type CallOutcome } from "../../domain/outcome.js";
import { reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";

/**
 * The documented callback statuses by number. `byCallResult` marks statuses that only say that the callback has ended:
 * `call_result` then says how, and the status here applies without one.
 */
const CALLBACK_STATUSES: readonly (readonly [name: string, status: CallbackStatus, byCallResult?: "byCallResult"])[] = [
  ["UNKNOWN", "UNKNOWN"],
  ["RECEIVED", "SCHEDULED"],
  ["TIMER", "SCHEDULED"],
  ["QUEUED", "QUEUED"],
  ["DISTRIBUTED", "IN_PROGRESS"],
  ["SUBMITTED_TO_AGT", "IN_PROGRESS"],
  ["REJECTED_BY_AGT", "QUEUED"],
  ["CANCELED_BY_AGT", "CANCELED"],
  ["PROCESSED_BY_AGT", "COMPLETED", "byCallResult"],
  ["FINAL", "ENDED", "byCallResult"],
  ["NOT_QUEUED", "FAILED"],
  ["ERROR", "FAILED"],
  ["REPLACED", "CANCELED"],
  ["AGT_TRANSFER", "IN_PROGRESS"],
  ["ENDTIME_EXPIRED", "EXPIRED"],
];

/** The documented names of `callback_status`, by number. */
export const GENESYS_CALLBACK_STATUS_NAMES: readonly string[] = CALLBACK_STATUSES.map(([name]) => name);

/** Other spellings: the document itself writes PORCESSED, and other releases of it PROCESSED. */
export const GENESYS_CALLBACK_STATUS_SPELLINGS: Readonly<Record<string, number>> = {
  PORCESSED_BY_AGT: 8,
  CANCELLED_BY_AGT: 7,
};

/** Every name with its number, as in `vendorStatus`, and its status without `call_result`. */
export const GENESYS_STATUSES: Readonly<Record<string, CallbackStatus>> = Object.fromEntries(
  CALLBACK_STATUSES.map(([name, status], number) => [`${number}-${name}`, status]),
);

/**
 * Maps the vendor status. `callbackStatus` is the documented number; `sent` is the value as sent if it is another one,
 * which becomes UNKNOWN with that value as vendor status. Returns null if the vendor sent none; 0 is its own UNKNOWN.
 */
export function mapGenesysCallbackStatus(
  callbackStatus: number | null,
  sent: string | null,
  outcome: CallOutcome | null,
): StatusReading | null {
  const documented = callbackStatus === null ? undefined : CALLBACK_STATUSES[callbackStatus];
  if (documented === undefined) return sent === null ? null : reportedStatus("UNKNOWN", sent);
  const [name, status, byCallResult] = documented;
  const ended = byCallResult === undefined || outcome === null ? status : endedStatus(outcome.category);
  return reportedStatus(ended, `${callbackStatus}-${name}`);
}
