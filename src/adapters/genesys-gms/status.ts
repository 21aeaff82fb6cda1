import { endedStatus, type CallOutcome, type CallOutcomeCategory } from "../../domain/outcome.js";
import { derivedStatus, reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";

/** The states before the end. PAUSED is named by the vendor's functional tests only: a callback of a suspended service. */
const STATES: Readonly<Record<string, CallbackStatus>> = {
  SCHEDULED: "SCHEDULED",
  QUEUED: "QUEUED",
  PAUSED: "QUEUED",
  ROUTING: "IN_PROGRESS",
  PROCESSING: "IN_PROGRESS",
};

/** The states of callbacks that are not over. */
export const OPEN_STATES: readonly string[] = Object.keys(STATES);

const COMPLETED = "COMPLETED";
/** It ended before any call: the one reason whose status does not follow from an outcome of the call. */
const EXPIRED = "FAIL_TIMEOUT_TTL";

/**
 * The reasons why a callback is COMPLETED. CANCELLED_BY_ADMIN and SUBMIT_FAILED are named by the vendor's functional
 * tests only.
 */
const OUTCOMES: Readonly<Record<string, CallOutcomeCategory>> = {
  AGENT_CONNECTED: "REACHED",
  CANCELLED: "CANCELED",
  CANCELLED_BY_ADMIN: "CANCELED",
  NOT_AVAILABLE: "NO_ANSWER",
  FAIL_CALL_TO_CUSTOMER: "NO_ANSWER",
  FAIL_USER_UNREACHABLE: "NO_ANSWER",
  FAIL_USER_NO_CONFIRM: "NO_ANSWER",
  FAIL_NO_CUSTOMER_NUMBER: "INVALID_NUMBER",
  FAIL_LOAD_MESSAGE_FILE: "SYSTEM_ERROR",
  FAIL_INTERACTION_DELETED: "SYSTEM_ERROR",
  FAIL_TARGET_NOT_FOUND: "SYSTEM_ERROR",
  FAIL_ERROR: "SYSTEM_ERROR",
  FAIL_IXN_UNKNOWN_MEDIA_TYPE: "SYSTEM_ERROR",
  FAIL_QUEUEING: "SYSTEM_ERROR",
  FAIL_AGENT_CONNECT: "SYSTEM_ERROR",
  SUBMIT_FAILED: "SYSTEM_ERROR",
};

/** The reason contains how often the agent rejected the request; other failures have the prefix of the documented ones. */
const OTHER_FAILURE = /^(?:AGENT_PREVIEW_CANCEL_AFTER_\d+_?REJECTS|FAIL_.+)$/u;

const REASONS = [...Object.keys(OUTCOMES), EXPIRED, "AGENT_PREVIEW_CANCEL_AFTER_3REJECTS"];

/** Every state, and COMPLETED with every documented reason, with its status. */
export const GMS_STATUSES: Readonly<Record<string, CallbackStatus>> = {
  ...STATES,
  [COMPLETED]: "ENDED",
  ...Object.fromEntries(REASONS.map((reason) => [pairOf(COMPLETED, reason), statusOf(reason)])),
};

/**
 * Maps the state, and for COMPLETED the reason. `vendorStatus` is the state, or state and reason where the reason
 * decided: `COMPLETED/CANCELLED`. An unknown state is UNKNOWN; COMPLETED for an unknown reason, or for none, is ENDED.
 */
export function mapGmsStatus(state: string | null, reason: string | null): StatusReading {
  if (state === null) return derivedStatus("UNKNOWN");
  if (keyOf(state) !== COMPLETED) return reportedStatus(STATES[keyOf(state)] ?? "UNKNOWN", state);
  if (reason === null) return reportedStatus("ENDED", state);
  return reportedStatus(statusOf(reason), pairOf(state, reason));
}

/** Maps the reason of a COMPLETED callback to the outcome of its call; null if there was no call, or no reason. */
export function mapGmsOutcome(state: string | null, reason: string | null): CallOutcome | null {
  if (state === null || keyOf(state) !== COMPLETED || reason === null || keyOf(reason) === EXPIRED) return null;
  return { category: categoryOf(reason), code: null, label: reason };
}

function statusOf(reason: string): CallbackStatus {
  return keyOf(reason) === EXPIRED ? "EXPIRED" : endedStatus(categoryOf(reason));
}

function categoryOf(reason: string): CallOutcomeCategory {
  const key = keyOf(reason);
  return OUTCOMES[key] ?? (OTHER_FAILURE.test(key) ? "SYSTEM_ERROR" : "UNKNOWN");
}

function pairOf(state: string, reason: string): string {
  return `${state}/${reason}`;
}

/** The document spells CANCELLED; CANCELED is the same value. */
function keyOf(value: string): string {
  return value
    .trim()
    .toUpperCase()
    .replace(/^CANCELED/u, "CANCELLED");
}
