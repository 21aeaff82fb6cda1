import type { ViewName, ViewRules } from "../../domain/change/views.js";

/** The events of which the gateway reads more than the number. */
export type MindfulEventView = "registered" | "reconnection" | "canceled" | "finalAttempt";

/**
 * The status by number, the row of the last attempt in the history, the rows of the attempts before it (`retry0`, `retry1`, …),
 * and one view for each kind of event: each record replaces only an older one of its own kind.
 */
export type MindfulView = "status" | "history" | `retry${number}` | MindfulEventView;

/** Attempts with a view of their own. Later ones share the last view. */
const MOST_RETRIES = 20;

const RETRIES: readonly MindfulView[] = Array.from({ length: MOST_RETRIES }, (_, number) =>
  retryView(MOST_RETRIES - 1 - number),
);

/** The view of an attempt that another one followed; the first attempt is number 0. */
export function retryView(attempt: number): MindfulView {
  return `retry${Math.min(Math.max(0, attempt), MOST_RETRIES - 1)}`;
}

const ORDER: readonly MindfulView[] = [
  "status",
  "history",
  ...RETRIES,
  "finalAttempt",
  "canceled",
  "reconnection",
  "registered",
];
/** The interfaces that say how a callback ended. The history names each attempt, so it is believed first. */
const ENDS: readonly MindfulView[] = ["history", "status", "finalAttempt", "canceled", ...RETRIES, "reconnection"];
const ATTEMPTS: readonly ViewName[] = ["history", ...RETRIES] satisfies readonly MindfulView[];

/** For each field, which interface is believed: see the table in the adapter's README. */
export const MINDFUL_VIEWS: ViewRules = {
  order: ORDER,
  fields: {
    finalStatus: [...ENDS, "registered"],
    outcome: ENDS,
    attemptCount: ATTEMPTS,
    // The status moves with the callback; the others say what was expected once.
    estimate: ["status", "registered"] satisfies readonly MindfulView[],
    nextAttemptAt: ["status", "registered"] satisfies readonly MindfulView[],
  },
  lasting: ["history"] satisfies readonly MindfulView[],
};
