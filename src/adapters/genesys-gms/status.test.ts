import { describe, expect, it } from "vitest";
import type { CallOutcomeCategory } from "../../domain/outcome.js";
import type { CallbackStatus } from "../../domain/status.js";
import { GMS_STATUSES, mapGmsOutcome, mapGmsStatus } from "./status.js";

describe("the state of a callback", () => {
  it.each<[string, CallbackStatus]>([
    ["SCHEDULED", "SCHEDULED"],
    ["QUEUED", "QUEUED"],
    ["PAUSED", "QUEUED"],
    ["ROUTING", "IN_PROGRESS"],
    ["PROCESSING", "IN_PROGRESS"],
    ["queued", "QUEUED"],
    [" Routing ", "IN_PROGRESS"],
    ["TRANSFERRED", "UNKNOWN"],
  ])("%s is %s, is stored verbatim, and has no outcome", (state, status) => {
    expect(mapGmsStatus(state, null)).toEqual({
      status,
      statusBasis: "REPORTED",
      vendorStatus: state,
      dueAt: null,
      lapsesAt: null,
    });
    expect(mapGmsOutcome(state, null)).toBeNull();
  });

  it("is UNKNOWN and DERIVED if there is none, whatever the reason", () => {
    expect(mapGmsStatus(null, "CANCELLED")).toMatchObject({
      status: "UNKNOWN",
      statusBasis: "DERIVED",
      vendorStatus: null,
    });
    expect(mapGmsOutcome(null, "CANCELLED")).toBeNull();
  });

  it("decides without the reason unless it is COMPLETED", () => {
    expect(mapGmsStatus("QUEUED", "CANCELLED")).toMatchObject({ status: "QUEUED", vendorStatus: "QUEUED" });
    expect(mapGmsOutcome("QUEUED", "CANCELLED")).toBeNull();
  });
});

describe("the reason of a COMPLETED callback", () => {
  it.each<[string, CallbackStatus, CallOutcomeCategory | null]>([
    ["AGENT_CONNECTED", "COMPLETED", "REACHED"],
    ["CANCELLED", "CANCELED", "CANCELED"],
    ["CANCELED", "CANCELED", "CANCELED"],
    ["CANCELLED_BY_ADMIN", "CANCELED", "CANCELED"],
    ["NOT_AVAILABLE", "FAILED", "NO_ANSWER"],
    ["FAIL_CALL_TO_CUSTOMER", "FAILED", "NO_ANSWER"],
    ["FAIL_USER_UNREACHABLE", "FAILED", "NO_ANSWER"],
    ["FAIL_USER_NO_CONFIRM", "FAILED", "NO_ANSWER"],
    ["FAIL_NO_CUSTOMER_NUMBER", "FAILED", "INVALID_NUMBER"],
    ["FAIL_LOAD_MESSAGE_FILE", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_INTERACTION_DELETED", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_TARGET_NOT_FOUND", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_ERROR", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_IXN_UNKNOWN_MEDIA_TYPE", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_QUEUEING", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_AGENT_CONNECT", "FAILED", "SYSTEM_ERROR"],
    ["SUBMIT_FAILED", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_SOMETHING_NEW", "FAILED", "SYSTEM_ERROR"],
    ["AGENT_PREVIEW_CANCEL_AFTER_3REJECTS", "FAILED", "SYSTEM_ERROR"],
    ["AGENT_PREVIEW_CANCEL_AFTER_12_REJECTS", "FAILED", "SYSTEM_ERROR"],
    ["FAIL_TIMEOUT_TTL", "EXPIRED", null],
    ["agent_connected", "COMPLETED", "REACHED"],
    ["AGENT_PREVIEW_CANCEL_AFTER_REJECTS", "ENDED", "UNKNOWN"],
    ["MOVED_TO_CHAT", "ENDED", "UNKNOWN"],
  ])("%s makes it %s, with the outcome %s, and is stored with the state", (reason, status, category) => {
    expect(mapGmsStatus("COMPLETED", reason)).toMatchObject({
      status,
      statusBasis: "REPORTED",
      vendorStatus: `COMPLETED/${reason}`,
    });
    const outcome = category === null ? null : { category, code: null, label: reason };
    expect(mapGmsOutcome("COMPLETED", reason)).toEqual(outcome);
  });

  it("makes it ENDED without an outcome if it is missing", () => {
    expect(mapGmsStatus("COMPLETED", null)).toMatchObject({ status: "ENDED", vendorStatus: "COMPLETED" });
    expect(mapGmsOutcome("COMPLETED", null)).toBeNull();
  });
});

it("the table of statuses has every state and every reason", () => {
  expect(Object.keys(GMS_STATUSES)).toHaveLength(24);
  for (const [pair, status] of Object.entries(GMS_STATUSES)) {
    const [state = null, reason = null] = pair.split("/");
    expect(mapGmsStatus(state, reason)).toMatchObject({ status, vendorStatus: pair });
  }
});
