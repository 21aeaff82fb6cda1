import { endedStatus, type CallOutcome } from "../../domain/outcome.js";
import { reportedStatus, type StatusReading } from "../../domain/status.js";
import { mapMindfulOutcome } from "./status.js";

/** The parts of an attempt that decide what became of the callback. */
export interface MindfulAttempt {
  readonly outcome: string | null;
  readonly isRetried: boolean;
  readonly customerBusy: boolean | null;
}

/**
 * Reads the state of a callback from a finished attempt. Words that do not say whether the customer was reached (Chose Hold,
 * Chose Messaging, Text Scheduling, Unknown) and those of no document are ENDED, with the word as the outcome's label.
 */
export function readMindfulAttempt({
  outcome: word,
  isRetried,
  customerBusy,
}: MindfulAttempt): StatusReading & { readonly outcome: CallOutcome | null } {
  const withWord = (reading: StatusReading): StatusReading => ({ ...reading, vendorStatus: word });
  if (isRetried) return { ...withWord(reportedStatus("RETRYING", "")), outcome: null };
  const named = mapMindfulOutcome(word) ?? { category: "UNKNOWN", code: null, label: word ?? "ended" };
  const isBusy = named.category === "NO_ANSWER" && customerBusy === true;
  const outcome: CallOutcome = isBusy ? { ...named, category: "BUSY" } : named;
  return { ...withWord(reportedStatus(endedStatus(outcome.category), "")), outcome };
}
