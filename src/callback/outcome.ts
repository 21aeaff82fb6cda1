import type { CallbackStatus } from "./status.js";

/** What became of the call, in the gateway's words. */
export const CALL_OUTCOME_CATEGORIES = {
  REACHED: "The customer was reached.",
  NO_ANSWER: "Nobody answered.",
  BUSY: "The line was busy.",
  MACHINE: "An answering machine, fax or pager answered.",
  INVALID_NUMBER: "The number does not exist or cannot be dialled.",
  WRONG_PARTY: "Somebody else answered.",
  DO_NOT_CALL: "The number is on a do-not-call list.",
  ABANDONED: "The customer hung up before an agent was there.",
  TRANSFERRED: "The call was passed on.",
  CANCELED: "The call was withdrawn before it was made.",
  NETWORK_ERROR: "The network or the lines failed.",
  SYSTEM_ERROR: "The vendor's system failed.",
  UNKNOWN: "The vendor does not say, or says something that is not known.",
} as const;
export type CallOutcomeCategory = keyof typeof CALL_OUTCOME_CATEGORIES;

/** What became of the call: the category, and the vendor's own number and word. */
export interface CallOutcome {
  readonly category: CallOutcomeCategory;
  readonly code: number | null;
  readonly label: string;
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
