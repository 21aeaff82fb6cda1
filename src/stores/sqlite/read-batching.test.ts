import { afterEach, beforeEach, expect, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import type { CallbackFilter } from "../../domain/query.js";
import type { ListPage, Store } from "../store.js";
import { openSqliteStore } from "./sqlite.js";

let store: Store;

beforeEach(async () => {
  store = await openSqliteStore(":memory:");
  await record("1", "2", "3");
});
afterEach(() => store.close());

async function record(...vendorIds: readonly string[]): Promise<void> {
  const observations = vendorIds.map((vendorId) => anObservation(1, { vendorId, source: "north" }));
  await store.record({ source: "north", observations, quarantined: [], answered: null, now: 1 });
}

function list(filter: CallbackFilter, size = 50): Promise<ListPage> {
  const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
  const slice = { size, from: "start", after: null, before: null } as const;
  return store.list({ filter, orderBy, slice, now: 1, isCounted: true });
}

it("returns each of several concurrent lists by itself, and a failing one fails alone", async () => {
  const tooMany = Array.from({ length: 40_000 }, (_, index) => `source ${index}`);
  const asked = [list({}), list({ sources: tooMany }), list({}, 1), list({ sources: ["south"] })];
  const [all, failed, one, none] = await Promise.allSettled(asked);
  expect(all).toMatchObject({ value: { totalCount: 3, hasNextPage: false, lastPosition: 3 } });
  expect(failed).toMatchObject({ reason: { code: "STORE_UNAVAILABLE" } });
  expect(one).toMatchObject({ value: { rows: [{ rowId: 1 }], totalCount: 3, hasNextPage: true } });
  expect(none).toMatchObject({ value: { rows: [], totalCount: 0 } });
});

it("contains what was recorded before the list was requested, and does not block writers", async () => {
  const before = list({});
  await record("4");
  const after = list({});
  await record("5");
  const counts = (await Promise.all([before, after, list({})])).map(({ rows, totalCount }) => [
    rows.length,
    totalCount,
  ]);
  expect(counts[0]?.[0]).toBeGreaterThanOrEqual(3);
  expect(counts[1]?.[0]).toBeGreaterThanOrEqual(4);
  expect(counts[2]).toEqual([5, 5]);
  for (const [rows, total] of counts) expect(rows).toBe(total);
});

it("very many are read over several turns of the event loop, in their order", async () => {
  let turn = 0;
  const count = (): void => {
    turn += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const answered: number[] = [];
  const locks = new Set<number>();
  const all = Array.from({ length: 70 }, async (_, index) => {
    await list({}, index + 1);
    answered.push(index);
    locks.add(turn);
  });
  await Promise.all(all);
  clearImmediate(counting);
  expect(answered).toEqual([...all.keys()]);
  expect(locks.size).toBe(5);
});

it("fails waiting lists when the store is closed", async () => {
  const waiting = [list({}), store.logBounds()];
  await store.close();
  for (const one of await Promise.allSettled(waiting)) {
    expect(one).toMatchObject({ reason: { code: "STORE_UNAVAILABLE" } });
  }
});
