import { describe, expect, it } from "vitest";
import { createRandom } from "../fake/random.js";
import { createVirtualTime, type VirtualTime } from "../../../test/support/virtual-time.js";
import type { QuotaSettings, RequestPriority } from "../../domain/vendor/quota.js";
import { createQuota, type Quota } from "./quota.js";

const START = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;
const NEVER = new AbortController().signal;
const PER_MINUTE: QuotaSettings = { requests: 300, perMs: MINUTE };

function open(settings: QuotaSettings | null = PER_MINUTE, options: Partial<Parameters<typeof createQuota>[0]> = {}) {
  const time = createVirtualTime(START);
  const bounds = { backgroundShare: 0.9, maxRetryAfterMs: 15 * MINUTE };
  const quota = createQuota({ source: "north", settings, clock: time.clock, timer: time.timer, ...bounds, ...options });
  return { time, quota };
}

/** Sends requests of one priority, one after another, and notes when each was granted. */
function ask(quota: Quota, time: VirtualTime, priority: RequestPriority, count: number): number[] {
  const granted: number[] = [];
  const next = async (): Promise<void> => {
    for (let sent = 0; sent < count; sent += 1) {
      await quota.acquire(priority, NEVER);
      granted.push(time.timer.now());
    }
  };
  void next();
  return granted;
}

/** The most grants in any window of this length. */
function mostWithin(granted: readonly number[], windowMs: number): number {
  const times = granted.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? 0) <= at - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

describe("the quota of a source", () => {
  it.each([
    [1, 1000],
    [5, 1000],
    [10, MINUTE],
    [50, MINUTE],
    [300, MINUTE],
    [20, 1000],
    [1000, 3_600_000],
  ])("grants no more than %i in any window of %i ms, to any callers at any time", async (requests, perMs) => {
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed);
      const { time, quota } = open({ requests, perMs });
      const granted: number[][] = [];
      for (let turn = 0; turn < 12; turn += 1) {
        const priority = random.pick(["interactive", "prompt", "background"] as const);
        granted.push(ask(quota, time, priority, random.int(1, Math.ceil(requests / 3))));
        await time.pass(random.int(0, Math.ceil(perMs / 4)));
      }
      await time.pass(perMs * 3);
      expect(mostWithin(granted.flat(), perMs)).toBeLessThanOrEqual(requests);
      expect(granted.flat().length).toBeGreaterThan(0);
    }
  });

  it("paces the background evenly at its share, with no burst at the start", async () => {
    const { time, quota } = open();
    const granted = ask(quota, time, "background", 1000);
    await time.pass(MINUTE);
    expect(granted.length).toBeGreaterThanOrEqual(268);
    expect(granted.length).toBeLessThanOrEqual(271);
    expect(mostWithin(granted, 1000)).toBeLessThanOrEqual(5);
    expect(quota.usage().allowedPerMinute).toBe(300);
    expect(granted.length - quota.usage().usedPerMinute).toBeLessThanOrEqual(5);
    expect(quota.usage().backgroundPerMinute).toBeCloseTo(270);
  });

  it("serves clients at once beside a busy background, and gives the background no more than 70 % then", async () => {
    const { time, quota } = open();
    const background = ask(quota, time, "background", 10_000);
    await time.pass(MINUTE);
    const before = background.length;
    for (let second = 0; second < 60; second += 1) {
      const client = ask(quota, time, "interactive", 1);
      await time.settle();
      expect(client).toEqual([time.timer.now()]);
      await time.pass(1000);
    }
    expect(background.length - before).toBeLessThanOrEqual(211);
    expect(background.length - before).toBeGreaterThan(190);
    expect(quota.usage().backgroundPerMinute).toBeCloseTo(210);
  });

  it("leaves the background a fifth, however much clients request", async () => {
    const { time, quota } = open();
    const clients = ask(quota, time, "interactive", 10_000);
    const background = ask(quota, time, "background", 10_000);
    await time.pass(2 * MINUTE);
    expect(background.length).toBeGreaterThanOrEqual(105);
    expect(background.length).toBeLessThanOrEqual(125);
    expect(clients.length).toBeGreaterThan(400);
    expect(mostWithin([...clients, ...background], MINUTE)).toBeLessThanOrEqual(300);
  });

  it("serves change hints from half of the burst, ahead of the background", async () => {
    const { time, quota } = open();
    ask(quota, time, "background", 10_000);
    await time.pass(10_000);
    const hints = ask(quota, time, "prompt", 12);
    await time.settle();
    expect(hints).toHaveLength(12);
  });

  it("gives a reserved turn back that was not used", async () => {
    const { time, quota } = open({ requests: 1, perMs: MINUTE });
    const permit = await quota.reserve(NEVER);
    permit.release();
    permit.release();
    expect(permit.use()).toBe(false);
    const client = ask(quota, time, "interactive", 2);
    await time.settle();
    expect(client).toHaveLength(1);
  });

  it("ends only the wait of the call that is aborted", async () => {
    const { time, quota } = open({ requests: 1, perMs: MINUTE });
    await quota.acquire("interactive", NEVER);
    const leaving = new AbortController();
    const ended = quota.acquire("interactive", leaving.signal).catch((error: unknown) => error);
    const other = ask(quota, time, "interactive", 1);
    await time.pass(1000);
    leaving.abort();
    expect(await ended).toMatchObject({ code: "VENDOR_RATE_LIMITED", isOwnRestraint: true });
    await time.pass(MINUTE);
    expect(other).toHaveLength(1);
  });

  it.each([
    ["a day", 86_400_000],
    ["a year", 31_536_000_000],
    ["a number that no clock holds", 1e18],
  ])("honours a Retry-After of %s for 15 minutes, then sends a request", async (_, forMs) => {
    for (const refuse of [
      (quota: Quota) => quota.exhausted(START + forMs),
      (quota: Quota) => quota.corrected(0, START + forMs),
    ]) {
      const { time, quota } = open();
      refuse(quota);
      expect(quota.current()).toEqual({ remaining: 0, resetsAt: START + 15 * MINUTE });
      const early = await quota.acquire("interactive", NEVER, 10_000).catch((error: unknown) => error);
      expect(early).toMatchObject({ code: "VENDOR_RATE_LIMITED", retryAfter: START + 15 * MINUTE });
      const granted = ask(quota, time, "background", 5);
      await time.pass(15 * MINUTE - 1);
      expect(granted).toEqual([]);
      await time.pass(10_000);
      expect(granted).toHaveLength(5);
      expect(mostWithin(granted, 1000)).toBeLessThanOrEqual(4);
    }
  });

  it("slows down to what the vendor's headers allow, and recovers when their window ends", async () => {
    const { time, quota } = open();
    quota.corrected(30, START + MINUTE);
    const granted = ask(quota, time, "background", 10_000);
    expect(quota.usage().allowedPerMinute).toBe(30);
    await time.pass(MINUTE);
    expect(granted.length).toBeLessThanOrEqual(30);
    expect(granted.length).toBeGreaterThan(20);
    await time.pass(MINUTE);
    expect(granted.length).toBeGreaterThan(250);
  });

  it("does not slow down for headers that allow the current rate", async () => {
    const { time, quota } = open();
    quota.corrected(250, START + 10_000);
    expect(quota.usage().allowedPerMinute).toBe(300);
    const clients = ask(quota, time, "interactive", 30);
    await time.settle();
    expect(clients).toHaveLength(30);
  });

  it("delays no request without a quota, until the vendor sends 429", async () => {
    const { time, quota } = open(null);
    expect(quota.usage()).toMatchObject({ allowedPerMinute: null, backgroundPerMinute: Number.POSITIVE_INFINITY });
    const granted = ask(quota, time, "background", 1000);
    await time.settle();
    expect(granted).toHaveLength(1000);
    quota.exhausted(START + 5000);
    const later = ask(quota, time, "interactive", 1);
    await time.pass(4999);
    expect(later).toHaveLength(0);
    await time.pass(1);
    expect(later).toHaveLength(1);
  });

  it("is not confused by a wall clock that steps", async () => {
    const { time, quota } = open();
    const granted = ask(quota, time, "background", 10_000);
    await time.pass(10_000);
    time.step(-600_000);
    await time.pass(10_000);
    time.step(86_400_000);
    await time.pass(10_000);
    expect(granted.length).toBeGreaterThan(130);
    expect(mostWithin(granted, 1000)).toBeLessThanOrEqual(5);
  });
});
