import { describe, expect, it } from "vitest";
import { CALL_OUTCOME_CATEGORIES, endedStatus, type CallOutcomeCategory } from "./outcome.js";
import type { CallbackStatus } from "./status.js";

const ENDED: Readonly<Record<CallOutcomeCategory, CallbackStatus>> = {
  REACHED: "COMPLETED",
  TRANSFERRED: "COMPLETED",
  CANCELED: "CANCELED",
  UNKNOWN: "ENDED",
  NO_ANSWER: "FAILED",
  BUSY: "FAILED",
  MACHINE: "FAILED",
  INVALID_NUMBER: "FAILED",
  WRONG_PARTY: "FAILED",
  DO_NOT_CALL: "FAILED",
  ABANDONED: "FAILED",
  NETWORK_ERROR: "FAILED",
  SYSTEM_ERROR: "FAILED",
};

describe("a callback that has ended", () => {
  it.each(Object.entries(ENDED) as [CallOutcomeCategory, CallbackStatus][])("with %s is %s", (category, status) => {
    expect(endedStatus(category)).toBe(status);
  });

  it("has a row here for every category", () => {
    expect(Object.keys(ENDED).toSorted()).toEqual(Object.keys(CALL_OUTCOME_CATEGORIES).toSorted());
  });
});
