import type { CallOutcome, CallOutcomeCategory } from "../../domain/outcome.js";
import { derivedStatus, reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";

/**
 * The known vendor statuses. The document "Request Callback Status" does not list them: they come from Mindful's other
 * pages (the response to a request, the phases of a call, its final outcomes), so there may be others.
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

/** The outcome of the call for each vendor status that implies one. */
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

const statuses = new Map(Object.entries(MINDFUL_STATUSES).map(([value, status]) => [fold(value), status]));
const outcomes = new Map(Object.entries(OUTCOMES).map(([value, category]) => [fold(value), category]));

/** Maps a vendor status; case, spaces and punctuation do not matter. Null becomes UNKNOWN. */
export function mapMindfulStatus(value: string | null): StatusReading {
  return value === null ? derivedStatus("UNKNOWN") : reportedStatus(statuses.get(fold(value)) ?? "UNKNOWN", value);
}

/** Maps a vendor status to the outcome of the call; null if it implies none. */
export function mapMindfulOutcome(value: string | null): CallOutcome | null {
  const category = value === null ? undefined : outcomes.get(fold(value));
  return value === null || category === undefined ? null : { category, code: null, label: value };
}

function fold(value: string): string {
  return value.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
}
