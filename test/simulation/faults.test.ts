import { afterEach, describe, expect, it } from "vitest";
import { mostAMinute, openTenant, type Tenant, type TenantOptions } from "../support/tenant.js";
import { definitionOf, populate, TOUCH, watchingNumbers } from "../support/tenant-sizes.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NUMBERS = 400;

let tenant: Tenant;
afterEach(async () => {
  await tenant.close();
});

async function openWebex(options: Partial<TenantOptions> = {}): Promise<Tenant> {
  tenant = await openTenant({
    definition: definitionOf("WEBEX"),
    touch: TOUCH["WEBEX"] ?? ((record) => record),
    populate: (fake, now) => void populate(fake, now, NUMBERS),
    settings: (own) => watchingNumbers("WEBEX", own, NUMBERS),
    ...options,
  });
  return tenant;
}

async function passUntil(isDone: () => boolean, limitMs = 60 * MINUTE): Promise<void> {
  const until = tenant.time.timer.now() + limitMs;
  while (!isDone()) {
    if (tenant.time.timer.now() > until) throw new Error("it does not come to that");
    await tenant.time.pass(SECOND);
  }
}

const isSynced = (): boolean => tenant.state().keys >= NUMBERS && tenant.state().neverRequestedKeys === 0;

/** The most requests in any second. */
function mostASecond(requests: readonly number[], from: number): number {
  const times = requests.filter((at) => at >= from);
  return Math.max(...times.map((at) => times.filter((other) => other > at - SECOND && other <= at).length));
}

describe("the schedule of the background sync", () => {
  it("continues after kill -9 and polls nothing twice that it had saved", async () => {
    await openWebex();
    await passUntil(() => tenant.state().neverRequestedKeys <= NUMBERS / 2 && tenant.state().keys >= NUMBERS);
    const before = tenant.requests.length;
    await tenant.kill();
    await tenant.start();
    // The last second was not saved yet.
    expect(tenant.state().neverRequestedKeys).toBeLessThanOrEqual(NUMBERS / 2 + 10);
    await passUntil(isSynced);
    const hotAgain = 20;
    expect(tenant.requests.length - before).toBeLessThanOrEqual(NUMBERS / 2 + 10 + hotAgain);
    expect(mostAMinute(tenant.requests)).toBeLessThanOrEqual(300);
  });

  it("passes to another gateway with the lease", async () => {
    await openWebex();
    await passUntil(isSynced);
    await tenant.time.pass(MINUTE);
    const requests = tenant.requests.length;
    await tenant.end();
    await tenant.time.pass(2 * SECOND);
    await tenant.start();
    expect(tenant.state()).toMatchObject({ neverRequestedKeys: 0, overdueKeys: 0 });
    await tenant.time.pass(10 * SECOND);
    // It is not begun anew: in ten seconds no more is requested than its pace allows.
    expect(tenant.requests.length - requests).toBeLessThanOrEqual(50);
    expect((await tenant.report()).freshness).toBe("FRESH");
  });

  it("probes a vendor that is down, does not burst when it returns, and catches up", async () => {
    await openWebex();
    await passUntil(isSynced);
    tenant.fake.fault = { kind: "status", status: 503 };
    const [downAt, before] = [tenant.time.timer.now(), tenant.requests.length];
    await tenant.time.pass(10 * MINUTE);
    const probes = tenant.requests.length - before;
    expect(probes).toBeLessThanOrEqual(75);
    expect(probes).toBeGreaterThanOrEqual(15);
    expect(tenant.refresher.health("north").state).toBe("DOWN");
    expect(await tenant.report()).toMatchObject({ freshness: "UNAVAILABLE", error: { code: "VENDOR_UNAVAILABLE" } });
    tenant.fake.fault = null;
    const returnsAt = tenant.time.timer.now();
    await passUntil(() => tenant.state().overdueKeys === 0, 15 * MINUTE);
    expect(mostASecond(tenant.requests, downAt)).toBeLessThanOrEqual(8);
    expect(mostAMinute(tenant.requests, downAt)).toBeLessThanOrEqual(300);
    expect(tenant.time.timer.now() - returnsAt).toBeLessThanOrEqual(8 * MINUTE);
    await tenant.time.pass(MINUTE);
    expect(tenant.refresher.health("north").state).toBe("UP");
    expect((await tenant.report()).freshness).toBe("FRESH");
  });

  it("keeps to a quota that the vendor's headers lower, and to its schedule, stretched", async () => {
    let isLow = false;
    let used = 0;
    let window = 0;
    const perMinute = 60;
    await openWebex({
      headers() {
        if (!isLow) return {};
        const now = tenant.time.timer.now();
        const into = now % MINUTE;
        used = now - into === window ? used + 1 : 1;
        window = now - into;
        return {
          "ratelimit-remaining": String(Math.max(0, perMinute - used)),
          "ratelimit-reset": String(Math.ceil((MINUTE - into) / SECOND)),
        };
      },
    });
    await passUntil(isSynced);
    isLow = true;
    await tenant.time.pass(2 * MINUTE);
    const from = tenant.time.timer.now();
    await tenant.time.pass(20 * MINUTE);
    expect(mostAMinute(tenant.requests, from + MINUTE)).toBeLessThanOrEqual(perMinute + 5);
    const state = tenant.state();
    expect(state.neverRequestedKeys).toBe(0);
    expect(state.dueSoonDelayMs).toBeGreaterThan(15_000);
    expect(state.overdueKeys).toBeLessThanOrEqual(NUMBERS / 20);
    expect(tenant.fake.refusals()).toBe(0);
  });

  it("is FRESH though a quarter of the requests fail, and retries the failed keys alone", async () => {
    await openWebex();
    await passUntil(isSynced);
    let count = 0;
    tenant.fake.fault = {
      kind: "status",
      status: 503,
      match: () => {
        count += 1;
        return count % 4 === 0;
      },
    };
    await tenant.time.pass(2 * MINUTE);
    let fresh = 0;
    for (let sample = 0; sample < 60; sample += 1) {
      await tenant.time.pass(5 * SECOND);
      if ((await tenant.report()).freshness === "FRESH") fresh += 1;
    }
    expect(fresh).toBeGreaterThanOrEqual(45);
  });

  it("reports a key that the vendor rejects and polls the others", async () => {
    await openWebex();
    tenant.fake.fault = { kind: "status", status: 400, match: ({ path }) => path.includes("%2B14155550007") };
    await passUntil(isSynced);
    await tenant.time.pass(MINUTE);
    expect(await tenant.report()).toMatchObject({ freshness: "FRESH", reason: `refused keys: 1 of ${NUMBERS}` });
    expect(tenant.refresher.health("north").state).toBe("UP");
  });

  it("is not confused by a wall clock that steps", async () => {
    await openWebex();
    await passUntil(isSynced);
    for (const step of [-10 * MINUTE, 86_400_000, -86_400_000 * 3]) {
      tenant.time.step(step);
      const before = tenant.requests.length;
      await tenant.time.pass(MINUTE);
      expect(tenant.requests.length - before).toBeGreaterThan(200);
      const report = await tenant.report();
      expect(report.freshness).toBe("FRESH");
    }
  });
});
