import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import fc from "fast-check";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import type { VendorQuery } from "../../src/domain/vendor/vendor-query.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { anObservation, requestedAt, stampOf } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const KEY = { source: "north", vendorId: "1" };

function batch(observations: readonly Observation[], answered: RecordBatch["answered"] = null): RecordBatch {
  return { source: "north", observations, quarantined: [], answered, now: 10_000 };
}

function answered(query: VendorQuery, askedAt: number): RecordBatch["answered"] {
  return { query, stamp: stampOf(askedAt) };
}

describe.each(STORES)("recording into the $name store", (engine) => {
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

  it("publishes the first observation as CREATED and stores it whole", async () => {
    const seen = anObservation(100, { ...reportedStatus("RETRYING", "TO_BE_RETRIED"), reason: "billing" });
    const changes = await store.record(batch([seen]));
    expect(changes.map(({ kind, previousStatus, status }) => [kind, previousStatus, status])).toEqual([
      ["CREATED", null, "RETRYING"],
    ]);
    const [found] = await store.find([KEY]);
    expect(found?.callback).toEqual(seen.callback);
    expect(found?.vendorRecord).toEqual(seen.vendorRecord);
    expect(found?.observedAt).toBe(100);
  });

  it("publishes nothing for an unchanged record and updates lastObservedAt", async () => {
    await store.record(batch([anObservation(100)]));
    expect(await store.record(batch([anObservation(200)]))).toEqual([]);
    expect((await store.find([KEY]))[0]?.observedAt).toBe(200);
  });

  it("detects what other gateways have written or found absent in the meantime", async () => {
    const [waiting, moved] = [anObservation(0, { reason: "billing" }), anObservation(0, { reason: "sales" })];
    const look = (seen: Observation, observedAt: number): RecordBatch =>
      batch([{ ...seen, ...requestedAt(observedAt) }]);
    const kinds = async (looked: RecordBatch): Promise<unknown> => {
      const changes = await store.record(looked);
      return changes.map(({ kind }) => kind);
    };
    expect(await kinds(look(waiting, 100))).toEqual(["CREATED"]);
    for (const at of [200, 300, 400]) expect(await kinds(look(waiting, at))).toEqual([]);
    expect((await store.find([KEY]))[0]).toMatchObject({ observedAt: 400, callback: { reason: "billing" } });
    expect(await kinds(look(observationOf({ ...waiting, vendorRecord: { other: true } }, stampOf(0)), 500))).toEqual([
      "UPDATED",
    ]);
    expect((await store.find([KEY]))[0]?.vendorRecord).toEqual({ other: true });
    expect(await kinds(look(waiting, 600))).toEqual(["UPDATED"]);
    for (const at of [650, 700]) expect(await kinds(look(waiting, at))).toEqual([]);
    const elsewhere = await where.open();
    await elsewhere.record(look(moved, 800));
    expect(await kinds(look(waiting, 900))).toEqual(["UPDATED"]);
    expect(await kinds(look(waiting, 1000))).toEqual([]);
    await elsewhere.close();
    for (const at of [1100, 1200]) await store.record(batch([], answered({ by: "list" }, at)));
    expect(await kinds(look(waiting, 1300))).toEqual(["STATUS_CHANGED"]);
    expect((await store.find([KEY]))[0]).toMatchObject({ isPresentAtVendor: true, observedAt: 1300 });
  });

  it("publishes a change of status once, however often it is observed", async () => {
    await store.record(batch([anObservation(100, reportedStatus("SCHEDULED", "WAITING"))]));
    const done = (at: number): RecordBatch => batch([anObservation(at, reportedStatus("COMPLETED", "SUCCESS"))]);
    const [first] = await store.record(done(200));
    expect(first).toMatchObject({ kind: "STATUS_CHANGED", previousStatus: "SCHEDULED", status: "COMPLETED" });
    expect(await store.record(done(200))).toEqual([]);
    expect(await store.record(done(300))).toEqual([]);
  });

  it("applies several observations of one record in one batch in order", async () => {
    const changes = await store.record(
      batch([
        anObservation(100, reportedStatus("SCHEDULED", "WAITING")),
        anObservation(200, reportedStatus("RETRYING", "RETRY")),
        anObservation(300, reportedStatus("COMPLETED", "SUCCESS")),
      ]),
    );
    expect(changes.map(({ status }) => status)).toEqual(["SCHEDULED", "RETRYING", "COMPLETED"]);
    expect((await store.find([KEY]))[0]?.publishedStatus).toBe("COMPLETED");
  });

  it("numbers changes upwards, and never uses a number twice", async () => {
    const positions: number[] = [];
    for (const vendorId of ["a", "b", "c"]) {
      const changes = await store.record(
        batch([anObservation(100, { vendorId }), anObservation(100, { vendorId: `${vendorId}2` })]),
      );
      positions.push(...changes.map(({ position }) => position));
    }
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(new Set(positions).size).toBe(6);
  });

  it("keeps equal ids of two sources apart", async () => {
    await store.record(batch([anObservation(100, { reason: "one" })]));
    await store.record({ ...batch([anObservation(100, { source: "south", reason: "two" })]), source: "south" });
    const found = await store.find([KEY, { source: "south", vendorId: "1" }, { source: "east", vendorId: "1" }]);
    expect(found.map((row) => row?.callback.reason ?? null)).toEqual(["one", "two", null]);
  });

  it("publishes GONE only after two complete responses without the record, and ENDED with it", async () => {
    await store.record(batch([anObservation(100, reportedStatus("SCHEDULED", "WAITING"))]));
    expect(await store.record(batch([], answered({ by: "list" }, 200)))).toEqual([]);
    const [gone] = await store.record(batch([], answered({ by: "list" }, 300)));
    expect(gone).toMatchObject({ kind: "GONE", previousStatus: "SCHEDULED", status: "ENDED" });
    expect(gone?.changedFields).toEqual(["isPresentAtVendor", "status"]);
    expect((await store.find([KEY]))[0]).toMatchObject({
      isPresentAtVendor: false,
      publishedStatus: "ENDED",
      endsAt: 200,
    });
    expect(await store.record(batch([], answered({ by: "list" }, 400)))).toEqual([]);
  });

  it("forgets a miss when the record is there again, even unchanged", async () => {
    await store.record(batch([anObservation(100)]));
    await store.record(batch([], answered({ by: "list" }, 200)));
    await store.record(batch([anObservation(300)]));
    expect(await store.record(batch([], answered({ by: "list" }, 400)))).toEqual([]);
    expect((await store.find([KEY]))[0]?.isPresentAtVendor).toBe(true);
  });

  it("misses only what the query was about", async () => {
    const at = (vendorId: string, fields: Parameters<typeof anObservation>[1]): Observation =>
      anObservation(100, { vendorId, ...fields });
    const base = anObservation(0).callback;
    const agent = { agentId: "a1", type: "UNKNOWN", exclusive: null, assignedAt: null } as const;
    await store.record(
      batch([
        at("number", { customer: { ...base.customer, phoneNumber: "+14155550100", phoneNumberRaw: "+14155550100" } }),
        at("other spelling", {
          customer: { ...base.customer, phoneNumber: "+14155550100", phoneNumberRaw: "415 555 0100" },
        }),
        at("raw", { customer: { ...base.customer, phoneNumberRaw: "4155550100" } }),
        at("agent", { assignment: agent }),
        at("customer", { customer: { ...base.customer, contactId: "c1" } }),
        at("id", {}),
      ]),
    );
    const queries: readonly [string, VendorQuery][] = [
      ["number", { by: "phoneNumber", phoneNumber: "+14155550100" }],
      ["raw", { by: "phoneNumber", phoneNumber: "4155550100" }],
      ["agent", { by: "agent", agentId: "a1" }],
      ["customer", { by: "customer", customerId: "c1" }],
      ["id", { by: "id", vendorId: "id" }],
    ];
    for (const [vendorId, query] of queries) {
      await store.record(batch([], answered(query, 200)));
      const gone = await store.record(batch([], answered(query, 300)));
      expect(gone.map(({ kind, callback }) => [kind, callback.callback.vendorId])).toEqual([["GONE", vendorId]]);
    }
  });

  it("does not miss a record that it could not read", async () => {
    await store.record(batch([anObservation(100)]));
    const unread = { vendorId: "1", raw: { id: "1", name: {} }, reason: "name: expected text" };
    for (const askedAt of [200, 300]) {
      const told = await store.record({ ...batch([], answered({ by: "list" }, askedAt)), quarantined: [unread] });
      expect(told).toEqual([]);
    }
    expect((await store.find([KEY]))[0]?.isPresentAtVendor).toBe(true);
  });

  it("takes any text that a vendor may send, and gives it back as it came", async () => {
    const { customer, routing } = anObservation(0).callback;
    const seen = anObservation(100, {
      reason: "a NUL \0, half of a pair \ud83d, and a pair \u{1F4DE}",
      customer: { ...customer, phoneNumberRaw: randomBytes(50_000).toString("base64") },
      routing: { ...routing, queueId: "\0\ud83d" },
    });
    await store.record({
      ...batch([seen, anObservation(100, { vendorId: "2" })]),
      quarantined: [{ vendorId: "\0", raw: { id: "\0" }, reason: "a NUL \0" }],
    });
    expect((await store.find([KEY]))[0]?.callback).toEqual(seen.callback);
    expect(await store.record(batch([{ ...seen, ...requestedAt(200) }]))).toEqual([]);
    expect((await store.readQuarantine(10)).map(({ raw }) => raw)).toEqual([{ id: "\0" }]);
  });

  it("writes all of a batch or nothing", async () => {
    const broken = { ...anObservation(100, { vendorId: "2" }), ...requestedAt(Number.NaN) };
    await expect(store.record(batch([anObservation(100), broken]))).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    expect(await store.find([KEY])).toEqual([null]);
  });

  it("notifies after changes, and only then", async () => {
    let rings = 0;
    const stop = store.onChanges(() => {
      rings += 1;
    });
    await store.record(batch([anObservation(100)]));
    await store.record(batch([anObservation(200)]));
    stop();
    await store.record(batch([anObservation(300, { reason: "other" })]));
    expect(rings).toBe(1);
  });

  it("keeps everything over a restart", async () => {
    await store.record(batch([anObservation(100)]));
    await store.close();
    store = await where.open();
    expect((await store.find([KEY]))[0]?.observedAt).toBe(100);
    const [change] = await store.record(batch([anObservation(200, { vendorId: "2" })]));
    expect(change?.position).toBeGreaterThan(1);
  });

  it("may be closed twice", async () => {
    await store.close();
    await expect(store.close()).resolves.toBeUndefined();
    await expect(store.find([KEY])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("ends in the same state for any order and number of observations; repeats publish nothing", async () => {
    const looks = fc.uniqueArray(
      fc.record({
        at: fc.integer({ min: 1, max: 50 }),
        reading: fc.oneof(
          fc
            .constantFrom("RETRY", "DONE", "WAIT")
            .map((word) => reportedStatus(word === "DONE" ? "COMPLETED" : "RETRYING", word)),
          fc.integer({ min: 5, max: 40 }).map((dueAt) => derivedStatus("SCHEDULED", { dueAt, lapsesAt: dueAt + 10 })),
        ),
        start: fc.integer({ min: 5, max: 40 }),
        reason: fc.constantFrom("a", "b", null),
      }),
      { minLength: 1, maxLength: 6, selector: ({ at }) => at },
    );
    const shuffled = looks.chain((seen) =>
      fc.tuple(
        fc.constant(seen),
        fc.shuffledSubarray([...seen, ...seen], { minLength: seen.length * 2, maxLength: seen.length * 2 }),
      ),
    );
    let round = 0;
    const observe = (
      { at, reading, start, reason }: (typeof looks extends fc.Arbitrary<infer L> ? L : never)[number],
      vendorId: string,
    ): Observation =>
      anObservation(at, { vendorId, ...reading, window: instantWindow(start, start + 10, null), reason });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([inOrder, anyOrder]) => {
        round += 1;
        const [a, b] = [`a${round}`, `b${round}`];
        for (const look of inOrder) await store.record(batch([observe(look, a)]));
        for (const look of anyOrder) await store.record(batch([observe(look, b)]));
        const [first, second] = await store.find([KEY, KEY].map((key, i) => ({ ...key, vendorId: i === 0 ? a : b })));
        expect({ ...second?.callback, vendorId: a }).toEqual(first?.callback);
        expect(second?.observedAt).toBe(first?.observedAt);
        for (const look of inOrder) expect(await store.record(batch([observe(look, a)]))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
