import { describe, expect, it } from "vitest";
import type { CallOutcomeCategory } from "../../domain/outcome.js";
import type { CallbackStatus } from "../../domain/status.js";
import { mapMindfulOutcome, mapMindfulStatus, MINDFUL_STATUSES } from "./status.js";

const ROWS: readonly (readonly [word: string, status: CallbackStatus, outcome: CallOutcomeCategory | null])[] = [
  ["Requested", "SCHEDULED", null],
  ["Registered", "SCHEDULED", null],
  ["Scheduled", "SCHEDULED", null],
  ["Waiting", "SCHEDULED", null],
  ["Waitlisted", "SCHEDULED", null],
  ["Queued", "QUEUED", null],
  ["Dispatch", "QUEUED", null],
  ["Registering", "QUEUED", null],
  ["Connecting", "IN_PROGRESS", null],
  ["Talking", "IN_PROGRESS", null],
  ["InProgress", "IN_PROGRESS", null],
  ["Success", "COMPLETED", "REACHED"],
  ["Completed", "COMPLETED", "REACHED"],
  ["Canceled", "CANCELED", "CANCELED"],
  ["Cancelled", "CANCELED", "CANCELED"],
  ["Unavailable", "FAILED", "NO_ANSWER"],
  ["NotCompleted", "FAILED", "NO_ANSWER"],
  ["Failure", "FAILED", "SYSTEM_ERROR"],
  ["Failed", "FAILED", "SYSTEM_ERROR"],
  ["Abandoned", "FAILED", "ABANDONED"],
];

/** One word as it may be written: `NotCompleted`, `notcompleted`, `NOT_COMPLETED`, `Not Completed`, ` not-completed.` */
function spellings(word: string): string[] {
  const parts = word.split(/(?<=[a-z])(?=[A-Z])/u);
  return [
    word,
    word.toLowerCase(),
    word.toUpperCase(),
    parts.join(" "),
    parts.join("_").toUpperCase(),
    ` ${parts.join("-").toLowerCase()}. `,
    word.split("").join(" "),
  ];
}

describe("a status of Mindful", () => {
  it.each(ROWS)("%s is %s, with the outcome %s, in any spelling, and stored as sent", (word, status, outcome) => {
    for (const sent of spellings(word)) {
      expect(mapMindfulStatus(sent)).toEqual({
        status,
        statusBasis: "REPORTED",
        vendorStatus: sent,
        dueAt: null,
        lapsesAt: null,
      });
      expect(mapMindfulOutcome(sent)).toEqual(outcome === null ? null : { category: outcome, code: null, label: sent });
    }
  });

  it("has a row in this test for each known value", () => {
    expect(Object.keys(MINDFUL_STATUSES).map((word) => word.replaceAll(" ", ""))).toEqual(ROWS.map(([word]) => word));
  });

  it.each([
    "Chose Hold",
    "Chose Messaging",
    "Text Scheduling",
    "Unknown",
    "TooManyInteractions",
    "constructor",
    "0",
    "…",
  ])("is UNKNOWN, stored as sent, if it is undocumented: %s", (word) => {
    expect(mapMindfulStatus(word)).toMatchObject({ status: "UNKNOWN", statusBasis: "REPORTED", vendorStatus: word });
    expect(mapMindfulOutcome(word)).toBeNull();
  });

  it("is UNKNOWN and DERIVED if it is missing", () => {
    expect(mapMindfulStatus(null)).toMatchObject({ status: "UNKNOWN", statusBasis: "DERIVED", vendorStatus: null });
    expect(mapMindfulOutcome(null)).toBeNull();
  });
});
