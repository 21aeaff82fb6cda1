import type { CallOutcome, CallOutcomeCategory } from "../../domain/outcome.js";
import { derivedStatus, reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";

/**
 * The words a status is known to have. The document "Request Callback Status" does not list them: these are the words of
 * Mindful's other pages (the answer to a request, the phases of a call, its final outcomes), so another may come.
 */
export const MINDFUL_STATUSES: Readonly<Record<string, CallbackStatus>> = {
  Requested: "SCHEDULED",
  Registered: "SCHEDULED",
  Scheduled: "SCHEDULED",
  Waiting: "SCHEDULED",
  Waitlisted: "SCHEDULED",
  Queued: "QUEUED",
  Dispatch: "QUEUED",
  Registering: "QUEUED",
  Connecting: "IN_PROGRESS",
  Talking: "IN_PROGRESS",
  "In Progress": "IN_PROGRESS",
  Success: "COMPLETED",
  Completed: "COMPLETED",
  Canceled: "CANCELED",
  Cancelled: "CANCELED",
  Unavailable: "FAILED",
  "Not Completed": "FAILED",
  Failure: "FAILED",
  Failed: "FAILED",
  Abandoned: "FAILED",
};

/** What became of the call, by the words that say so. */
const OUTCOMES: Readonly<Record<string, CallOutcomeCategory>> = {
  Success: "REACHED",
  Completed: "REACHED",
  Canceled: "CANCELED",
  Cancelled: "CANCELED",
  Unavailable: "NO_ANSWER",
  "Not Completed": "NO_ANSWER",
  Failure: "SYSTEM_ERROR",
  Failed: "SYSTEM_ERROR",
  Abandoned: "ABANDONED",
};

const statuses = new Map(Object.entries(MINDFUL_STATUSES).map(([word, status]) => [fold(word), status]));
const outcomes = new Map(Object.entries(OUTCOMES).map(([word, category]) => [fold(word), category]));

/** The status by its word, in any case, spaced and punctuated at will. Without a word the vendor says nothing: UNKNOWN. */
export function mapMindfulStatus(word: string | null): StatusReading {
  return word === null ? derivedStatus("UNKNOWN") : reportedStatus(statuses.get(fold(word)) ?? "UNKNOWN", word);
}

/** What became of the call, by the status's word; null where it does not say. */
export function mapMindfulOutcome(word: string | null): CallOutcome | null {
  const category = word === null ? undefined : outcomes.get(fold(word));
  return word === null || category === undefined ? null : { category, code: null, label: word };
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
}
