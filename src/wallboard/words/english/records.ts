import type { CallbackStatus, CallOutcomeCategory, PromiseState, QueueKind } from "../../../../schema/operations.js";

const statuses: Record<CallbackStatus, string> = {
  SCHEDULED: "Scheduled",
  QUEUED: "In the queue",
  IN_PROGRESS: "In progress",
  RETRYING: "Trying again",
  COMPLETED: "Reached",
  FAILED: "Not reached",
  CANCELED: "Canceled",
  EXPIRED: "Not in time",
  ENDED: "Over, unclear",
  UNKNOWN: "Unclear",
};

const promises: Record<PromiseState, string> = {
  KEPT: "Kept",
  BROKEN: "Broken",
  PENDING: "Still open",
  NONE: "None given",
  UNKNOWN: "Not known",
};

const outcomes: Record<CallOutcomeCategory, string> = {
  REACHED: "Reached",
  NO_ANSWER: "Not picked up",
  BUSY: "Busy",
  MACHINE: "Voicemail",
  INVALID_NUMBER: "Invalid number",
  WRONG_PARTY: "Wrong person",
  DO_NOT_CALL: "Does not want calls",
  ABANDONED: "Hung up before an agent",
  TRANSFERRED: "Transferred",
  CANCELED: "Canceled",
  NETWORK_ERROR: "Line failed",
  SYSTEM_ERROR: "Vendor’s system failed",
  UNKNOWN: "Not reported",
};

const queueKinds: Record<QueueKind, string> = {
  QUEUE: "Queue",
  SKILL: "Skill",
  CAMPAIGN: "Campaign",
  CALL_TARGET: "Line",
  SERVICE: "Service",
  AGENT: "Agent’s own queue",
};

/** Names of what the API has: statuses, outcomes, and texts in place of missing or hidden ones. */
export const records = {
  statuses,
  promises,
  outcomes,
  queueKinds,
  noName: "No name",
  noNumber: "no number",
  hidden: (rest: string) => `hidden ${rest}`.trim(),
  id: (short: string) => `ID ${short}`,
};
