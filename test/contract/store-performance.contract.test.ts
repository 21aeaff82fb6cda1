import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findZone } from "../../src/domain/time/zone.js";
import { intervalStarts, type Interval } from "../../src/domain/time/intervals.js";
import { quantileOf } from "../../src/domain/performance/waits.js";
import type { Observation } from "../../src/domain/change/observation.js";
import type { CallbackFilter, StoredCallback } from "../../src/domain/query.js";
import type { PerformanceCell, PerformanceRequest } from "../../src/domain/performance/performance-query.js";
import type { Store } from "../../src/stores/store.js";
import { anObservation } from "../support/observations.js";
import { reportedStatus } from "../../src/domain/status.js";
import { MINUTE, NOON, sampleCallbacks, toObservations } from "../support/timed-world.js";
import { undoFrom } from "./downgrade.js";
import { STORES, type StorePlace } from "./stores.js";

const COUNT = 60;
const LATER = NOON + 200 * MINUTE;
/** Matches every callback, and is none of the parts that figures are split by: the callbacks are counted themselves. */
const EXACTLY: CallbackFilter = { isPresentAtVendor: true };

interface Expected {
  opened: number;
  ended: number;
  completed: number;
  promiseKept: number;
  waits: number[];
}

describe.each(STORES)("figures over a period, of the $name store,", (engine) => {
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

  /** Records in batches, the later responses first. */
  const record = async (source: string, observations: readonly Observation[]): Promise<void> => {
    const responses = new Map<number, Observation[]>();
    for (const one of observations) {
      const response = Math.floor(one.observedAt / MINUTE);
      responses.set(response, [...(responses.get(response) ?? []), one]);
    }
    for (const [, batch] of [...responses].toSorted(([a], [b]) => b - a)) {
      await store.record({ source, observations: batch, quarantined: [], answered: null, now: NOON + 60 * MINUTE });
    }
  };
  const recordWorld = async (): Promise<void> => {
    for (const [index, source] of ["north", "south"].entries()) {
      await record(source, toObservations(sampleCallbacks(COUNT, 5 + index), source));
    }
    await store.elapse(LATER, 1000);
  };
  const allRows = async (): Promise<readonly StoredCallback[]> => {
    const orderBy = { field: "CREATED_AT", direction: "ASC" } as const;
    const slice = { size: 1000, from: "start", after: null, before: null } as const;
    return (await store.list({ filter: {}, orderBy, slice, now: LATER })).rows;
  };
  const boundsOf = (interval: Interval, timeZone: string): number[] => {
    const zone = findZone(timeZone);
    if (zone === null) throw new Error(`no zone ${timeZone}`);
    const range = { from: NOON - 50 * 60 * MINUTE, until: NOON + 50 * 60 * MINUTE };
    const [, ...starts] = intervalStarts(range, interval, zone, 10_000);
    return [range.from, ...starts, range.until];
  };
  const request = (fields: Partial<PerformanceRequest> = {}): PerformanceRequest => ({
    filter: {},
    groupBy: [],
    bounds: boundsOf("HOUR", "Europe/Berlin"),
    hasWaits: true,
    now: LATER,
    ...fields,
  });
  const sorted = (cells: readonly PerformanceCell[]): unknown[] =>
    cells
      .map((cell) => ({
        ...cell,
        waits: [...cell.waits].filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b),
      }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

  const GROUPS: readonly PerformanceRequest["groupBy"][] = [
    [],
    ["SOURCE"],
    ["QUEUE"],
    ["AGENT"],
    ["SOURCE", "QUEUE", "AGENT"],
  ];
  const FILTERS: readonly CallbackFilter[] = [
    {},
    { sources: ["south"] },
    { sources: [] },
    { configuredSources: ["north"] },
    { queues: [{ source: "south", kind: "QUEUE", vendorId: "q2" }] },
    { queues: [] },
    { agents: [{ source: "north", agentId: "a1" }] },
    {
      queues: ["north", "south"].map((source) => ({ source, kind: "QUEUE", vendorId: "q1" })),
      agents: [{ source: "south", agentId: "a2" }],
    },
  ];

  it("are the same from the stored figures and by counting the callbacks, for every interval, group and filter", async () => {
    await recordWorld();
    for (const [interval, timeZone] of [
      ["QUARTER_HOUR", "UTC"],
      ["HOUR", "Asia/Kolkata"],
      ["DAY", "America/New_York"],
      ["WEEK", "Pacific/Chatham"],
    ] as const) {
      const bounds = boundsOf(interval, timeZone);
      for (const groupBy of GROUPS) {
        for (const filter of FILTERS) {
          const stored = await store.performance(request({ bounds, groupBy, filter }));
          const counted = await store.performance(request({ bounds, groupBy, filter: { ...filter, ...EXACTLY } }));
          expect([interval, groupBy, filter, sorted(stored)]).toEqual([interval, groupBy, filter, sorted(counted)]);
        }
      }
    }
  });

  it("count each callback once when it was opened and once when it ended, and sum up to the total", async () => {
    await recordWorld();
    const rows = await allRows();
    expect(rows).toHaveLength(2 * COUNT);
    const bounds = [NOON - 50 * 60 * MINUTE, NOON + 50 * 60 * MINUTE];
    const [total] = await store.performance(request({ bounds }));
    const ended = rows.filter(({ publishedStatus }) =>
      ["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"].includes(publishedStatus),
    );
    expect(total?.counts).toMatchObject({
      opened: rows.length,
      ended: ended.length,
      completed: ended.filter(({ publishedStatus }) => publishedStatus === "COMPLETED").length,
      unknown: ended.filter(({ publishedStatus }) => publishedStatus === "ENDED").length,
      completedAtFirstAttempt: ended.filter(
        ({ publishedStatus, callback }) => publishedStatus === "COMPLETED" && callback.attemptCount === 1,
      ).length,
    });
    const { promiseKept = 0, promiseBroken = 0, promiseNone = 0, promiseUnknown = 0 } = total?.counts ?? {};
    expect(promiseKept + promiseBroken + promiseNone + promiseUnknown).toBe(ended.length);
    expect(Math.min(promiseKept, promiseBroken, promiseNone, promiseUnknown)).toBeGreaterThan(0);
    const sum: Expected = { opened: 0, ended: 0, completed: 0, promiseKept: 0, waits: [] };
    for (const cell of await store.performance(request({ groupBy: ["SOURCE", "QUEUE", "AGENT"] }))) {
      sum.opened += cell.counts.opened;
      sum.ended += cell.counts.ended;
      sum.completed += cell.counts.completed;
      sum.promiseKept += cell.counts.promiseKept;
      for (const [, count] of cell.waits) sum.waits.push(count);
    }
    expect(sum).toMatchObject({ opened: rows.length, ended: ended.length, promiseKept });
    expect(sum.waits.reduce((a, b) => a + b, 0)).toBe([...(total?.waits.values() ?? [])].reduce((a, b) => a + b, 0));
    expect(quantileOf(total?.waits ?? new Map(), 0.5)).toBeGreaterThan(0);
  });

  it("follow the settings of promises, and callbacks that are opened again", async () => {
    await recordWorld();
    const promises = new Map(["north", "south"].map((source) => [source, { graceMs: 1, asapMs: 1 }]));
    await store.applyPromises(promises);
    const bounds = boundsOf("DAY", "UTC");
    const compare = async (): Promise<void> => {
      const stored = await store.performance(request({ bounds, groupBy: ["QUEUE"] }));
      const counted = await store.performance(request({ bounds, groupBy: ["QUEUE"], filter: EXACTLY }));
      expect(sorted(stored)).toEqual(sorted(counted));
    };
    await compare();
    // Every callback is observed again, with another state.
    const again = toObservations(sampleCallbacks(COUNT, 9), "north");
    await record(
      "north",
      again.map((one) => ({
        ...one,
        observedAt: one.observedAt + 90 * MINUTE,
        requestNumber: one.requestNumber + 90 * MINUTE,
      })),
    );
    await compare();
  });

  it("count a callback whose ids and numbers are larger than an engine's keys and integers", async () => {
    // Without repetition, which an engine would compress.
    const id = Array.from({ length: 1000 }, (_, index) => `${index * 7919}`).join("-");
    const observation = anObservation(NOON, {
      ...reportedStatus("COMPLETED", "D"),
      createdAt: NOON,
      attemptCount: 1e300,
      queue: { kind: "QUEUE", vendorId: id },
      assignment: { agentId: id, type: "UNKNOWN", exclusive: null, assignedAt: null },
    });
    await record("north", [observation]);
    for (const filter of [{}, EXACTLY]) {
      const [cell] = await store.performance(request({ filter, groupBy: ["QUEUE", "AGENT"], bounds: [NOON, LATER] }));
      expect(cell?.counts).toMatchObject({ opened: 1, ended: 1, withAttempts: 0 });
      expect(cell?.agent?.agentId).toBe(id.slice(0, 500));
    }
  });

  it("of a store of an earlier version are counted by the update", async () => {
    await recordWorld();
    const before = sorted(await store.performance(request({ groupBy: ["SOURCE", "QUEUE", "AGENT"] })));
    await store.close();
    await where.run(undoFrom("0022-performance", engine));
    store = await where.open();
    expect(sorted(await store.performance(request({ groupBy: ["SOURCE", "QUEUE", "AGENT"] })))).toEqual(before);
  });

  it("of a store with quarters of an hour only are summed up by the update, without the callbacks", async () => {
    await recordWorld();
    const DAYS = 24 * 60 * MINUTE;
    const periods = [boundsOf("DAY", "Europe/Berlin"), [NOON - 20 * DAYS, NOON + 20 * DAYS]];
    const read = async (): Promise<unknown> => {
      const groups: unknown[] = [];
      for (const bounds of periods) {
        for (const groupBy of GROUPS) groups.push(sorted(await store.performance(request({ bounds, groupBy }))));
      }
      return groups;
    };
    const before = await read();
    await store.close();
    await where.run([...undoFrom("0028-performance-cells", engine), "delete from callbacks"]);
    store = await where.open();
    expect(await read()).toEqual(before);
    const later = anObservation(NOON, { createdAt: NOON });
    await record("north", [later]);
    const [total] = await store.performance(request({ bounds: [NOON - 20 * DAYS, NOON + 20 * DAYS] }));
    expect(total?.counts.opened).toBe(2 * COUNT + 1);
  });
});
