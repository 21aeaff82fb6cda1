import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { aCallback, anObservation, requestedAt, stampOf } from "../support/observations.js";
import { undoFrom } from "./downgrade.js";
import { STORES, type StorePlace } from "./stores.js";

/** A page of records without differences. */
function aPage(size: number): readonly Observation[] {
  return Array.from({ length: size }, (_, index) => {
    const customer = { ...aCallback().customer, phoneNumber: "+14155550100" };
    return anObservation(0, { vendorId: String(index + 1), customer, ...reportedStatus("SCHEDULED", "WAITING") });
  });
}

function pageAt(
  observedAt: number,
  page: readonly Observation[],
  answered: RecordBatch["answered"] = null,
): RecordBatch {
  const observations = page.map((seen) => ({ ...seen, ...requestedAt(observedAt) }));
  return { source: "north", observations, quarantined: [], answered, now: observedAt };
}

const DUE = { dueAt: 900, lapsesAt: 5000 };
/** Few rows, a page, and more rows than one statement contains. */
const CASES = STORES.flatMap((engine) => [3, 30, 450].map((size) => ({ engine, size, name: engine.name })));

describe.each(CASES)("$size callbacks without changes in the $name store", ({ engine, size }) => {
  const PAGE = aPage(size);
  const page = (at: number, observations = PAGE, answered: RecordBatch["answered"] = null): RecordBatch =>
    pageAt(at, observations, answered);
  let where: StorePlace;
  let store: Store;
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const one = await where.open();
    opened.push(one);
    return one;
  };

  beforeEach(async () => {
    where = await engine.place();
    store = await open();
    for (const at of [100, 200, 300, 400]) await store.record(page(at));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await where.remove();
  });

  const lastObservations = async (from: Store): Promise<unknown> => {
    const slice = { size: 500, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const listed = await from.list({ filter: {}, orderBy, slice, now: 0 });
    const [found] = await from.find([{ source: "north", vendorId: "2" }]);
    const hash = found ? from.customerOf(found.callback).hash : "";
    const request = { customers: [hash], sources: null, size: 500 };
    const ofCustomer = (await from.listOfCustomers(request)).pages.get(hash)?.rows ?? [];
    return [...listed.rows, found, ...ofCustomer].map((row) => [row?.observedAt, row?.statusReportedAt]);
  };
  const everywhere = (at: number): unknown => Array.from({ length: 2 * size + 1 }, () => [at, at]);

  const ids = (page: readonly Observation[]) => page.map(({ callback }) => callback.vendorId).toSorted();
  const unobserved = async (since: number) =>
    (await store.findUnobserved("north", { by: "list" }, since, 1000)).toSorted();

  it("shows the last observation in every read, also after a restart", async () => {
    expect(await lastObservations(store)).toEqual(everywhere(400));
    await store.close();
    expect(await lastObservations(await open())).toEqual(everywhere(400));
  });

  it("finds the callbacks that no request has shown since", async () => {
    const [first, ...others] = PAGE;
    await store.record(page(500, others));
    expect(await store.findUnobserved("north", { by: "list" }, 450, 10)).toEqual([first?.callback.vendorId]);
    expect(await store.findUnobserved("north", { by: "list" }, 400, 10)).toEqual([]);
    const missed = page(600, others, { query: { by: "list" }, stamp: stampOf(600) });
    expect(await store.record(missed)).toEqual([]);
    const gone = await store.record({
      ...missed,
      answered: { query: { by: "list" }, stamp: stampOf(700) },
      now: 700,
    });
    expect(gone.map(({ kind, callback }) => [kind, callback.callback.vendorId, callback.observedAt])).toEqual([
      ["GONE", "1", 400],
    ]);
  });

  it("records a poll of several pages at once, and finds what it lacked", async () => {
    const [others, lacking] = ["second", "third"].map((name) =>
      PAGE.map(({ callback }) => anObservation(0, { ...callback, vendorId: `${name}-${callback.vendorId}` })),
    ) as [Observation[], Observation[]];
    for (const part of [others, lacking]) for (const at of [500, 510]) await store.record(page(at, part));
    const whole = (at: number): RecordBatch => ({
      ...page(at, PAGE, { query: { by: "list" }, stamp: stampOf(at) }),
      observations: [...page(at).observations, ...page(at + 7, others).observations],
    });
    expect(await store.record(whole(600))).toEqual([]);
    expect(await unobserved(600)).toEqual(ids(lacking));
    const told = await store.record(whole(700));
    expect(told.map(({ kind }) => kind)).toEqual(lacking.map(() => "GONE"));
    expect(told.map(({ callback }) => callback.callback.vendorId).toSorted()).toEqual(ids(lacking));
    expect(await store.record(whole(800))).toEqual([]);
    expect([await unobserved(800), await unobserved(801)]).toEqual([[], ids(PAGE)]);
    const keys = ["2", "second-2", "third-2"].map((vendorId) => ({ source: "north", vendorId }));
    const found = (await store.find(keys)).map((row) => [row?.observedAt, row?.isPresentAtVendor]);
    expect(found).toEqual([
      [800, true],
      [807, true],
      [510, false],
    ]);
  });

  it("ignores late responses", async () => {
    expect(await store.record(page(350))).toEqual([]);
    expect(await lastObservations(store)).toEqual(everywhere(400));
  });

  it("records the observations of the others with the change of one", async () => {
    const changed = PAGE.map((seen, index) => (index === 1 ? anObservation(0, { vendorId: "2", reason: "x" }) : seen));
    const kinds = async (batch: RecordBatch): Promise<unknown> => (await store.record(batch)).map(({ kind }) => kind);
    expect(await kinds(page(500, changed))).toEqual(["UPDATED"]);
    for (const at of [600, 700]) expect(await kinds(page(at, changed))).toEqual([]);
    // Back to the content of an earlier revision.
    expect(await kinds(page(800))).toEqual(["UPDATED"]);
    expect(await lastObservations(store)).toEqual(everywhere(800));
  });

  it("records a part of them, another order, and single callbacks", async () => {
    const half = PAGE.slice(0, Math.ceil(size / 2));
    await store.record(page(500, half));
    expect(await unobserved(500)).toEqual(ids(PAGE.slice(half.length)));
    for (const at of [600, 700]) expect(await store.record(page(at, PAGE.toReversed()))).toEqual([]);
    expect(await lastObservations(store)).toEqual(everywhere(700));
    for (const seen of PAGE.slice(0, 3)) await store.record(page(800, [seen]));
    expect(await unobserved(800)).toEqual(ids(PAGE.slice(3)));
    // Some were observed later than the others: an earlier request changes nothing for them.
    await store.record(page(750));
    expect(await unobserved(751)).toEqual(ids(PAGE.slice(3)));
    const shifted = [anObservation(0, { vendorId: "new" }), ...PAGE.slice(0, -1)];
    expect((await store.record(page(900, shifted))).map(({ kind }) => kind)).toEqual(["CREATED"]);
    for (const at of [1000, 1100, 1200]) expect(await store.record(page(at, shifted))).toEqual([]);
    expect(await unobserved(1200)).toEqual(ids(PAGE.slice(-1)));
  });

  it("records observations of callbacks whose status the clock has moved", async () => {
    const derived = PAGE.map(({ callback }) => {
      const vendorId = `derived-${callback.vendorId}`;
      return anObservation(0, { ...callback, vendorId, ...derivedStatus("SCHEDULED", DUE) });
    });
    await store.record(page(500, derived));
    for (const at of [600, 700, 800]) expect(await store.record(page(at, derived))).toEqual([]);
    expect((await store.elapse(900, 1000)).changes.map(({ status }) => status)).toEqual(PAGE.map(() => "QUEUED"));
    for (const at of [1000, 1100]) expect(await store.record(page(at, derived))).toEqual([]);
    const [found] = await store.find([{ source: "north", vendorId: "derived-2" }]);
    expect(found).toMatchObject({ observedAt: 1100, publishedStatus: "QUEUED" });
  });

  it.runIf(engine.isShared)(
    "loses nothing where two gateways record different content at once",
    { timeout: 120_000 },
    async () => {
      const other = await open();
      for (const at of [450, 460, 470]) await other.record(page(at));
      for (let at = 500; at < 700; at += 10) {
        const moved = PAGE.map((seen, index) =>
          index === 1 ? anObservation(0, { vendorId: "2", reason: `${at}` }) : seen,
        );
        await Promise.all([store.record(page(at)), other.record(page(at + 5, moved)), store.record(page(at + 3))]);
        const [found] = await store.find([{ source: "north", vendorId: "2" }]);
        expect(found).toMatchObject({ observedAt: at + 5, callback: { reason: `${at}` } });
        await store.record(page(at + 7));
      }
    },
  );

  it.runIf(engine.isShared)("compares with what another gateway has written meanwhile", async () => {
    const other = await open();
    const moved = PAGE.map((seen) =>
      observationOf({ ...seen, callback: { ...seen.callback, reason: "moved" } }, stampOf(0)),
    );
    expect(await other.record(page(500, moved))).toHaveLength(size);
    expect(await store.record(page(600))).toHaveLength(size);
    expect(await other.record(page(700, moved.slice(0, 1)))).toHaveLength(1);
    const changes = await store.record(page(800));
    expect(changes.map(({ kind, callback }) => [kind, callback.callback.vendorId])).toEqual([["UPDATED", "1"]]);
    expect(await lastObservations(other)).toEqual(everywhere(800));
  });
});

describe.each(STORES)("observations in the $name store of an earlier version", (engine) => {
  it("keeps the time of every callback, whether it was observed by itself, together with others or only when written", async () => {
    const where = await engine.place();
    const before = await where.open();
    await before.record(pageAt(100, aPage(3)));
    await before.close();
    await where.run([
      ...undoFrom("0014-observations", engine),
      "update callbacks set status_reported_at = 100, status_request = 100",
      "insert into sheets (sheet_id, observed_at, is_whole, request_number) values (1, 300, 1, 300)",
      "update sightings set sheet_id = 1, observed_at = 200, request_number = 200 where row_id = 1",
      "update sightings set observed_at = 200, request_number = 200 where row_id = 2",
      "delete from sightings where row_id = 3",
    ]);
    const store = await where.open();
    try {
      const keys = ["1", "2", "3"].map((vendorId) => ({ source: "north", vendorId }));
      const find = async () =>
        (await store.find(keys)).map((row) => [row?.observedAt, row?.statusReportedAt, row?.statusRequestNumber]);
      expect(await find()).toEqual([
        [300, 300, 300],
        [200, 200, 200],
        [100, 100, 100],
      ]);
      const list = { query: { by: "list" }, stamp: stampOf(400) } as const;
      for (let time = 0; time < 2; time += 1) expect(await store.record(pageAt(400, aPage(3), list))).toEqual([]);
      expect(await find()).toEqual(keys.map(() => [400, 400, 400]));
    } finally {
      await store.close();
      await where.remove();
    }
  });
});
