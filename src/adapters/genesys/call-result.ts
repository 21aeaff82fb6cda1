import type { NamedNumber } from "../wire/wire-field.js";
import type { CallOutcome, CallOutcomeCategory } from "../../domain/outcome.js";

/**
 * The document's call results by number, each with the gateway's category. The document gives the names only; what
 * they mean is the gateway's reading of them.
 */
const CALL_RESULTS: readonly (readonly [name: string, category: CallOutcomeCategory, meaning: string])[] = [
  ["OK", "REACHED", "The call reached the customer."],
  ["TRANSFERRED", "TRANSFERRED", "The call was transferred."],
  ["CONFERENCED", "REACHED", "The call became a conference."],
  ["GENERAL_ERROR", "SYSTEM_ERROR", "The call failed with an error that is not specified."],
  ["SYSTEM_ERROR", "SYSTEM_ERROR", "The call failed with an error of the system."],
  ["REMOTE_RELEASE", "ABANDONED", "The other side ended the call."],
  ["BUSY", "BUSY", "The line was busy."],
  ["NO_ANSWER", "NO_ANSWER", "Nobody picked up."],
  ["SIT_DETECTED", "NETWORK_ERROR", "The network played a special information tone."],
  ["ANSWERING_MACHINE", "MACHINE", "A machine took the call."],
  ["ALL_TRUNKS_BUSY", "NETWORK_ERROR", "All outgoing lines were busy."],
  ["SIT_INVALID_NUM", "INVALID_NUMBER", "Special information tone: the number is invalid."],
  ["SIT_VACANT", "INVALID_NUMBER", "Special information tone: the number is not assigned."],
  [
    "SIT_OPER_INTERCEPT",
    "INVALID_NUMBER",
    "Special information tone: an operator's announcement intercepted the call.",
  ],
  ["SIT_UNKNOWN", "NETWORK_ERROR", "Special information tone of an unknown meaning."],
  ["SIT_NO_CIRCUIT", "NETWORK_ERROR", "Special information tone: no circuit was free."],
  ["SIT_REORDER", "NETWORK_ERROR", "Special information tone: the network could not complete the call."],
  ["SIT_FAX_DETECTED", "MACHINE", "A fax machine took the call."],
  ["QUEUE_FULL", "SYSTEM_ERROR", "The queue took no more calls."],
  ["CLEARED", "CANCELED", "The call was cleared."],
  ["OVERFLOWED", "SYSTEM_ERROR", "The call went over to another queue."],
  ["ABANDONED", "ABANDONED", "The customer hung up before an agent was connected."],
  ["REDIRECTED", "TRANSFERRED", "The call was redirected."],
  ["FORWARDED", "TRANSFERRED", "The call was forwarded."],
  ["CONSULT", "REACHED", "The call was a consultation."],
  ["PICKEDUP", "REACHED", "The call was picked up."],
  ["DROPPED", "ABANDONED", "The call was dropped after it was picked up."],
  ["DROPPED_NO_ANSWER", "NO_ANSWER", "The call was dropped before it was picked up."],
  ["UNKNOWN", "UNKNOWN", "The result is not known."],
  ["COVERED", "NO_ANSWER", "The call went to a covering destination, such as voicemail."],
  ["CONVERSE_ON", "REACHED", "The switch connected the call to a voice application."],
  ["BRIDGED", "REACHED", "Another line was bridged on the call."],
  ["SILENCE", "NO_ANSWER", "The line was picked up, and was silent."],
  ["ANSWER", "REACHED", "The customer picked up."],
  ["NU_TONE", "NETWORK_ERROR", "The network played the tone of a number that is unobtainable."],
  ["NO_DIAL_TONE", "NETWORK_ERROR", "The line had no dial tone."],
  ["NO_PROGRESS", "NO_ANSWER", "The network did not report any progress of the call."],
  ["NO_RING_BACK", "NO_ANSWER", "No ringing was heard."],
  ["NO_ESTABLISHED", "NO_ANSWER", "The call was not established."],
  ["PAGER_DETECTED", "MACHINE", "A pager took the call."],
  ["WRONG_PARTY", "WRONG_PARTY", "Another person took the call."],
  ["DIAL_ERROR", "SYSTEM_ERROR", "The number could not be dialled."],
  ["CALL_DROPPED_ERROR", "NETWORK_ERROR", "An error dropped the call."],
  ["SWITCH_ERROR", "NETWORK_ERROR", "The switch reported an error."],
  ["NO_FREE_PORT_ERROR", "NETWORK_ERROR", "No port was free for the call."],
  ["TRANSFER_ERROR", "SYSTEM_ERROR", "The call could not be transferred."],
  ["STALE", "CANCELED", "The record was too old to be called."],
  ["AGT_CALLBACK_ERROR", "SYSTEM_ERROR", "The callback for one agent failed."],
  ["GRP_CALLBACK_ERROR", "SYSTEM_ERROR", "The callback for a group of agents failed."],
  ["DEAFENED", "SYSTEM_ERROR", "The call was deafened: the party could not hear it."],
  ["HELD", "REACHED", "The call was on hold."],
  ["DO_NOT_CALL", "DO_NOT_CALL", "The customer must not be called."],
  ["CANCEL_RECORD", "CANCELED", "The record was canceled."],
  ["WRONG_NUMBER", "WRONG_PARTY", "The number belongs to another person."],
];

/** The documented names of `call_result` and their meanings, by number. */
export const GENESYS_CALL_RESULTS: readonly NamedNumber[] = CALL_RESULTS.map(([name, , meaning]) => [name, meaning]);

/**
 * Maps the outcome of the call. `callResult` is the documented number; `sent` is the value as sent if it is another
 * one. Returns null if the vendor sent none; 0 is OK.
 */
export function mapGenesysCallResult(callResult: number | null, sent: string | null): CallOutcome | null {
  const documented = callResult === null ? undefined : CALL_RESULTS[callResult];
  if (documented !== undefined) return { category: documented[1], code: callResult, label: documented[0] };
  if (sent === null) return null;
  const code = /^\d{1,9}$/u.exec(sent.trim()) === null ? null : Number(sent);
  return { category: "UNKNOWN", code, label: sent };
}
