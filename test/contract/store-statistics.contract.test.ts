import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredCallback } from "../../src/callback/query.js";
import { statusOf } from "../../src/callback/ending.js";
import type { Store } from "../../src/stores/store.js";
import { COUNT, HOUR, NOON, recordMixed } from "./mixed-callbacks.js";
import { STORES, type StorePlace } from "./stores.js";

const now = NOON + 3 * HOUR;

describe.each(STORES)("statistics of the $name store", (engine) => {
  let store: Store;
  let where: StorePlace;
  let all: readonly StoredCallback[];

  beforeAll(async () => {
    where = await engine.place();
    store = await where.open();
    all = await recordMixed(store);
  });
  afterAll(async () => {
    await store.close();
    await where.remove();
  });

  it("counts by every dimension, and no callback twice", async () => {
    const ask = { filter: {}, timeZone: "UTC", now };
    const sum = (groups: readonly { count: number }[]): number => groups.reduce((total, { count }) => total + count, 0);
    for (const dimension of ["VENDOR", "SOURCE", "STATUS", "QUEUE", "AGENT", "HOUR", "DAY"] as const) {
      expect(sum(await store.statistics({ ...ask, groupBy: [dimension] }))).toBe(COUNT);
    }
    const byStatus = await store.statistics({ ...ask, groupBy: ["STATUS", "SOURCE"] });
    for (const { status, source, count } of byStatus) {
      const expected = all.filter((row) => row.callback.source === source && statusOf(row, now) === status);
      expect(count).toBe(expected.length);
    }
    const byAgent = await store.statistics({ ...ask, groupBy: ["AGENT"] });
    expect(byAgent.filter(({ agent }) => agent === null).map(({ count }) => count)).toEqual([COUNT / 3]);
  });

  it("puts hours and days together by the clocks of the zone", async () => {
    const ask = { filter: {}, now };
    const days = await store.statistics({ ...ask, groupBy: ["DAY"], timeZone: "Asia/Kathmandu" });
    // Midnight in Kathmandu (UTC+5:45) is 18:15 the day before.
    expect(days.map(({ bucketStart }) => bucketStart)).toEqual([
      Date.UTC(2026, 4, 31, 18, 15),
      Date.UTC(2026, 5, 1, 18, 15),
      null,
    ]);
    const hours = await store.statistics({ ...ask, groupBy: ["HOUR"], timeZone: "Asia/Kathmandu" });
    expect(hours[0]?.bucketStart).toBe(Date.UTC(2026, 5, 1, 11, 15));
    expect(hours[0]?.oldestWindowStart).toBe(NOON);
  });

  it("counts as overdue what waits at the vendor and is past its window", async () => {
    const [total] = await store.statistics({ filter: {}, groupBy: [], timeZone: "UTC", now });
    const expected = all.filter((row) => {
      const { callback } = row;
      const due = callback.window?.end ?? callback.window?.start ?? Number.POSITIVE_INFINITY;
      return due < now && ["SCHEDULED", "QUEUED", "RETRYING"].includes(statusOf(row, now));
    });
    expect(total?.overdueCount).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
  });
});
