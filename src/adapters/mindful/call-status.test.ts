import { describe, expect, it } from "vitest";
import { readMindfulAttempt } from "./attempt-status.js";
import { readMindfulEvent, viewOfMindfulEvent } from "./event-status.js";

describe("an attempt of Mindful's history", () => {
  it.each<[string | null, string, string, string]>([
    ["Success", "COMPLETED", "REACHED", "Success"],
    ["success", "COMPLETED", "REACHED", "success"],
    ["Canceled", "CANCELED", "CANCELED", "Canceled"],
    ["Unavailable", "FAILED", "NO_ANSWER", "Unavailable"],
    ["Not Completed", "FAILED", "NO_ANSWER", "Not Completed"],
    ["Abandoned", "FAILED", "ABANDONED", "Abandoned"],
    ["Failure", "FAILED", "SYSTEM_ERROR", "Failure"],
    ["Chose Hold", "ENDED", "UNKNOWN", "Chose Hold"],
    ["Chose Messaging", "ENDED", "UNKNOWN", "Chose Messaging"],
    ["Text Scheduling", "ENDED", "UNKNOWN", "Text Scheduling"],
    ["Unknown", "ENDED", "UNKNOWN", "Unknown"],
    ["Something New", "ENDED", "UNKNOWN", "Something New"],
    [null, "ENDED", "UNKNOWN", "ended"],
  ])("that ended with %j is %s", (outcome, status, category, label) => {
    expect(readMindfulAttempt({ outcome, isRetried: false, customerBusy: false })).toMatchObject({
      status,
      statusBasis: "REPORTED",
      vendorStatus: outcome,
      outcome: { category, label },
    });
  });

  it("is BUSY where the customer's line was, and RETRYING without an outcome where another follows", () => {
    const unavailable = { outcome: "Unavailable", customerBusy: true };
    expect(readMindfulAttempt({ ...unavailable, isRetried: false }).outcome?.category).toBe("BUSY");
    expect(readMindfulAttempt({ ...unavailable, isRetried: true })).toMatchObject({
      status: "RETRYING",
      vendorStatus: "Unavailable",
      outcome: null,
    });
    const reached = { outcome: "Success", customerBusy: true, isRetried: false };
    expect(readMindfulAttempt(reached).outcome?.category).toBe("REACHED");
  });
});

describe("an event of Mindful", () => {
  it.each<[string | null, string | null]>([
    ["Registered Callback", "registered"],
    ["callback_registration", "registered"],
    ["Canceled Callback", "canceled"],
    ["Callback Cancellation", "canceled"],
    ["Reconnected Callback", "reconnection"],
    ["Callback Reconnection", "reconnection"],
    ["Final Attempt", "finalAttempt"],
    ["Scheduled Reminder", null],
    ["Confirmation", null],
    ["", null],
    [null, null],
  ])("named %j is about %s", (event, view) => {
    expect(viewOfMindfulEvent(event)).toBe(view);
  });

  it.each([
    ["registered", null, "SCHEDULED", null],
    ["registered", "Success", "SCHEDULED", null],
    ["reconnection", null, "IN_PROGRESS", null],
    ["reconnection", "Success", "COMPLETED", "REACHED"],
    ["reconnection", "Chose Hold", "IN_PROGRESS", null],
    ["canceled", null, "CANCELED", "CANCELED"],
    ["finalAttempt", null, "FAILED", "UNKNOWN"],
    ["finalAttempt", "Unavailable", "FAILED", "NO_ANSWER"],
    ["finalAttempt", "Abandoned", "FAILED", "ABANDONED"],
    ["finalAttempt", "Something New", "FAILED", "UNKNOWN"],
  ] as const)("%s whose body says %j is %s", (view, word, status, category) => {
    const { outcome, ...reading } = readMindfulEvent(view, "The Event", word);
    expect(reading).toMatchObject({ status, statusBasis: "REPORTED" });
    expect(outcome?.category ?? null).toBe(category);
  });
});
