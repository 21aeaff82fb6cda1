import type { CallOutcome, CallOutcomeCategory } from "../../domain/outcome.js";

/**
 * The document's call results by number, each with the gateway's category. The document gives the names only; what
 * they mean is the gateway's reading of them.
 */
const CALL_RESULTS: readonly (readonly [name: string, category: CallOutcomeCategory])[] = [
  ["OK", "REACHED"],
  ["TRANSFERRED", "TRANSFERRED"],
  ["CONFERENCED", "REACHED"],
  ["GENERAL_ERROR", "SYSTEM_ERROR"],
  ["SYSTEM_ERROR", "SYSTEM_ERROR"],
  ["REMOTE_RELEASE", "ABANDONED"],
  ["BUSY", "BUSY"],
  ["NO_ANSWER", "NO_ANSWER"],
  ["SIT_DETECTED", "NETWORK_ERROR"],
  ["ANSWERING_MACHINE", "MACHINE"],
  ["ALL_TRUNKS_BUSY", "NETWORK_ERROR"],
  ["SIT_INVALID_NUM", "INVALID_NUMBER"],
  ["SIT_VACANT", "INVALID_NUMBER"],
  ["SIT_OPER_INTERCEPT", "INVALID_NUMBER"],
  ["SIT_UNKNOWN", "NETWORK_ERROR"],
  ["SIT_NO_CIRCUIT", "NETWORK_ERROR"],
  ["SIT_REORDER", "NETWORK_ERROR"],
  ["SIT_FAX_DETECTED", "MACHINE"],
  ["QUEUE_FULL", "SYSTEM_ERROR"],
  ["CLEARED", "CANCELED"],
  ["OVERFLOWED", "SYSTEM_ERROR"],
  ["ABANDONED", "ABANDONED"],
  ["REDIRECTED", "TRANSFERRED"],
  ["FORWARDED", "TRANSFERRED"],
  ["CONSULT", "REACHED"],
  ["PICKEDUP", "REACHED"],
  ["DROPPED", "ABANDONED"],
  ["DROPPED_NO_ANSWER", "NO_ANSWER"],
  ["UNKNOWN", "UNKNOWN"],
  ["COVERED", "NO_ANSWER"],
  ["CONVERSE_ON", "REACHED"],
  ["BRIDGED", "REACHED"],
  ["SILENCE", "NO_ANSWER"],
  ["ANSWER", "REACHED"],
  ["NU_TONE", "NETWORK_ERROR"],
  ["NO_DIAL_TONE", "NETWORK_ERROR"],
  ["NO_PROGRESS", "NO_ANSWER"],
  ["NO_RING_BACK", "NO_ANSWER"],
  ["NO_ESTABLISHED", "NO_ANSWER"],
  ["PAGER_DETECTED", "MACHINE"],
  ["WRONG_PARTY", "WRONG_PARTY"],
  ["DIAL_ERROR", "SYSTEM_ERROR"],
  ["CALL_DROPPED_ERROR", "NETWORK_ERROR"],
  ["SWITCH_ERROR", "NETWORK_ERROR"],
  ["NO_FREE_PORT_ERROR", "NETWORK_ERROR"],
  ["TRANSFER_ERROR", "SYSTEM_ERROR"],
  ["STALE", "CANCELED"],
  ["AGT_CALLBACK_ERROR", "SYSTEM_ERROR"],
  ["GRP_CALLBACK_ERROR", "SYSTEM_ERROR"],
  ["DEAFENED", "SYSTEM_ERROR"],
  ["HELD", "REACHED"],
  ["DO_NOT_CALL", "DO_NOT_CALL"],
  ["CANCEL_RECORD", "CANCELED"],
  ["WRONG_NUMBER", "WRONG_PARTY"],
];

/** The documented names of `call_result`, by number. */
export const GENESYS_CALL_RESULT_NAMES: readonly string[] = CALL_RESULTS.map(([name]) => name);

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
