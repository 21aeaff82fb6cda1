import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_CUSTOMER, type Callback } from "../../src/domain/callback.js";
import { LAPSE_MS, statusOf } from "../../src/domain/ending.js";
import type { Observation } from "../../src/domain/change/observation.js";
import { isOverdue, promiseDueAt, DEFAULT_PROMISE, type PromisesBySource } from "../../src/domain/promise.js";
import type { CallbackFilter } from "../../src/domain/query.js";
import { derivedStatus, reportedStatus, type CallbackStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { Store } from "../../src/stores/store.js";
import { anObservation, stampOf } from "../support/observations.js";
import { LATEST_MIGRATION, undoFrom } from "./downgrade.js";
import { STORES, type StorePlace } from "./stores.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 5, 1, 12);
const END = START + HOUR;
const windowed = { window: instantWindow(START, END, null) };
const derived = { ...derivedStatus("SCHEDULED", { dueAt: START }), ...windowed };
/** In an order that does not matter. */
const texts = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;

/** Callbacks of every kind of end, by their ids. */
const CALLBACKS: Readonly<Record<string, Partial<Callback>>> = {
  derived: { ...derived, nextAttemptAt: START },
  endless: { ...derivedStatus("SCHEDULED", { dueAt: START }), window: instantWindow(START, null, null) },
  unknown: { ...reportedStatus("UNKNOWN", "frob"), ...windowed },
  timeless: derivedStatus("UNKNOWN"),
  reported: { ...reportedStatus("QUEUED", "Q"), ...windowed, nextAttemptAt: START },
  retrying: { ...reportedStatus("RETRYING", "R"), window: instantWindow(START, null, null) },
  asap: { ...reportedStatus("QUEUED", "Q"), timing: "ASAP", createdAt: START - HOUR },
  ended: { ...reportedStatus("ENDED", "9-FINAL"), ...windowed },
  done: { ...reportedStatus("COMPLETED", "C"), ...windowed },
};

describe.each(STORES)("the ends of callbacks in the $name store", (engine) => {
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

  const at = START - DAY;
  const observed = (source = "north", observedAt = at): Observation[] =>
    Object.entries(CALLBACKS).map(([vendorId, fields]) => anObservation(observedAt, { source, vendorId, ...fields }));
  const record = (observations: readonly Observation[], source = "north") =>
    store.record({ source, observations, quarantined: [], answered: null, now: at });
  const miss = (askedAt: number, source = "north", forgetsWhenDue = false) =>
    store.record({
      source,
      observations: [],
      quarantined: [],
      answered: { query: { by: "list" }, stamp: stampOf(askedAt) },
      forgetsWhenDue,
      now: askedAt,
    });
  const idsOf = async (filter: CallbackFilter, now: number): Promise<string[]> => {
    const slice = { size: 100, from: "start" as const, after: null, before: null };
    const { rows, totalCount } = await store.list({ filter, orderBy, slice, now, isCounted: true });
    expect(totalCount).toBe(rows.length);
    return rows.map(({ callback }) => callback.vendorId).toSorted();
  };

  it.each([false, true])("are shown by lists and counts at any moment, published or not: %s", async (isPublished) => {
    await record(observed());
    const open = ["asap", "reported", "retrying"];
    const expected: [number, string[], string[]][] = [
      [END - 1, [...open, "derived", "endless", "timeless", "unknown"], ["ended"]],
      [END, [...open, "endless", "timeless"], ["derived", "ended", "unknown"]],
      [at + LAPSE_MS, [...open, "endless"], ["derived", "ended", "timeless", "unknown"]],
      [START + LAPSE_MS, open, ["derived", "ended", "endless", "timeless", "unknown"]],
      [START + 400 * DAY, open, ["derived", "ended", "endless", "timeless", "unknown"]],
    ];
    for (const [now, isOpen, ended] of expected) {
      if (isPublished) await store.elapse(now, 100);
      expect(await idsOf({ isOpen: true }, now)).toEqual(isOpen.toSorted());
      expect(await idsOf({ isOpen: false }, now)).toEqual([...ended, "done"].toSorted());
      expect(await idsOf({ statuses: ["ENDED"] }, now)).toEqual(ended);
      const groups = await store.statistics({ filter: { isOpen: true }, groupBy: [], timeZone: "UTC", now });
      expect(groups.map(({ count }) => count)).toEqual([isOpen.length]);
      const byStatus = await store.statistics({ filter: {}, groupBy: ["STATUS"], timeZone: "UTC", now });
      expect(byStatus.find(({ status }) => status === "ENDED")?.count).toBe(ended.length);
    }
  });

  it("are published by the clock, each once, in batches of the requested size", async () => {
    await record(observed());
    const published: [string, CallbackStatus | null, CallbackStatus, number | null][] = [];
    for (const now of [START, END, START + LAPSE_MS]) {
      for (let size = 1; size > 0;) {
        const { changes } = await store.elapse(now, 2);
        size = changes.length;
        expect(size).toBeLessThanOrEqual(2);
        for (const { callback, previousStatus, status, occurredAt } of changes) {
          published.push([callback.callback.vendorId, previousStatus, status, occurredAt]);
        }
      }
    }
    expect(texts(published)).toEqual(
      texts([
        ["derived", "SCHEDULED", "QUEUED", START],
        ["endless", "SCHEDULED", "QUEUED", START],
        ["derived", "QUEUED", "ENDED", END],
        ["unknown", "UNKNOWN", "ENDED", END],
        ["timeless", "UNKNOWN", "ENDED", at + LAPSE_MS],
        ["endless", "QUEUED", "ENDED", START + LAPSE_MS],
      ]),
    );
    expect(await store.elapse(START + 400 * DAY, 100)).toEqual({ changes: [], nextAt: null });
    expect(await store.readOpenTargets("north")).toHaveLength(3);
  });

  it("are not undone by vendors that go on returning the same record, and are by what they report later", async () => {
    await record(observed());
    await store.elapse(START + LAPSE_MS, 100);
    for (const [index, now] of [START + LAPSE_MS + 1, START + LAPSE_MS + 2, START + LAPSE_MS + 3].entries()) {
      expect([index, await record(observed("north", now))]).toEqual([index, []]);
    }
    const later = START + LAPSE_MS + 4;
    const [change] = await record([
      anObservation(later, { vendorId: "unknown", ...reportedStatus("RETRYING", "R"), ...windowed }),
    ]);
    expect(change).toMatchObject({ kind: "STATUS_CHANGED", previousStatus: "ENDED", status: "RETRYING" });
    expect(await idsOf({ isOpen: true }, later)).toEqual(["asap", "reported", "retrying", "unknown"]);
  });

  it("come with the second absence, and leave all lists of open ones", async () => {
    await record(observed());
    expect(await miss(at + 1)).toEqual([]);
    const gone = await miss(at + 2);
    expect(gone.every(({ kind, changedFields }) => kind === "GONE" && changedFields[0] === "isPresentAtVendor")).toBe(
      true,
    );
    expect(texts(gone.map(({ callback, status }) => [callback.callback.vendorId, status]))).toEqual(
      texts(Object.keys(CALLBACKS).map((vendorId) => [vendorId, vendorId === "done" ? "COMPLETED" : "ENDED"])),
    );
    expect(await idsOf({ isOpen: true }, at + 2)).toEqual([]);
    expect(await idsOf({ statuses: ["ENDED"] }, at + 2)).toHaveLength(Object.keys(CALLBACKS).length - 1);
    // What has ended is called no more: it has no place in the order of calls.
    const slice = { size: 100, from: "start" as const, after: null, before: null };
    const byAttempt = { field: "NEXT_ATTEMPT_AT", direction: "ASC" } as const;
    const { rows } = await store.list({ filter: {}, orderBy: byAttempt, slice, now: at + 2 });
    expect(rows).toHaveLength(Object.keys(CALLBACKS).length);
    expect(await store.elapse(START + 400 * DAY, 100)).toEqual({ changes: [], nextAt: null });
    const back = await record(observed("north", at + 3));
    expect(back).toHaveLength(Object.keys(CALLBACKS).length);
    expect(await idsOf({ isOpen: true }, at + 3)).toHaveLength(Object.keys(CALLBACKS).length - 2);
  });

  it("wait for the window where the vendor forgets callbacks when they are due", async () => {
    await record(observed());
    await store.elapse(START, 100, new Set(["north"]));
    for (const now of [START + 1, START + 2]) await miss(now, "north", true);
    const rows = await store.find(
      ["derived", "endless", "timeless"].map((vendorId) => ({ source: "north", vendorId })),
    );
    expect(rows.map((row) => row && [row.isPresentAtVendor, statusOf(row, START + 2)])).toEqual([
      [false, "QUEUED"],
      [false, "QUEUED"],
      [false, "ENDED"],
    ]);
    const forgotten = ["derived", "endless", "reported", "retrying", "unknown"];
    expect(await idsOf({ isOpen: true }, START + 2)).toEqual(forgotten);
    const { changes } = await store.elapse(END, 100, new Set(["north"]));
    expect(texts(changes.map(({ callback, status }) => [callback.callback.vendorId, status]))).toEqual(
      texts([
        ["derived", "ENDED"],
        ["reported", "ENDED"],
        ["unknown", "ENDED"],
      ]),
    );
  });

  it("decide with the promises of the sources what is overdue", async () => {
    for (const source of ["north", "south"]) await record(observed(source), source);
    const promises: PromisesBySource = new Map([["south", { graceMs: 0, asapMs: HOUR }]]);
    for (const asked of [undefined, promises]) {
      if (asked !== undefined) await store.applyPromises(asked);
      for (const now of [START, START + 1, START + 15 * 60_000, START + 15 * 60_000 + 1, END, END + 1, START + DAY]) {
        const rows = (
          await store.find(
            ["north", "south"].flatMap((source) => Object.keys(CALLBACKS).map((vendorId) => ({ source, vendorId }))),
          )
        ).filter((row) => row !== null);
        const expected = (source: string): number =>
          rows.filter((row) => {
            const dueAt = promiseDueAt(row.callback, asked?.get(source) ?? DEFAULT_PROMISE);
            return row.callback.source === source && isOverdue(statusOf(row, now), dueAt, now);
          }).length;
        const request = { filter: {}, groupBy: ["SOURCE"], timeZone: "UTC", now } as const;
        const groups = await store.statistics(request);
        for (const { source, overdueCount } of groups) {
          expect([now - START, source, overdueCount]).toEqual([now - START, source, expected(source ?? "")]);
        }
      }
    }
  });

  describe("callbacks of a store of an earlier version", () => {
    const NOW = START + 400 * DAY;

    /** The tables as they were before callbacks had an end, with what that version knew of these. */
    async function downgrade(told: Readonly<Record<string, CallbackStatus>>, gone: readonly string[]): Promise<void> {
      await store.close();
      const set = (vendorId: string, columns: string): string =>
        `update callbacks set ${columns} where vendor_id = '${vendorId}'`;
      await where.run([
        ...undoFrom("0010-ends", engine),
        "update callbacks set elapses_at = null, is_open = case when status in ('COMPLETED', 'ENDED') then 0 else 1 end, lapses_at = case when status_basis = 'DERIVED' then window_end end",
        ...Object.entries(told).map(([vendorId, status]) => set(vendorId, `told_status = '${status}'`)),
        ...gone.map((vendorId) => set(vendorId, `is_held = 0, missed_at = ${at + 1}`)),
      ]);
      store = await where.open();
    }

    it("are given by the rule of today, and published in batches", async () => {
      const tricky = { ...NO_CUSTOMER, name: '","timing":"ASAP"' };
      await record([
        ...observed(),
        anObservation(at, { vendorId: "removed", ...reportedStatus("SCHEDULED", "W"), customer: tricky }),
        anObservation(at, { vendorId: "removed derived", ...derived }),
        anObservation(at, { vendorId: "removed done", ...reportedStatus("COMPLETED", "C") }),
      ]);
      const gone = ["removed", "removed derived", "removed done"];
      await downgrade({ derived: "UNKNOWN", endless: "QUEUED" }, gone);
      expect(await store.schemaVersion()).toMatchObject({ current: LATEST_MIGRATION });
      const published: unknown[] = [];
      for (let size = 1, nextAt: number | null = 0; size > 0 || nextAt !== null;) {
        const elapsed = await store.elapse(NOW, 2);
        size = elapsed.changes.length;
        ({ nextAt } = elapsed);
        expect(size).toBeLessThanOrEqual(2);
        published.push(
          ...elapsed.changes.map(({ kind, callback, previousStatus, status }) => [
            callback.callback.vendorId,
            kind,
            previousStatus,
            status,
          ]),
        );
      }
      expect(texts(published)).toEqual(
        texts([
          ["derived", "STATUS_CHANGED", "UNKNOWN", "ENDED"],
          ["endless", "STATUS_CHANGED", "QUEUED", "ENDED"],
          ["removed", "STATUS_CHANGED", "SCHEDULED", "ENDED"],
          ["removed derived", "STATUS_CHANGED", "SCHEDULED", "ENDED"],
          ["timeless", "STATUS_CHANGED", "UNKNOWN", "ENDED"],
          ["unknown", "STATUS_CHANGED", "UNKNOWN", "ENDED"],
        ]),
      );
      expect(await idsOf({ isOpen: true }, NOW)).toEqual(["asap", "reported", "retrying"]);
      const promises: PromisesBySource = new Map([["north", { graceMs: 0, asapMs: 0 }]]);
      await store.applyPromises(promises);
      const request = { filter: { isOpen: true }, groupBy: [], timeZone: "UTC", now: NOW } as const;
      expect((await store.statistics(request)).map(({ overdueCount }) => overdueCount)).toEqual([3]);
    });

    it("are not open in any list, also before they are published", async () => {
      await record(observed());
      await downgrade({ derived: "UNKNOWN" }, []);
      expect(await idsOf({ isOpen: true, statuses: ["SCHEDULED", "QUEUED"] }, NOW)).not.toContain("derived");
      expect(await idsOf({ statuses: ["ENDED"] }, NOW)).toContain("derived");
    });

    it("wait for the window where a vendor forgets, as if they had been absent today", async () => {
      await record(observed());
      await downgrade({ derived: "QUEUED" }, ["derived", "timeless"]);
      await where.run([`update callbacks set absent_since = ${START + 1} where vendor_id = 'derived'`]);
      const forgetful = new Set(["north"]);
      const { changes } = await store.elapse(START + 2, 100, forgetful);
      expect(texts(changes.map(({ callback, status }) => [callback.callback.vendorId, status]))).toEqual(
        texts([
          ["endless", "QUEUED"],
          ["timeless", "ENDED"],
        ]),
      );
      const later = await store.elapse(END, 100, forgetful);
      expect(texts(later.changes.map(({ callback, status }) => [callback.callback.vendorId, status]))).toEqual(
        texts([
          ["derived", "ENDED"],
          ["unknown", "ENDED"],
        ]),
      );
    });
  });
});
