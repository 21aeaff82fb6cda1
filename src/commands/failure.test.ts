import { describe, expect, it } from "vitest";
import { GatewayError } from "../domain/errors.js";
import { certaintyOf, isPassing, toUserError } from "./failure.js";

const source = "north";
const systemError = (code: string): Error => Object.assign(new Error("no"), { code });

describe("the effect of a failed write at the vendor", () => {
  it.each([
    ["refused as wrong", new GatewayError("VENDOR_REJECTED", "no", { source, status: 400 })],
    ["refused for the credentials", new GatewayError("VENDOR_UNAUTHORIZED", "no", { source, status: 403 })],
    ["refused for the rate", new GatewayError("VENDOR_RATE_LIMITED", "no", { source, status: 429 })],
    ["refused a connection", unreachable(systemError("ECONNREFUSED"))],
    ["has no address", unreachable(systemError("ENOTFOUND"))],
    ["took too long to connect to", unreachable(systemError("UND_ERR_CONNECT_TIMEOUT"))],
    ["refused connections at all addresses", unreachable(new AggregateError([systemError("ECONNREFUSED")]))],
    ["is left alone", new GatewayError("VENDOR_UNAVAILABLE", "no", { source, retryAfter: 5 })],
    [
      "granted no token in time",
      new GatewayError("DEADLINE_EXCEEDED", "no", { source, cause: new GatewayError("DEADLINE_EXCEEDED", "no token") }),
    ],
  ])("was none if it %s", (_, error) => {
    expect(certaintyOf(error)).toBe("NOT_ACTED");
  });

  it.each([500, 503])("was none if the vendor itself responded with %i", (status) => {
    expect(certaintyOf(new GatewayError("VENDOR_UNAVAILABLE", "no", { source, status }))).toBe("RESPONDED");
  });

  it.each([
    ["a proxy answered 502 for it", new GatewayError("VENDOR_UNAVAILABLE", "no", { source, status: 502 })],
    ["a proxy answered 504 for it", new GatewayError("VENDOR_UNAVAILABLE", "no", { source, status: 504 })],
    ["it broke the connection off", unreachable(systemError("UND_ERR_SOCKET"))],
    ["the connection was reset", unreachable(systemError("ECONNRESET"))],
    ["the reason is not known", unreachable(undefined)],
    ["its answer cannot be read", new GatewayError("VENDOR_MALFORMED", "no", { source })],
    ["it was late", new GatewayError("DEADLINE_EXCEEDED", "no", { source, cause: new Error("aborted") })],
    [
      "it was late, and that was told twice",
      new GatewayError("DEADLINE_EXCEEDED", "no", {
        source,
        cause: new GatewayError("DEADLINE_EXCEEDED", "no", { source }),
      }),
    ],
  ])("is unknown if %s", (_, error) => {
    expect(certaintyOf(error)).toBe("LOST");
  });
});

describe("a failure in the payload of a mutation", () => {
  it("has the vendor's code, the tracking id and when to come back", () => {
    const details = { source, vendorCode: "E7", trackingId: "T1", retryAfter: 0 };
    const told = toUserError(new GatewayError("VENDOR_RATE_LIMITED", "north responded with 429", details));
    expect(told).toEqual({
      code: "VENDOR_RATE_LIMITED",
      message: "north responded with 429 (vendor code E7, tracking id T1, retry at 1970-01-01T00:00:00.000Z)",
      field: null,
    });
  });

  it("is missing if it is not the vendor's", () => {
    expect(toUserError(new GatewayError("STORE_UNAVAILABLE", "no"))).toBeNull();
  });

  it("is temporary if an operator or time can resolve it, and only then", () => {
    const passing = ["VENDOR_UNAVAILABLE", "VENDOR_RATE_LIMITED", "VENDOR_UNAUTHORIZED"] as const;
    const final = ["VENDOR_REJECTED", "INVALID_INPUT", "NOT_FOUND", "AMBIGUOUS"] as const;
    for (const code of passing) expect(isPassing({ code, message: "", field: null })).toBe(true);
    for (const code of final) expect(isPassing({ code, message: "", field: null })).toBe(false);
  });
});

function unreachable(cause: unknown): GatewayError {
  return new GatewayError("VENDOR_UNAVAILABLE", "no", { source, cause });
}
