import { describe, expect, it } from "vitest";
import { badUserInput, ERROR_CODES, GatewayError, type ErrorCode } from "./errors.js";

const WORTH_REPEATING: readonly ErrorCode[] = [
  "VENDOR_UNAVAILABLE",
  "VENDOR_RATE_LIMITED",
  "DEADLINE_EXCEEDED",
  "STORE_UNAVAILABLE",
  "EXPORT_INTERRUPTED",
  "SUBSCRIPTION_INTERRUPTED",
  "RATE_LIMITED",
  "TOO_MANY_OPERATIONS",
  "AUTHENTICATION_UNAVAILABLE",
];

describe("an error of the gateway", () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])("with %s knows whether the same call may succeed later", (code) => {
    expect(new GatewayError(code, "no").retryable).toBe(WORTH_REPEATING.includes(code));
    expect(new GatewayError(code, "no", { retryable: true }).retryable).toBe(true);
  });

  it("keeps its cause and the vendor's details, which are null if missing", () => {
    const cause = new Error("socket hang up");
    const full = { cause, source: "north", vendorCode: "E7", trackingId: "t-1", retryAfter: 5 };
    expect(new GatewayError("VENDOR_REJECTED", "no", full)).toMatchObject({ name: "GatewayError", ...full });
    expect(badUserInput("first: at most 100")).toMatchObject({
      code: "BAD_USER_INPUT",
      message: "first: at most 100",
      source: null,
      vendorCode: null,
      trackingId: null,
      retryAfter: null,
    });
  });
});
