import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Observation } from "../../src/domain/change/observation.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { anObservation } from "../support/observations.js";
import { undoFrom } from "./downgrade.js";
import { STORES, type StorePlace } from "./stores.js";

const KEY = { source: "north", vendorId: "1" };
const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 1, 12);

describe.each(STORES)("the newer of two responses, in the $name store,", (engine) => {
  let store: Store;
  let where: StorePlace;
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const one = await where.open();
    opened.push(one);
    return one;
  };

  beforeEach(async () => {
    where = await engine.place();
    store = await open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await where.remove();
  });

  const batch = (observations: readonly Observation[], answered: RecordBatch["answered"] = null): RecordBatch => ({
    source: "north",
    observations,
    quarantined: [],
    answered,
    now: NOON,
  });
  const observed = (requestNumber: number, observedAt: number, fields = {}): Observation => ({
    ...anObservation(observedAt, fields),
    requestNumber,
  });
  const found = async () => (await store.find([KEY]))[0];

  it("has the higher request number: numbers grow over restarts and are drawn once", async () => {
    const drawn: number[] = [];
    for (let restarts = 0; restarts < 3; restarts += 1) {
      for (let times = 0; times < 5; times += 1) drawn.push(await store.drawRequestNumber());
      drawn.push(
        ...(await Promise.all(Array.from({ length: 20 }, () => store.drawRequestNumber()))).sort((a, b) => a - b),
      );
      await store.close();
      store = await open();
    }
    expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
    expect(Math.min(...drawn)).toBeGreaterThan(0);
  });

  it.runIf(engine.isShared)("is told over all gateways", async () => {
    const other = await open();
    let last = 0;
    for (let times = 0; times < 50; times += 1) {
      const number = await (times % 2 === 0 ? store : other).drawRequestNumber();
      expect(number).toBeGreaterThan(last);
      last = number;
    }
  });

  it.each([-8 * 24 * HOUR, -HOUR, -1, 0, 1, HOUR])(
    "is decided by the numbers alone, for a clock that is off by %s ms",
    async (steppedMs) => {
      const at = NOON + steppedMs;
      await store.record(batch([observed(10, NOON, { ...reportedStatus("QUEUED", "Q"), reason: "first" })]));
      await store.record(batch([observed(11, at, { ...reportedStatus("RETRYING", "R"), reason: "second" })]));
      // The answer to an earlier request comes late, with a later time.
      await store.record(batch([observed(9, NOON + 9 * HOUR, { ...reportedStatus("FAILED", "F"), reason: "late" })]));
      expect(await found()).toMatchObject({
        requestNumber: 11,
        observedAt: at,
        statusRequestNumber: 11,
        statusReportedAt: at,
        publishedStatus: "RETRYING",
        callback: { reason: "second" },
      });
      // Unchanged, and again.
      for (const requestNumber of [12, 13]) {
        const again = observed(requestNumber, at - requestNumber, {
          ...reportedStatus("RETRYING", "R"),
          reason: "second",
        });
        expect(await store.record(batch([again]))).toEqual([]);
        expect(await found()).toMatchObject({ requestNumber, observedAt: at - requestNumber });
      }
    },
  );

  it.each([-HOUR, 0, HOUR])("decides what is absent, whatever the clock says: %s ms", async (steppedMs) => {
    const list = (requestNumber: number): RecordBatch =>
      batch([], { query: { by: "list" }, stamp: { requestNumber, requestedAt: NOON + steppedMs } });
    await store.record(batch([observed(10, NOON)]));
    expect(await store.record(list(9))).toEqual([]);
    expect(await store.record(list(10))).toEqual([]);
    expect(await found()).toMatchObject({ absentSince: null });
    expect(await store.findUnobserved("north", { by: "list" }, 10, 10)).toEqual([]);
    expect(await store.findUnobserved("north", { by: "list" }, 11, 10)).toEqual(["1"]);
    expect(await store.record(list(11))).toEqual([]);
    expect(await store.record(list(11))).toEqual([]);
    expect((await store.record(list(12))).map(({ kind }) => kind)).toEqual(["GONE"]);
    // Requested before the first list that lacked it.
    expect(await store.record(batch([observed(10, NOON + 2 * HOUR)]))).toEqual([]);
    expect(
      (await store.record(batch([observed(13, NOON + steppedMs)]))).map(({ changedFields }) => changedFields),
    ).toEqual([expect.arrayContaining(["isPresentAtVendor"])]);
  });

  it("is later than all that was recorded before requests were numbered", async () => {
    await store.record(batch([observed(7, NOON + HOUR, { ...reportedStatus("QUEUED", "Q") })]));
    const missing = { query: { by: "list" }, stamp: { requestNumber: 8, requestedAt: NOON + HOUR } } as const;
    await store.record(batch([], missing));
    await store.close();
    await where.run(undoFrom("0012-request-numbers", engine));
    store = await open();
    expect(await found()).toMatchObject({ requestNumber: 0, statusRequestNumber: 0, absentRequestNumber: 0 });
    const requestNumber = await store.drawRequestNumber();
    expect(requestNumber).toBeGreaterThan(0);
    const changes = await store.record(batch([observed(requestNumber, NOON, { ...reportedStatus("RETRYING", "R") })]));
    expect(changes.map(({ kind, status }) => [kind, status])).toEqual([["STATUS_CHANGED", "RETRYING"]]);
    expect(await found()).toMatchObject({ requestNumber, absentSince: null, observedAt: NOON });
  });

  it("takes back what a clock that was far ahead has published, and nothing else", async () => {
    const due = { ...derivedStatus("SCHEDULED", { dueAt: NOON + HOUR, lapsesAt: NOON + 2 * HOUR }) };
    await store.record(batch([observed(1, NOON, due), observed(1, NOON, { ...due, vendorId: "absent" })]));
    for (const requestNumber of [2, 3]) {
      const stamp = { requestNumber, requestedAt: NOON + 5 * HOUR };
      await store.record(batch([observed(requestNumber, NOON, due)], { query: { by: "list" }, stamp }));
    }
    expect((await store.elapse(NOON + 9 * HOUR, 10)).changes.map(({ status }) => status)).toEqual(["ENDED"]);
    // A little behind, as other gateways' clocks are.
    expect((await store.elapse(NOON + 9 * HOUR - 59_000, 10)).changes).toEqual([]);
    const { changes } = await store.elapse(NOON, 10);
    expect(changes.map((change) => [change.callback.callback.vendorId, change.previousStatus, change.status])).toEqual([
      ["1", "ENDED", "SCHEDULED"],
    ]);
    expect((await store.elapse(NOON, 10)).changes).toEqual([]);
    const [absent] = await store.find([{ source: "north", vendorId: "absent" }]);
    expect(absent).toMatchObject({ publishedStatus: "ENDED", isPresentAtVendor: false });
    expect((await store.elapse(NOON + HOUR, 10)).changes.map(({ status }) => status)).toEqual(["QUEUED"]);
  });

  it("reads the changes of earlier versions, whose fields had other names", async () => {
    const names = { isPresentAtVendor: "heldByVendor", publishedStatus: "toldStatus", absentSince: "missedAt" };
    await store.record(batch([observed(1, NOON)]));
    for (const requestNumber of [2, 3]) {
      const stamp = { requestNumber, requestedAt: NOON + HOUR };
      await store.record(batch([], { query: { by: "list" }, stamp }));
    }
    const changes = await store.readChanges(0, 10);
    expect(changes.at(-1)).toMatchObject({ kind: "GONE", callback: { isPresentAtVendor: false } });
    await store.close();
    const rename = (column: string, now: string, then: string): string =>
      `update changes set ${column} = replace(${column}, '"${now}"', '"${then}"')`;
    await where.run(
      Object.entries(names).flatMap(([now, then]) => [
        rename("snapshot", now, then),
        rename("changed_fields", now, then),
      ]),
    );
    store = await open();
    expect(await store.readChanges(0, 10)).toEqual(changes);
  });
});
