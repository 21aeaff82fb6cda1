import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/adapters/fake/random.js";
import { observationOf } from "../../src/domain/change/observation.js";
import { statisticsKey, type StatisticsGroup } from "../../src/domain/query.js";
import type { Store } from "../../src/stores/store.js";
import { stampOf } from "../support/observations.js";
import { undoFrom } from "./downgrade.js";
import { aMixedCallback, COUNT, HOUR, NOON, recordMixed } from "./mixed-callbacks.js";
import { STORES, type StorePlace } from "./stores.js";

const STEPS = 30;
const START = NOON - 10 * HOUR;

/** Groups without their agents. Statistics by agent are counted row by row, others of open callbacks are not. */
function withoutAgents(groups: readonly StatisticsGroup[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const key = statisticsKey({ ...group, agent: null });
    counts.set(key, (counts.get(key) ?? 0) + group.count);
  }
  return counts;
}

async function expectCountsOfRows(store: Store, now: number): Promise<number> {
  const request = { filter: { isOpen: true }, timeZone: "UTC", now };
  const keys = ["SOURCE", "VENDOR", "STATUS", "QUEUE"] as const;
  const rows = withoutAgents(await store.statistics({ ...request, groupBy: [...keys, "AGENT"] }));
  expect(withoutAgents(await store.statistics({ ...request, groupBy: keys }))).toEqual(rows);
  const orderBy = { field: "URGENCY", direction: "ASC" } as const;
  const slice = { size: 1, from: "start", after: null, before: null } as const;
  const { totalCount } = await store.list({ ...request, orderBy, slice, isCounted: true });
  expect(totalCount).toBe([...rows.values()].reduce((sum, count) => sum + count, 0));
  return totalCount ?? 0;
}

describe.each(STORES)("the counts of open callbacks in the $name store", (engine) => {
  let store: Store;
  let where: StorePlace;
  beforeAll(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterAll(async () => {
    await store.close();
    await where.remove();
  });

  it("equal the rows after each of many writes, in any order of statuses, queues and times", async () => {
    const random = createRandom(27);
    const pick = (count: number): number => Math.floor(random.next() * count);
    const totals = new Set<number>();
    for (let step = 0; step < STEPS; step += 1) {
      const now = START + step * (HOUR / 2);
      const source = pick(2);
      const indexes = new Set(Array.from({ length: 1 + pick(20) }, () => source + 2 * pick(COUNT / 2)));
      const observations = [...indexes].map((index) => {
        const { callback, ...seen } = aMixedCallback(index);
        const { status, statusBasis, vendorStatus, dueAt, lapsesAt, queue, window } = aMixedCallback(
          index + 2 * pick(60),
        ).callback;
        const changed = { ...callback, status, statusBasis, vendorStatus, dueAt, lapsesAt, queue, window };
        return observationOf({ ...seen, callback: changed }, stampOf(now));
      });
      const name = source === 0 ? "north" : "south";
      await store.record({ source: name, observations, quarantined: [], answered: null, now });
      if (step % 7 === 6) await store.elapse(now, pick(30));
      totals.add(await expectCountsOfRows(store, now + pick(3) * HOUR));
    }
    expect(totals.size).toBeGreaterThan(10);
  });

  it("are filled from the rows that an earlier version has stored", async () => {
    await recordMixed(store);
    const before = await expectCountsOfRows(store, NOON);
    await store.close();
    await where.run(undoFrom("0025-open-counts", engine));
    store = await where.open();
    expect(await expectCountsOfRows(store, NOON)).toBe(before);
    expect(before).toBeGreaterThan(0);
  });
});
