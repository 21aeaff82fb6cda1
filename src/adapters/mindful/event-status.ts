import type { CallOutcome } from "../../domain/outcome.js";
import { isOpenStatus, reportedStatus, type CallbackStatus, type StatusReading } from "../../domain/status.js";
import { mapMindfulOutcome, mapMindfulStatus } from "./status.js";
import type { MindfulEventView } from "./views.js";

/**
 * How the names of events contain their kind. Only "Registered Callback" is documented; the webhooks page also has
 * cancellation and reconnection, the page "Notifications" the final attempt.
 */
const KINDS: readonly (readonly [RegExp, MindfulEventView])[] = [
  [/cancel/iu, "canceled"],
  [/reconnect/iu, "reconnection"],
  [/final/iu, "finalAttempt"],
  [/regist/iu, "registered"],
];

const STATUSES: Readonly<Record<MindfulEventView, CallbackStatus>> = {
  registered: "SCHEDULED",
  reconnection: "IN_PROGRESS",
  canceled: "CANCELED",
  finalAttempt: "FAILED",
};

/** The kind of an event by its name; null for one that reports no state, such as a reminder. */
export function viewOfMindfulEvent(event: string | null): MindfulEventView | null {
  return KINDS.find(([word]) => word.test(event ?? ""))?.[1] ?? null;
}

/**
 * The state after an event. A final status that the body itself names decides; an event "final attempt" without one is sent
 * for callbacks that did not reach the customer, and does not say why.
 */
export function readMindfulEvent(
  view: MindfulEventView,
  event: string | null,
  word: string | null,
): StatusReading & { readonly outcome: CallOutcome | null } {
  const named = mapMindfulStatus(word);
  if (view !== "registered" && view !== "canceled" && !isOpenStatus(named.status)) {
    return { ...named, outcome: mapMindfulOutcome(word) };
  }
  const label = event ?? "";
  const reading = reportedStatus(STATUSES[view], label);
  if (view === "canceled") return { ...reading, outcome: { category: "CANCELED", code: null, label } };
  if (view === "finalAttempt")
    return { ...reading, outcome: { category: "UNKNOWN", code: null, label: word ?? label } };
  return { ...reading, outcome: null };
}
