import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WEBEX_VIEWS } from "../../src/adapters/webex/views.js";
import { NO_CUSTOMER, type Callback } from "../../src/domain/callback.js";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import type { RetentionPolicy } from "../../src/domain/retention.js";
import { reportedStatus } from "../../src/domain/status.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { aCallback, stampOf } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const DAY = 86_400_000;
const POLICY: RetentionPolicy = { callbacksMs: 30 * DAY, vendorRecordsMs: 5 * DAY, personalDataMs: 10 * DAY };
const ENDED = reportedStatus("COMPLETED", "done");
const CUSTOMER = {
  ...NO_CUSTOMER,
  name: "Katharina Ohnesorg",
  phoneNumber: "+4915112345678",
  contactId: "person-4711",
};

/** `at` counts milliseconds since the day before, or since the epoch. */
function observed(at: number, fields: Partial<Callback> = {}, notes = "a note"): Observation {
  const callback = aCallback({ customer: CUSTOMER, reason: "a refund", ...ENDED, ...fields });
  return observationOf(
    { callback, vendorRecord: { id: callback.vendorId, notes } },
    stampOf(at < DAY ? NOON - DAY + at : at),
  );
}

describe.each(STORES)("retention in the $name store", (engine) => {
  let store: Store;
  let where: StorePlace;
  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
    store.applyRetention(new Map([["north", POLICY]]));
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  const record = (observations: readonly Observation[], batch: Partial<RecordBatch> = {}) =>
    store.record({ source: "north", observations, quarantined: [], answered: null, now: NOON, ...batch });
  const find = async (vendorId = "1") => (await store.find([{ source: "north", vendorId }]))[0] ?? null;
  const ended = (daysAgo: number, limit = 100) => ({ source: "north", endedBefore: NOON - daysAgo * DAY, limit });

  it("deletes ended callbacks that are old enough, in parts, and nothing else", async () => {
    await record(
      [
        ...["a", "b", "c"].map((vendorId, index) =>
          observed(1, { vendorId, createdAt: NOON - 50 * DAY, endedAt: NOON - (40 - index) * DAY }),
        ),
        observed(1, { vendorId: "recent", createdAt: NOON - 50 * DAY, endedAt: NOON - 29 * DAY }),
        observed(1, { vendorId: "open", createdAt: NOON - 50 * DAY, ...reportedStatus("QUEUED", "waiting") }),
        observed(1, { vendorId: "touched", endedAt: NOON - 40 * DAY, updatedAt: NOON - DAY }),
      ],
      { now: NOON - 35 * DAY },
    );
    const changes = await store.readChanges(0, 100);
    const figures = async () =>
      Promise.all(
        (["SOURCE", "QUEUE", "AGENT"] as const).map((group) =>
          store.performance({
            filter: { sources: ["north"] },
            groupBy: [group],
            bounds: [NOON - 60 * DAY, NOON + DAY],
            hasWaits: true,
            now: NOON,
          }),
        ),
      );
    const before = await figures();
    expect(before.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(await store.deleteEnded(ended(30, 2))).toBe(2);
    expect(await store.deleteEnded(ended(30, 2))).toBe(1);
    expect(await store.deleteEnded(ended(30, 2))).toBe(0);
    for (const vendorId of ["a", "b", "c"]) expect(await find(vendorId)).toBeNull();
    for (const vendorId of ["recent", "open", "touched"]) expect(await find(vendorId)).not.toBeNull();
    expect(await figures()).toEqual(before);
    // Deletion by age is no change; older changes that are still stored lose the person as well.
    const after = await store.readChanges(0, 100);
    expect(after.map(({ position, kind, status }) => [position, kind, status])).toEqual(
      changes.map(({ position, kind, status }) => [position, kind, status]),
    );
    const named = after.filter((change) => JSON.stringify(change).includes("Ohnesorg"));
    expect(named.map(({ callback }) => callback.callback.vendorId)).toEqual(["recent", "open", "touched"]);
    expect(await store.deleteEnded({ ...ended(0), source: "south" })).toBe(0);
  });

  it("does not record again what was deleted, though the vendor returns it", async () => {
    const old = observed(1, { vendorId: "old", createdAt: NOON - 50 * DAY, endedAt: NOON - 40 * DAY });
    await record([old], { now: NOON - 39 * DAY });
    expect(await store.deleteEnded(ended(30))).toBe(1);
    expect(await record([{ ...old, ...stampedAt(9) }])).toEqual([]);
    expect(await find("old")).toBeNull();
    // Open again, or ended again since.
    const open = observed(10, { vendorId: "old", createdAt: NOON - 50 * DAY, ...reportedStatus("QUEUED", "waiting") });
    expect(await record([open])).toMatchObject([{ kind: "CREATED" }]);
    const again = observed(10, { vendorId: "again", createdAt: NOON - 50 * DAY, endedAt: NOON - 2 * DAY });
    expect(await record([again])).toMatchObject([{ kind: "CREATED" }]);
  });

  it("does not delete a record without times while the vendor returns it", async () => {
    await record([observed(NOON - 40 * DAY)], { now: NOON - 40 * DAY });
    await record([observed(NOON - DAY)], { now: NOON - DAY });
    expect(await store.deleteEnded(ended(30))).toBe(0);
    expect(await store.deleteEnded(ended(0))).toBe(1);
    expect(await find()).toBeNull();
  });

  it("deletes vendor records, then personal data", async () => {
    await record([observed(1, { endedAt: NOON - 20 * DAY })]);
    const before = await find();
    expect(await store.removeFromEnded(ended(25), "VENDOR_RECORD")).toBe(0);
    expect(await store.removeFromEnded(ended(10), "VENDOR_RECORD")).toBe(1);
    expect(await store.removeFromEnded(ended(10), "VENDOR_RECORD")).toBe(0);
    expect(await find()).toMatchObject({ callback: before?.callback, vendorRecord: {}, removal: "VENDOR_RECORD" });
    expect(await store.removeFromEnded(ended(10), "PERSONAL_DATA")).toBe(1);
    expect(await find()).toMatchObject({
      callback: { status: "COMPLETED", endedAt: NOON - 20 * DAY, customer: NO_CUSTOMER, reason: null },
      vendorRecord: {},
      removal: "PERSONAL_DATA",
    });
    const search = { filter: { search: ["ohnesorg"] }, now: NOON };
    const orderBy = { field: "CREATED_AT", direction: "ASC" } as const;
    const slice = { size: 5, from: "start", after: null, before: null } as const;
    expect((await store.list({ ...search, orderBy, slice })).rows).toEqual([]);
    expect(
      (await store.list({ ...search, orderBy, slice, filter: { phoneNumbers: ["+4915112345678"] } })).rows,
    ).toEqual([]);
  });

  it("publishes no personal data of a callback that lost it, however the record changes", async () => {
    await record([observed(1, { endedAt: NOON - 20 * DAY })]);
    await store.removeFromEnded(ended(10), "PERSONAL_DATA");
    // The same record, and one that differs in what was deleted.
    expect(await record([observed(2, { endedAt: NOON - 20 * DAY })])).toEqual([]);
    expect(await record([observed(3, { endedAt: NOON - 20 * DAY, reason: "another" }, "more notes")])).toEqual([]);
    const changes = await record([observed(4, { endedAt: NOON - 20 * DAY, attemptCount: 3 }, "notes")]);
    expect(changes).toMatchObject([{ kind: "UPDATED", changedFields: ["attemptCount"] }]);
    for (const text of [JSON.stringify(changes), JSON.stringify(await find())]) {
      for (const trace of ["Ohnesorg", "+49151", "person-4711", "notes", "refund"]) expect(text).not.toContain(trace);
    }
  });

  it("stores everything of a callback that is open again", async () => {
    await record([observed(1, { endedAt: NOON - 20 * DAY })]);
    await store.removeFromEnded(ended(10), "PERSONAL_DATA");
    const reopened = await record([observed(2, reportedStatus("RETRYING", "again"))]);
    expect(reopened).toMatchObject([{ kind: "STATUS_CHANGED", callback: { callback: { customer: CUSTOMER } } }]);
    const stored = await find();
    expect(stored).toMatchObject({ callback: { customer: CUSTOMER }, vendorRecord: { notes: "a note" } });
    expect(stored).not.toHaveProperty("removal");
  });

  it("deletes parts of all records that a callback was merged from", async () => {
    const views = { views: WEBEX_VIEWS };
    const schedule = (at: number): Observation => ({ ...observed(at, { endedAt: NOON - 20 * DAY }), view: "schedule" });
    await record([schedule(1)], views);
    await store.removeFromEnded(ended(10), "PERSONAL_DATA");
    const task = { ...observed(2, { endedAt: NOON - 20 * DAY, attemptCount: 2 }, "other notes"), view: "task" };
    await record([schedule(2), task], views);
    for (const trace of ["Ohnesorg", "person-4711", "notes"]) {
      expect([trace, JSON.stringify(await find()).includes(trace)]).toEqual([trace, false]);
    }
    expect(await find()).toMatchObject({ callback: { attemptCount: 2 }, removal: "PERSONAL_DATA" });
  });
});

function stampedAt(at: number): Pick<Observation, "requestNumber" | "observedAt"> {
  return { requestNumber: NOON + at, observedAt: NOON + at };
}
