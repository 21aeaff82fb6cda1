import { describe, expect, it } from "vitest";
import { GatewayError } from "../../domain/errors.js";
import { createPolicy, GivenUp, type Policy, type PolicyCall, type PolicySettings } from "./policy.js";
import { timerOf } from "../../domain/time/timer.js";

const START = 1_000_000;
const READ: PolicyCall = {
  isIdempotent: true,
  priority: "interactive",
  signal: new AbortController().signal,
  withinMs: 1000,
};
const WRITE: PolicyCall = { ...READ, isIdempotent: false };

const down = new GatewayError("VENDOR_UNAVAILABLE", "north responded with 503");
const wrong = new GatewayError("VENDOR_REJECTED", "north responded with 400");

function policy(settings: Partial<PolicySettings> = {}, clock = (): number => START): Policy {
  const defaults = { connections: 4, retries: 2, breakAfter: 5, breakMs: 40, quota: null };
  const bounds = { backgroundShare: 0.9, maxRetryAfterMs: 900_000 };
  return createPolicy("north", { ...defaults, ...bounds, ...settings }, { clock, timer: timerOf(clock) });
}

/** An attempt that fails with these, one after another, and then succeeds. */
function failing(...errors: readonly Error[]): { readonly attempt: () => Promise<string>; count: () => number } {
  let count = 0;
  const attempt = (): Promise<string> => {
    const error = errors[count];
    count += 1;
    return error === undefined ? Promise.resolve("answer") : Promise.reject(error);
  };
  return { attempt, count: () => count };
}

describe("the policy of a source", () => {
  it("repeats a read that failed, and only so often", async () => {
    const twice = failing(down, down);
    expect(await policy().run(READ, twice.attempt)).toBe("answer");
    expect(twice.count()).toBe(3);
    const thrice = failing(down, down, down);
    await expect(policy().run(READ, thrice.attempt)).rejects.toBe(down);
  });

  it("never repeats a write", async () => {
    const once = failing(down);
    await expect(policy().run(WRITE, once.attempt)).rejects.toBe(down);
    expect(once.count()).toBe(1);
  });

  it("does not retry a rejected request, or one with a Retry-After", async () => {
    const later = new GatewayError("VENDOR_UNAVAILABLE", "north responded with 503", { retryAfter: START + 1000 });
    for (const error of [wrong, later, new GatewayError("VENDOR_RATE_LIMITED", "north responded with 429")]) {
      const once = failing(error);
      await expect(policy().run(READ, once.attempt)).rejects.toBe(error);
      expect(once.count()).toBe(1);
    }
  });

  it("opens the breaker after failures in a row, with the time of the next try", async () => {
    const made = policy({ retries: 0, breakAfter: 3 });
    const many = failing(down, down, down);
    for (let call = 0; call < 3; call += 1) await expect(made.run(READ, many.attempt)).rejects.toBe(down);
    expect(made.isBroken()).toBe(true);
    await expect(made.run(READ, many.attempt)).rejects.toMatchObject({
      code: "VENDOR_UNAVAILABLE",
      retryAfter: START + 40,
    });
    expect(many.count()).toBe(3);
  });

  it("does not open the breaker for rejected or aborted calls", async () => {
    const made = policy({ retries: 0, breakAfter: 2 });
    const givenUp = new GivenUp();
    const many = failing(wrong, wrong, wrong, givenUp, givenUp, givenUp);
    for (let call = 0; call < 6; call += 1) await expect(made.run(READ, many.attempt)).rejects.toThrow();
    expect(await made.run(READ, many.attempt)).toBe("answer");
    expect(made.isBroken()).toBe(false);
  });

  it("closes again after one probe that succeeds", async () => {
    const made = policy({ retries: 0, breakAfter: 1, breakMs: 1 }, Date.now);
    const many = failing(down);
    await expect(made.run(READ, many.attempt)).rejects.toBe(down);
    await expect.poll(() => made.run(READ, many.attempt).catch(() => null), { interval: 1 }).toBe("answer");
    expect(made.isBroken()).toBe(false);
  });

  it("makes no more calls at a time than it may", async () => {
    const made = policy({ connections: 3 });
    let running = 0;
    let most = 0;
    const attempt = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => made.run(READ, attempt)));
    expect(most).toBe(3);
  });

  it("makes a call wait for the quota, and does not count that as a failure", async () => {
    const made = policy({ quota: { requests: 2, perMs: 1000 }, breakAfter: 1 });
    const many = failing();
    await made.run(READ, many.attempt);
    const leaving = new AbortController();
    const waiting = made.run({ ...READ, signal: leaving.signal }, many.attempt).catch((error: unknown) => error);
    leaving.abort();
    expect(await waiting).toMatchObject({ code: "VENDOR_RATE_LIMITED", isOwnRestraint: true });
    expect(many.count()).toBe(1);
    expect(made.isBroken()).toBe(false);
  });

  it("does not break over refusals for the rate: the quota closes instead", async () => {
    const made = policy({ retries: 0, breakAfter: 1 });
    const limited = new GatewayError("VENDOR_RATE_LIMITED", "north responded with 429", { retryAfter: START + 60_000 });
    await expect(made.run(READ, failing(limited).attempt)).rejects.toBe(limited);
    expect(made.isBroken()).toBe(false);
    expect(made.quota.current()).toEqual({ remaining: 0, resetsAt: START + 60_000 });
  });

  it("sends nothing before the vendor's Retry-After", async () => {
    let now = START;
    const made = policy({}, () => now);
    const limited = new GatewayError("VENDOR_RATE_LIMITED", "north responded with 429", { retryAfter: START + 60_000 });
    const many = failing(limited);
    await expect(made.run(READ, many.attempt)).rejects.toBe(limited);
    now = START + 58_999;
    await expect(made.run(READ, many.attempt)).rejects.toMatchObject({ retryAfter: START + 60_000 });
    expect(many.count()).toBe(1);
    now = START + 60_000;
    expect(await made.run(READ, many.attempt)).toBe("answer");
  });
});
