import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  statisticsKey,
  type CallbackFilter,
  type StatisticsDimension,
  type StatisticsGroup,
  type StoredCallback,
} from "../../src/domain/query.js";
import { earliest } from "../../src/domain/time/instant.js";
import { statusOf } from "../../src/domain/ending.js";
import type { Store } from "../../src/stores/store.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { anObservation } from "../support/observations.js";
import { COUNT, HOUR, NOON, recordMixed } from "./mixed-callbacks.js";
import { STORES, type StorePlace } from "./stores.js";

const now = NOON + 3 * HOUR;

/** Adds groups up to those of fewer dimensions. Without a dimension there is one, also of nothing. */
function sumBy(groups: readonly StatisticsGroup[], dimensions: readonly StatisticsDimension[]): StatisticsGroup[] {
  const has = (dimension: StatisticsDimension): boolean => dimensions.includes(dimension);
  const sums = new Map<string, StatisticsGroup>();
  const none = { source: null, vendor: null, status: null, queue: null, agent: null, bucketStart: null };
  const zero = { ...none, count: 0, waitingCount: 0, overdueCount: 0, oldestWaitingSince: null };
  if (dimensions.length === 0) sums.set(statisticsKey(zero), zero);
  for (const given of groups) {
    const group = {
      ...given,
      source: has("SOURCE") ? given.source : null,
      vendor: has("VENDOR") ? given.vendor : null,
      status: has("STATUS") ? given.status : null,
      queue: has("QUEUE") ? given.queue : null,
      agent: null,
    };
    const key = statisticsKey(group);
    const sum = sums.get(key) ?? { ...group, count: 0, waitingCount: 0, overdueCount: 0, oldestWaitingSince: null };
    sums.set(key, {
      ...sum,
      count: sum.count + given.count,
      waitingCount: sum.waitingCount + given.waitingCount,
      overdueCount: sum.overdueCount + given.overdueCount,
      oldestWaitingSince: earliest(sum.oldestWaitingSince, given.oldestWaitingSince),
    });
  }
  return [...sums.values()];
}

function toSorted(groups: readonly StatisticsGroup[]): StatisticsGroup[] {
  return groups.toSorted((a, b) => (statisticsKey(a) < statisticsKey(b) ? -1 : 1));
}

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
  });

  const keys = ["SOURCE", "VENDOR", "STATUS", "QUEUE"] as const;
  const subsets = Array.from({ length: 2 ** keys.length }, (_, bits) => keys.filter((_key, bit) => bits & (1 << bit)));
  const filters: readonly CallbackFilter[] = [
    {},
    { sources: ["north"] },
    { sources: [] },
    { statuses: ["QUEUED", "RETRYING"] },
    { statuses: ["COMPLETED"] },
    { queues: [{ source: "south", kind: "SKILL", vendorId: "q1" }] },
    { configuredSources: ["south"] },
  ];
  it.each(filters)(
    "counts open callbacks of %o alike whatever it reads: by all dimensions, before and after times have passed",
    async (filter) => {
      let waiting = 0;
      for (const hours of [-2, 0, 1, 3, 9, 20]) {
        const ask = { filter: { ...filter, isOpen: true }, timeZone: "UTC", now: NOON + hours * HOUR };
        // An index of open callbacks has no agents: these are counted row by row.
        const single = await store.statistics({ ...ask, groupBy: [...keys, "AGENT"] });
        for (const groupBy of subsets) {
          const expected = sumBy(single, groupBy);
          expect(toSorted(await store.statistics({ ...ask, groupBy })), groupBy.join()).toEqual(toSorted(expected));
          waiting += expected.reduce((sum, group) => sum + group.waitingCount, 0);
        }
      }
      const isOfNone = filter.sources?.length === 0 || filter.statuses?.[0] === "COMPLETED";
      expect(waiting > 0).toBe(!isOfNone);
    },
  );

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

  it.each<[string, "DAY" | "HOUR", string, number, readonly string[], readonly string[]]>([
    [
      "a day whose midnight comes twice",
      "DAY",
      "America/Havana",
      1,
      ["2026-11-01T04:00Z", "2026-11-02T04:45Z"],
      ["2026-11-01T04:00Z"],
    ],
    [
      "a day whose midnight is skipped",
      "DAY",
      "America/Havana",
      2,
      ["2026-03-08T05:00Z", "2026-03-09T03:45Z"],
      ["2026-03-08T05:00Z"],
    ],
    [
      "a day whose last hour comes twice",
      "DAY",
      "Asia/Beirut",
      3,
      ["2026-10-23T21:00Z", "2026-10-24T21:45Z"],
      ["2026-10-23T21:00Z"],
    ],
    [
      "an hour that comes twice",
      "HOUR",
      "America/New_York",
      4,
      ["2026-11-01T05:00Z", "2026-11-01T06:45Z"],
      ["2026-11-01T05:00Z", "2026-11-01T06:00Z"],
    ],
    [
      "an hour of which a half comes twice",
      "HOUR",
      "Australia/Lord_Howe",
      5,
      ["2026-04-04T14:00Z", "2026-04-04T15:15Z"],
      ["2026-04-04T14:00Z"],
    ],
    [
      "an hour whose first half is skipped",
      "HOUR",
      "Australia/Lord_Howe",
      6,
      ["2026-10-03T14:30Z", "2026-10-03T15:45Z"],
      ["2026-10-03T14:30Z", "2026-10-03T15:30Z"],
    ],
    [
      "a day before 1970",
      "DAY",
      "America/Chicago",
      7,
      ["1969-12-31T06:00Z", "1970-01-01T05:45Z"],
      ["1969-12-31T06:00Z"],
    ],
  ])("puts %s together by what the clock shows", async (_, unit, timeZone, number, [from = "", until = ""], starts) => {
    const source = `slots-${number}`;
    const SLOT = 15 * 60_000;
    const times: number[] = [];
    for (let at = Date.parse(from); at <= Date.parse(until); at += SLOT) times.push(at, at + SLOT - 1);
    const observations = times.map((at, index) =>
      anObservation(NOON - HOUR, { source, vendorId: `${index}`, window: instantWindow(at, null, null) }),
    );
    await store.record({ source, observations, quarantined: [], answered: null, now: NOON });
    const groups = await store.statistics({ filter: { sources: [source] }, groupBy: [unit], timeZone, now });
    expect(groups.map(({ bucketStart }) => new Date(bucketStart ?? 0).toISOString())).toEqual(
      starts.map((start) => new Date(start).toISOString()),
    );
    expect(groups.reduce((total, { count }) => total + count, 0)).toBe(times.length);
  });
});
