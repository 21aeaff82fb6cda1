import type { CallbackStatus } from "./status.js";

/** The categories of call outcomes. */
export const CALL_OUTCOME_CATEGORIES = {
  REACHED: "The customer was reached.",
  NO_ANSWER: "Nobody answered.",
  BUSY: "The line was busy.",
  MACHINE: "An answering machine, fax or pager answered.",
  INVALID_NUMBER: "The number does not exist or cannot be dialled.",
  WRONG_PARTY: "Another person answered.",
  DO_NOT_CALL: "The number is on a do-not-call list.",
  ABANDONED: "The customer hung up before an agent was connected.",
  TRANSFERRED: "The call was transferred.",
  CANCELED: "The call was canceled before it was made.",
  NETWORK_ERROR: "The network or the telephone lines failed.",
  SYSTEM_ERROR: "The vendor's system failed.",
  UNKNOWN: "Not reported by the vendor, or reported with a value that the gateway does not know.",
} as const;
export type CallOutcomeCategory = keyof typeof CALL_OUTCOME_CATEGORIES;

/** The outcome of the call: the category, and the vendor's number and value. */
export interface CallOutcome {
  readonly category: CallOutcomeCategory;
  readonly code: number | null;
  readonly label: string;
  /** The vendor's id of the agent of the last call, perhaps of another kind than those of assignments. Default: unknown. */
  readonly agentId?: string;
}

/** The status of a callback that has ended, by what became of its call. */
export function endedStatus(category: CallOutcomeCategory): CallbackStatus {
  switch (category) {
    case "REACHED":
    case "TRANSFERRED":
      return "COMPLETED";
    case "CANCELED":
      return "CANCELED";
    case "UNKNOWN":
      return "ENDED";
    default:
      return "FAILED";
  }
}
