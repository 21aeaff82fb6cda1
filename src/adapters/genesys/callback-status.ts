import type { NamedNumber } from "../wire/wire-field.js";
import { endedStatus, type CallOutcome } from "../../domain/outcome.js";
import { reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";

/**
 * The documented callback statuses by number. The document gives the names only; what they mean is the gateway's reading. `byCallResult` marks statuses that only say that the callback has ended:
 * `call_result` then says how, and the status here applies without one.
 */
const CALLBACK_STATUSES: readonly (readonly [
  name: string,
  status: CallbackStatus,
  meaning: string,
  byCallResult?: "byCallResult",
])[] = [
  ["UNKNOWN", "UNKNOWN", "The status is not known."],
  ["RECEIVED", "SCHEDULED", "The callback server received the request."],
  ["TIMER", "SCHEDULED", "The callback waits for its time."],
  ["QUEUED", "QUEUED", "The callback waits in a queue."],
  ["DISTRIBUTED", "IN_PROGRESS", "The callback was given to an agent."],
  ["SUBMITTED_TO_AGT", "IN_PROGRESS", "The callback was shown to an agent."],
  ["REJECTED_BY_AGT", "QUEUED", "The agent rejected the callback."],
  ["CANCELED_BY_AGT", "CANCELED", "An agent canceled the callback."],
  [
    "PROCESSED_BY_AGT",
    "COMPLETED",
    "An agent processed the callback; call_result says how the call went.",
    "byCallResult",
  ],
  ["FINAL", "ENDED", "The callback is over; call_result says how the call went.", "byCallResult"],
  ["NOT_QUEUED", "FAILED", "The callback could not be queued."],
  ["ERROR", "FAILED", "An error ended the callback."],
  ["REPLACED", "CANCELED", "Another callback replaced this one."],
  ["AGT_TRANSFER", "IN_PROGRESS", "The callback was transferred to another agent."],
  ["ENDTIME_EXPIRED", "EXPIRED", "The latest time of the callback passed without a call."],
];

/** The documented names of `callback_status` and their meanings, by number. */
export const GENESYS_CALLBACK_STATUSES: readonly NamedNumber[] = CALLBACK_STATUSES.map(([name, , meaning]) => [
  name,
  meaning,
]);

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
  const [name, status, , byCallResult] = documented;
  const ended = byCallResult === undefined || outcome === null ? status : endedStatus(outcome.category);
  return reportedStatus(ended, `${callbackStatus}-${name}`);
}
