import { afterEach, describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { openSized } from "../support/simulate.js";
import { mostAMinute, type Tenant } from "../support/tenant.js";

const OPEN = 2000;
const MINUTE = 60_000;
/** The quota is 300 a minute, of which the background takes nine tenths; and a tenth more time. */
const KNOWN_AFTER_MS = (OPEN / 270) * 1.1 * MINUTE;

/** Vendors whose callbacks a gateway finds by itself; those of the others are found by events. */
const found = ADAPTERS.filter((definition) => definition.createFake(() => 0, { count: 0 }).webhook?.due === undefined);

describe.each(found)("$vendor with 2,000 open callbacks, under its quota", ({ vendor }) => {
  let tenant: Tenant;
  afterEach(async () => {
    await tenant.close();
  });

  it("is read completely in the time of its quota, without a rejected request", { timeout: 300_000 }, async () => {
    [tenant] = await openSized({ vendor, open: OPEN });
    const { time } = tenant;
    const isKnown = (): boolean => tenant.state().keys > 0 && tenant.state().neverRequestedKeys === 0;
    while (!isKnown() && time.timer.now() < KNOWN_AFTER_MS) await time.pass(5000);
    await time.pass(5000);
    expect(await tenant.store.readOpenTargets("north")).toHaveLength(OPEN);
    expect(isKnown()).toBe(true);
    expect(tenant.fake.refusals()).toBe(0);
    expect(mostAMinute(tenant.requests)).toBeLessThanOrEqual(300);
    expect(tenant.refresher.health("north")).toMatchObject({ state: "UP", lastError: null });
  });
});
