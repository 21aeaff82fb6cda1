import type { CallOutcomeCategory } from "../../domain/outcome.js";

/** The initiation methods of contacts that are a callback, or one attempt of it. */
export const CALLBACK = "CALLBACK";
/** Customer first: the contact that waits in the queue. */
export const CUSTOMER_FIRST_QUEUED = "CALLBACK_CUSTOMER_FIRST_QUEUED";
/** Customer first: the dial of the contact that waited. */
export const CUSTOMER_FIRST_DIALED = "CALLBACK_CUSTOMER_FIRST_DIALED";

export const CALLBACK_METHODS: readonly string[] = [CALLBACK, CUSTOMER_FIRST_QUEUED, CUSTOMER_FIRST_DIALED];

/** The documented initiation methods of contacts that are no callback. */
export const OTHER_METHODS: ReadonlySet<string> = new Set([
  "AGENT_REPLY",
  "API",
  "DISCONNECT",
  "EXTERNAL_OUTBOUND",
  "FLOW",
  "INBOUND",
  "MONITOR",
  "OUTBOUND",
  "QUEUE_TRANSFER",
  "TRANSFER",
  "WEBRTC_API",
]);

/** Types of contact events. A record has no state: its timestamps say which of these events were the last. */
export const INITIATED = "INITIATED";
export const QUEUED = "QUEUED";
export const CONNECTED_TO_AGENT = "CONNECTED_TO_AGENT";
export const CONNECTED_TO_SYSTEM = "CONNECTED_TO_SYSTEM";
export const DISCONNECTED = "DISCONNECTED";

/** The reason of a contact that waited in the queue for too long. */
export const EXPIRED = "EXPIRED";
/** The reason of a call that was hung up before the customer picked up. */
export const ORIGINATOR_CANCEL = "TELECOM_ORIGINATOR_CANCEL";

/** The reasons of a call that somebody hung up. */
export const HANG_UPS: ReadonlySet<string> = new Set([
  "CUSTOMER_DISCONNECT",
  "AGENT_DISCONNECT",
  "THIRD_PARTY_DISCONNECT",
]);

/** Outcomes of calls that failed, by the disconnect reason. */
export const FAILURES: Readonly<Record<string, CallOutcomeCategory>> = {
  TELECOM_BUSY: "BUSY",
  TELECOM_NUMBER_INVALID: "INVALID_NUMBER",
  TELECOM_UNANSWERED: "NO_ANSWER",
  TELECOM_TIMEOUT: "NO_ANSWER",
  CUSTOMER_NEVER_ARRIVED: "NO_ANSWER",
  TELECOM_PROBLEM: "NETWORK_ERROR",
  TELECOM_POTENTIAL_BLOCKING: "NETWORK_ERROR",
  CONTACT_FLOW_DISCONNECT: "SYSTEM_ERROR",
};

/** Values of AnsweringMachineDetectionStatus that are a machine. */
export const MACHINES: ReadonlySet<string> = new Set(["VOICEMAIL_BEEP", "VOICEMAIL_NO_BEEP", "FAX_MACHINE_DETECTED"]);

/** True for the initiation method of a callback, in any case. */
export function isCallbackMethod(method: string | null): boolean {
  return method !== null && CALLBACK_METHODS.includes(method);
}

/** True unless the documents say that contacts of this method are no callback. */
export function mayBeCallback(method: string | null): boolean {
  return method === null || !OTHER_METHODS.has(method);
}
