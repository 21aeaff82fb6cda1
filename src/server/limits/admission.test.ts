import { describe, expect, it } from "vitest";
import { ANYBODY } from "../../domain/caller.js";
import { createAdmission, type Requester } from "./admission.js";
import { NOT_SHARED } from "./shared-rates.js";

const LIMITS = {
  rate: { requests: 3, perMs: 3000 },
  perCaller: 2,
  subscriptionsPerCaller: 1,
  subscriptionBytesPerCaller: 1000,
};
const by = (id: string): Requester => ({ caller: { ...ANYBODY, id }, address: "192.0.2.1" });

describe("admission", () => {
  it("lets a caller begin so many operations, and says when the next may begin; nobody else waits for it", () => {
    let now = 1_000_000;
    const admission = createAdmission(LIMITS, { isLocalOnly: false, clock: () => now, sharedRates: NOT_SHARED });
    for (let count = 0; count < 3; count += 1) admission.begin(by("ana"), false)();
    expect(() => admission.begin(by("ana"), false)).toThrow(
      expect.objectContaining({ code: "RATE_LIMITED", retryAfter: now + 1000, limit: { name: "rate", allowed: 3 } }),
    );
    admission.begin(by("ben"), false)();
    now += 999;
    expect(() => admission.begin(by("ana"), false)).toThrow("rate");
    now += 1;
    admission.begin(by("ana"), false)();
    expect(() => admission.begin(by("ana"), false)).toThrow("rate");
  });

  it("bounds what a caller has under way, subscriptions apart; what ended, ended once", () => {
    const admission = createAdmission(
      { ...LIMITS, rate: { requests: 100, perMs: 1000 } },
      { isLocalOnly: false, clock: () => 0, sharedRates: NOT_SHARED },
    );
    const end = admission.begin(by("ana"), false);
    admission.begin(by("ana"), false);
    const unsubscribe = admission.begin(by("ana"), true);
    expect(() => admission.begin(by("ana"), false)).toThrow(expect.objectContaining({ code: "TOO_MANY_OPERATIONS" }));
    expect(() => admission.begin(by("ana"), true)).toThrow(expect.objectContaining({ code: "TOO_MANY_SUBSCRIPTIONS" }));
    end();
    end();
    unsubscribe();
    admission.begin(by("ana"), false);
    expect(() => admission.begin(by("ana"), false)).toThrow("operations");
    admission.begin(by("ana"), true);
  });

  it("bounds the memory of all running subscriptions of a caller", () => {
    const admission = createAdmission(LIMITS, { isLocalOnly: false, clock: () => 0, sharedRates: NOT_SHARED });
    const release = admission.hold(by("ana"), 600);
    admission.hold(by("ana"), 400);
    const limit = { name: "subscriptionBytes", allowed: 1000 };
    const refusal = expect.objectContaining({ code: "TOO_MANY_SUBSCRIPTIONS", limit });
    expect(() => admission.hold(by("ana"), 1)).toThrow(refusal);
    admission.hold(by("ben"), 1000);
    release();
    release();
    expect(() => admission.hold(by("ana"), 601)).toThrow(refusal);
    admission.hold(by("ana"), 600);
  });

  it("counts by address where nobody says who they are, and has no rate on this machine alone", () => {
    const open = createAdmission(LIMITS, { isLocalOnly: false, clock: () => 0, sharedRates: NOT_SHARED });
    const at = (address: string): Requester => ({ caller: ANYBODY, address });
    for (let count = 0; count < 3; count += 1) open.begin(at("192.0.2.1"), false)();
    expect(() => open.begin(at("192.0.2.1"), false)).toThrow("rate");
    open.begin(at("192.0.2.2"), false)();
    // One client has all addresses of its IPv6 network.
    for (let count = 0; count < 3; count += 1) open.begin(at(`2001:db8:0:1::${count}`), false)();
    expect(() => open.begin(at("2001:db8:0:1:2:3:4:5"), false)).toThrow("rate");
    open.begin(at("2001:db8:0:2::1"), false)();
    const local = createAdmission(LIMITS, { isLocalOnly: true, clock: () => 0, sharedRates: NOT_SHARED });
    for (let count = 0; count < 10; count += 1) local.begin(at("127.0.0.1"), false)();
  });
});
