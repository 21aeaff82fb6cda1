import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Observation } from "../../src/domain/change/observation.js";
import { statusOf } from "../../src/domain/ending.js";
import { matchesTimes } from "../../src/domain/filter-times.js";
import {
  PROMISE_STATES,
  WAITING_STATUSES,
  type PromisesBySource,
  type PromiseState,
} from "../../src/domain/promise.js";
import type { CallbackFilter, CallbackOrder, StoredCallback } from "../../src/domain/query.js";
import type { Store } from "../../src/stores/store.js";
import { MINUTE, NOON, sampleCallbacks, timedCallback, toObservations } from "../support/timed-world.js";
import { STORES, type StorePlace } from "./stores.js";

const COUNT = 30;
const MOMENTS = [NOON - 40 * MINUTE, NOON, NOON + 31 * MINUTE, NOON + 200 * MINUTE];
const promises: PromisesBySource = new Map([["south", { graceMs: 5 * MINUTE, asapMs: 10 * MINUTE }]]);

describe.each(STORES)("the times of callbacks in the $name store", (engine) => {
  let store: Store;
  let where: StorePlace;
  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  const record = async (source: string, observations: readonly Observation[]): Promise<void> => {
    for (const one of observations) {
      await store.record({ source, observations: [one], quarantined: [], answered: null, now: NOON + 60 * MINUTE });
    }
  };
  const rowsBy = async (filter: CallbackFilter, orderBy: CallbackOrder, now: number): Promise<StoredCallback[]> => {
    const rows: StoredCallback[] = [];
    for (let after = null as Parameters<Store["list"]>[0]["slice"]["after"]; ;) {
      const page = await store.list({ filter, orderBy, slice: { size: 100, from: "start", after, before: null }, now });
      rows.push(...page.rows);
      if (!page.hasNextPage) return rows;
      throw new Error("one page holds all");
    }
  };
  const allRows = (): Promise<StoredCallback[]> => rowsBy({}, { field: "CREATED_AT", direction: "ASC" }, NOON);

  it("are filtered and counted as each callback shows them, at any moment", async () => {
    const callbacks = sampleCallbacks(COUNT, 7);
    for (const source of ["north", "south"]) await record(source, toObservations(callbacks, source));
    const states = Object.keys(PROMISE_STATES) as PromiseState[];
    const range = { from: NOON - 10 * MINUTE, until: NOON + 20 * MINUTE };
    const filters: CallbackFilter[] = [
      ...states.map((state) => ({ promises: [state] })),
      { isOverdue: true },
      { isOverdue: false },
      { isAssigned: true },
      { isAssigned: false },
      { isPresentAtVendor: true },
      { outcomes: ["BUSY"] },
      { outcomes: [] },
      { endedAt: range },
      { dueAt: range },
      { waitingSince: range },
      { waitingSince: { from: null, until: NOON } },
    ];
    for (const settings of [new Map(), promises]) {
      await store.applyPromises(settings);
      const all = await allRows();
      expect(all).toHaveLength(2 * COUNT);
      for (const now of MOMENTS) {
        const context = { now, promises: settings };
        for (const filter of filters) {
          const expected = all.filter((row) => matchesTimes(filter, row, [statusOf(row, now)], context));
          const found = await rowsBy(filter, { field: "CREATED_AT", direction: "ASC" }, now);
          // An ending by the clock is dated once it was published.
          if (filter.endedAt === undefined) {
            expect([filter, now - NOON, found.map(textOf).sort()]).toEqual([
              filter,
              now - NOON,
              expected.map(textOf).sort(),
            ]);
          }
        }
        const groups = await store.statistics({ filter: {}, groupBy: ["SOURCE"], timeZone: "UTC", now });
        const waiting = all.filter((row) => WAITING_STATUSES.includes(statusOf(row, now)));
        const sum = (field: "count" | "waitingCount" | "overdueCount"): number =>
          groups.reduce((total, group) => total + group[field], 0);
        expect(sum("count")).toBe(all.length);
        expect(sum("waitingCount")).toBe(waiting.length);
        expect(sum("overdueCount")).toBe((await rowsBy({ isOverdue: true }, byUrgency, now)).length);
      }
    }
    await store.elapse(NOON + 200 * MINUTE, 1000);
    const all = await allRows();
    const filter = { endedAt: range };
    const ended = all.filter((row) =>
      matchesTimes(filter, row, [statusOf(row, NOON + 200 * MINUTE)], { now: NOON + 200 * MINUTE, promises }),
    );
    expect((await rowsBy(filter, byUrgency, NOON + 200 * MINUTE)).map(textOf).sort()).toEqual(ended.map(textOf).sort());
    expect(ended.length).toBeGreaterThan(0);
  });

  it("order by urgency: waiting callbacks first, then by deadline, start and creation", async () => {
    const callbacks = sampleCallbacks(COUNT, 11);
    for (const source of ["north", "south"]) await record(source, toObservations(callbacks, source));
    await store.applyPromises(promises);
    const last = Number.POSITIVE_INFINITY;
    const keysOf = (row: StoredCallback): number[] => [
      WAITING_STATUSES.includes(row.publishedStatus) ? 0 : 1,
      row.promiseDueAt ?? last,
      row.callback.window?.start ?? last,
      row.callback.createdAt ?? last,
      row.rowId,
    ];
    const found = await rowsBy({}, byUrgency, NOON);
    const expected = found.toSorted((a, b) => {
      const [left, right] = [keysOf(a), keysOf(b)];
      const place = left.findIndex((key, index) => key !== right[index]);
      return (left[place] ?? 0) < (right[place] ?? 0) ? -1 : 1;
    });
    expect(found.map(textOf)).toEqual(expected.map(textOf));
    expect(new Set(found.map((row) => keysOf(row)[0])).size).toBe(2);
  });

  it("are the same for every order and repetition of the observations", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(timedCallback, { minLength: 3, maxLength: 6 }).chain((callbacks) => {
          const all = toObservations(callbacks, "");
          return fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }));
        }),
        fc.nat(),
        async ([inOrder, shuffled], run) => {
          const [one, other] = [`in-order-${run}`, `shuffled-${run}`];
          const of = (source: string, list: readonly Observation[]): Observation[] =>
            list.map((each) => ({ ...each, callback: { ...each.callback, source } }));
          await record(one, of(one, inOrder));
          await record(other, of(other, shuffled));
          for (const field of ["WAITING_SINCE", "ENDED_AT", "DUE_AT"] as const) {
            const idsOf = async (source: string): Promise<string[]> => {
              const rows = await rowsBy({ sources: [source] }, { field, direction: "ASC" }, NOON);
              return rows.map(({ callback }) => callback.vendorId).sort();
            };
            expect(await idsOf(other)).toEqual(await idsOf(one));
          }
          for (const state of Object.keys(PROMISE_STATES) as PromiseState[]) {
            const idsOf = async (source: string): Promise<string[]> => {
              const rows = await rowsBy({ sources: [source], promises: [state] }, byUrgency, NOON + 100 * MINUTE);
              return rows.map(({ callback }) => callback.vendorId).sort();
            };
            expect([state, await idsOf(other)]).toEqual([state, await idsOf(one)]);
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});

const byUrgency: CallbackOrder = { field: "URGENCY", direction: "ASC" };

function textOf({ callback }: StoredCallback): string {
  return `${callback.source} ${callback.vendorId}`;
}
