import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WEBEX_VIEWS, type WebexView } from "../../src/adapters/webex/views.js";
import { NO_CUSTOMER, NO_ROUTING, type Callback } from "../../src/domain/callback.js";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import type { RecordedChange } from "../../src/domain/query.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { aCallback } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const NUMBER = "+15550100001";

interface Said extends Partial<Omit<Callback, "queue">> {
  readonly request: number;
  readonly number?: string;
  readonly queue?: string;
  readonly createdTime?: number;
}

const observed = (view: WebexView, vendorId: string, said: Said): Observation => {
  const { request, number = NUMBER, queue = "q", createdTime, ...fields } = said;
  const callback = aCallback({
    vendorId,
    customer: { ...NO_CUSTOMER, phoneNumber: number, phoneNumberRaw: number },
    routing: { ...NO_ROUTING, queueId: queue },
    ...fields,
  });
  const vendorRecord = { id: vendorId, ...(createdTime === undefined ? {} : { createdTime }), request };
  return {
    ...observationOf({ callback, vendorRecord }, { requestNumber: request, requestedAt: NOON + request }),
    view,
  };
};
const schedule = (vendorId: string, start: number, said: Said): Observation =>
  observed("schedule", vendorId, {
    ...derivedStatus("SCHEDULED", { dueAt: start, lapsesAt: start + 30 * MINUTE }),
    timing: "SCHEDULED",
    window: instantWindow(start, start + 30 * MINUTE, null),
    ...said,
  });
const task = (vendorId: string, createdTime: number, said: Said): Observation =>
  observed("task", vendorId, { timing: "ASAP", createdTime, createdAt: createdTime, ...said });

/** The life of one scheduled callback, as both interfaces show it. */
const ONE_LIFE = [
  schedule("s", NOON, { request: 1, reason: "bill" }),
  task("t", NOON + MINUTE, { request: 2, ...reportedStatus("QUEUED", "parked") }),
  schedule("s", NOON, { request: 3, reason: "another bill" }),
  task("t", NOON + MINUTE, { request: 4, ...reportedStatus("IN_PROGRESS", "connected"), attemptCount: 1 }),
  task("t", NOON + MINUTE, {
    request: 5,
    ...reportedStatus("COMPLETED", "Success"),
    attemptCount: 1,
    outcome: { category: "REACHED", code: null, label: "Success" },
  }),
];

describe.each(STORES)("callbacks that several interfaces show, in the $name store,", (engine) => {
  let where: StorePlace;
  let store: Store;

  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  const record = (source: string, observations: readonly Observation[], answered: RecordBatch["answered"] = null) =>
    store.record({
      source,
      observations: observations.map((one) => ({ ...one, callback: { ...one.callback, source } })),
      quarantined: [],
      answered,
      views: WEBEX_VIEWS,
      now: NOON + 1000,
    });
  const all = async (source: string) => {
    const { rows } = await store.list({
      filter: { sources: [source] },
      orderBy: { field: "CREATED_AT", direction: "ASC" },
      slice: { size: 50, from: "start", after: null, before: null },
      now: NOON + 1000,
    });
    return rows
      .map(({ callback, vendorRecord, isPresentAtVendor, requestNumber, statusRequestNumber }) => ({
        callback: { ...callback, source: "" },
        vendorRecord,
        isPresentAtVendor,
        requestNumber,
        statusRequestNumber,
      }))
      .sort((a, b) => (a.callback.vendorId < b.callback.vendorId ? -1 : 1));
  };
  let sources = 0;
  const afterEachOf = async (observations: readonly Observation[]): Promise<string> => {
    const source = `north-${(sources += 1)}`;
    for (const observation of observations) await record(source, [observation]);
    return source;
  };

  it("are one callback with the schedule's id, which both ids find", async () => {
    const source = await afterEachOf(ONE_LIFE);
    const rows = await all(source);
    expect(rows.map(({ callback }) => callback)).toMatchObject([
      {
        vendorId: "s",
        status: "COMPLETED",
        statusBasis: "REPORTED",
        timing: "SCHEDULED",
        reason: "another bill",
        attemptCount: 1,
        outcome: { category: "REACHED" },
        nextAttemptAt: null,
      },
    ]);
    const found = await store.find([
      { source, vendorId: "t" },
      { source, vendorId: "s" },
      { source, vendorId: "other" },
    ]);
    expect(found.map((row) => row?.callback.vendorId ?? null)).toEqual(["s", "s", null]);
  });

  const sets: readonly (readonly [string, readonly Observation[], readonly string[]])[] = [
    ["a schedule and its task", ONE_LIFE, ["s"]],
    [
      "a schedule that two tasks may have carried out",
      [...ONE_LIFE, task("u", NOON + 2 * MINUTE, { request: 6, ...reportedStatus("QUEUED", "parked") })],
      ["s", "t", "u"],
    ],
    [
      "a task within reach of two schedules",
      [...ONE_LIFE, schedule("r", NOON + 4 * MINUTE, { request: 6 })],
      ["r", "s", "t"],
    ],
    [
      "two tasks, one of them of the schedule's own interaction",
      [
        ...ONE_LIFE.map((one) => ({ ...one, callback: { ...one.callback, originInteractionId: "i" } })),
        task("u", NOON + 2 * MINUTE, { request: 6, ...reportedStatus("QUEUED", "parked"), originInteractionId: "j" }),
      ],
      ["s", "u"],
    ],
    [
      "a schedule that was moved away from its task",
      [...ONE_LIFE, schedule("s", NOON + 240 * MINUTE, { request: 6 })],
      ["s", "t"],
    ],
    [
      "a schedule that got the number of its task",
      [schedule("s", NOON, { request: 1, number: "+15550100009" }), ...ONE_LIFE.slice(1)],
      ["s"],
    ],
    [
      "a schedule that was observed unchanged before another request's older record arrives",
      [
        schedule("s", NOON, { request: 1, reason: "bill" }),
        { ...schedule("s", NOON, { request: 1, reason: "bill" }), requestNumber: 20, observedAt: NOON + 20 },
        task("t", NOON + MINUTE, { request: 2, ...reportedStatus("QUEUED", "parked") }),
        schedule("s", NOON, { request: 10, reason: "outdated" }),
      ],
      ["s"],
    ],
    [
      "a task whose outcome is unknown",
      [
        ...ONE_LIFE.slice(0, 3),
        task("t", NOON + MINUTE, {
          request: 5,
          ...reportedStatus("ENDED", "transferred"),
          outcome: { category: "UNKNOWN", code: null, label: "transferred" },
        }),
      ],
      ["s"],
    ],
    ["a task of another queue", [...ONE_LIFE, task("u", NOON, { request: 6, queue: "p" })], ["s", "u"]],
    [
      "a task long before the window",
      [ONE_LIFE[0] as Observation, task("t", NOON - 6 * MINUTE, { request: 2 })],
      ["s", "t"],
    ],
  ];

  it.each(sets)("come to the same in every order, with any repetition: %s", async (_, observations, ids) => {
    const expected = await all(await afterEachOf(observations));
    expect(expected.map(({ callback }) => callback.vendorId)).toEqual(ids);
    const orders = fc
      .array(fc.constantFrom(...observations), { maxLength: 4 })
      .chain((again) =>
        fc.shuffledSubarray([...observations, ...again], { minLength: observations.length + again.length }),
      );
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await all(await afterEachOf(order))).toEqual(expected);
      }),
      { numRuns: engine.isShared ? 8 : 25 },
    );
  });

  it("are counted while it is ambiguous which of them are one", async () => {
    const source = await afterEachOf(ONE_LIFE);
    expect(await store.countAmbiguous()).toEqual(new Map());
    await record(source, [task("u", NOON + 2 * MINUTE, { request: 6, ...reportedStatus("QUEUED", "parked") })]);
    expect(await store.countAmbiguous()).toEqual(new Map([[source, 3]]));
    await record(source, [schedule("s", NOON + 240 * MINUTE, { request: 7 })]);
    expect(await store.countAmbiguous()).toEqual(new Map());
  });

  it("come to the same in one batch", async () => {
    const expected = await all(await afterEachOf(ONE_LIFE));
    await record("whole", ONE_LIFE.toReversed());
    expect(await all("whole")).toEqual(expected);
  });

  it("publish nothing when the same is observed again", async () => {
    const source = await afterEachOf(ONE_LIFE);
    const again = ONE_LIFE.map((one) => ({ ...one, requestNumber: one.requestNumber + 100 }));
    const changes: RecordedChange[] = [];
    for (const last of [again.slice(2, 3), again.slice(4), again.slice(2, 3), again.slice(4)]) {
      changes.push(...(await record(source, last)));
    }
    expect(changes).toEqual([]);
  });

  it("publish that a task's callback is gone once it turns out to be a schedule's, after the schedule's change", async () => {
    await record("north", ONE_LIFE.slice(1, 2));
    const changes = await record("north", ONE_LIFE.slice(0, 1));
    expect(changes.map(({ kind, callback }) => [kind, callback.callback.vendorId])).toEqual([
      ["CREATED", "s"],
      ["GONE", "t"],
    ]);
    expect(changes[0]?.callback.callback).toMatchObject({ status: "QUEUED", statusBasis: "REPORTED" });
  });

  it("are not absent when the vendor drops the schedule and keeps the task", async () => {
    const source = await afterEachOf(ONE_LIFE.slice(0, 4));
    for (const request of [20, 21, 22]) {
      const answered = {
        query: { by: "phoneNumber", phoneNumber: NUMBER },
        stamp: { requestNumber: request, requestedAt: NOON + request },
      } as const;
      expect(await record(source, [], answered)).toEqual([]);
    }
    expect(await all(source)).toMatchObject([{ isPresentAtVendor: true, callback: { status: "IN_PROGRESS" } }]);
  });

  it("take over rows that were recorded before there were several interfaces", async () => {
    const [before = ONE_LIFE[0] as Observation, ...others] = ONE_LIFE;
    const { view: _, ...plain } = before;
    await store.record({ source: "north", observations: [plain], quarantined: [], answered: null, now: NOON });
    for (const one of [{ ...before, requestNumber: 2 }, ...others]) await record("north", [one]);
    expect((await all("north")).map(({ callback }) => [callback.vendorId, callback.status])).toEqual([
      ["s", "COMPLETED"],
    ]);
  });
});
