import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Observation } from "../../src/domain/change/observation.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { aCallback, anObservation, requestedAt, stampOf } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

/** A page as an adapter gives it: records that are the same to the letter are the same objects. */
function aPage(size: number): readonly Observation[] {
  return Array.from({ length: size }, (_, index) => {
    const customer = { ...aCallback().customer, phoneNumber: "+14155550100" };
    return anObservation(0, { vendorId: String(index + 1), customer, ...reportedStatus("SCHEDULED", "WAITING") });
  });
}

function lookAt(
  observedAt: number,
  page: readonly Observation[],
  answered: RecordBatch["answered"] = null,
): RecordBatch {
  const observations = page.map((seen) => ({ ...seen, ...requestedAt(observedAt) }));
  return { source: "north", observations, quarantined: [], answered, now: observedAt };
}

const DUE = { dueAt: 900, lapsesAt: 5000 };
/** Few rows are noted one by one, and many together; still more than one statement names. */
const CASES = STORES.flatMap((engine) => [3, 30, 450].map((size) => ({ engine, size, name: engine.name })));

describe.each(CASES)("looks at $size callbacks that have not changed, in the $name store", ({ engine, size }) => {
  const PAGE = aPage(size);
  const look = (at: number, page = PAGE, answered: RecordBatch["answered"] = null): RecordBatch =>
    lookAt(at, page, answered);
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
    for (const at of [100, 200, 300, 400]) await store.record(look(at));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await where.remove();
  });

  const seenAt = async (from: Store): Promise<unknown> => {
    const slice = { size: 500, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const listed = await from.list({ filter: {}, orderBy, slice, now: 0 });
    const [found] = await from.find([{ source: "north", vendorId: "2" }]);
    const request = { phoneNumbers: ["+14155550100"], sources: null, size: 500 };
    const ofCustomer = (await from.listOfCustomers(request)).pages.get("+14155550100")?.rows ?? [];
    return [...listed.rows, found, ...ofCustomer].map((row) => [row?.observedAt, row?.statusReportedAt]);
  };
  const everywhere = (at: number): unknown => Array.from({ length: 2 * size + 1 }, () => [at, at]);

  const ids = (page: readonly Observation[]) => page.map(({ callback }) => callback.vendorId).toSorted();
  const unseen = async (since: number) => (await store.findUnobserved("north", { by: "list" }, since, 1000)).toSorted();

  it("are known to whoever reads, and over a restart", async () => {
    expect(await seenAt(store)).toEqual(everywhere(400));
    await store.close();
    expect(await seenAt(await open())).toEqual(everywhere(400));
  });

  it("leave a page the same list to whoever does not want to know of them", async () => {
    const slice = { size: 500, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const read = async (withoutSightings: boolean) =>
      (await store.list({ filter: {}, orderBy, slice, now: 0, withoutSightings })).rows;
    const before = await read(true);
    await store.record(look(500));
    expect((await read(false)).map(({ observedAt }) => observedAt)).toEqual(PAGE.map(() => 500));
    const after = await read(true);
    expect(after).toBe(before);
    for (const { observedAt } of after) expect(observedAt).toBeLessThanOrEqual(500);
    await store.record(look(600, [anObservation(0, { vendorId: "1", reason: "x" }), ...PAGE.slice(1)]));
    expect((await read(true)).map(({ callback }) => callback.reason)).toContain("x");
  });

  it("are told from what was not seen since", async () => {
    const [first, ...others] = PAGE;
    await store.record(look(500, others));
    expect(await store.findUnobserved("north", { by: "list" }, 450, 10)).toEqual([first?.callback.vendorId]);
    expect(await store.findUnobserved("north", { by: "list" }, 400, 10)).toEqual([]);
    const missed = look(600, others, { query: { by: "list" }, stamp: stampOf(600) });
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

  it("are one look where their pages were asked for one after another, and tell what it lacks", async () => {
    const [others, lacking] = ["second", "third"].map((name) =>
      PAGE.map(({ callback }) => anObservation(0, { ...callback, vendorId: `${name}-${callback.vendorId}` })),
    ) as [Observation[], Observation[]];
    for (const page of [others, lacking]) for (const at of [500, 510]) await store.record(look(at, page));
    const whole = (at: number): RecordBatch => ({
      ...look(at, PAGE, { query: { by: "list" }, stamp: stampOf(at) }),
      observations: [...look(at).observations, ...look(at + 7, others).observations],
    });
    expect(await store.record(whole(600))).toEqual([]);
    expect(await unseen(600)).toEqual(ids(lacking));
    const told = await store.record(whole(700));
    expect(told.map(({ kind }) => kind)).toEqual(lacking.map(() => "GONE"));
    expect(told.map(({ callback }) => callback.callback.vendorId).toSorted()).toEqual(ids(lacking));
    expect(await store.record(whole(800))).toEqual([]);
    expect([await unseen(800), await unseen(801)]).toEqual([[], ids(PAGE)]);
    const keys = ["2", "second-2", "third-2"].map((vendorId) => ({ source: "north", vendorId }));
    const found = (await store.find(keys)).map((row) => [row?.observedAt, row?.isPresentAtVendor]);
    expect(found).toEqual([
      [800, true],
      [807, true],
      [510, false],
    ]);
  });

  it("that come late change nothing", async () => {
    expect(await store.record(look(350))).toEqual([]);
    expect(await seenAt(store)).toEqual(everywhere(400));
  });

  it("go on over a change, each for itself", async () => {
    const changed = PAGE.map((seen, index) => (index === 1 ? anObservation(0, { vendorId: "2", reason: "x" }) : seen));
    const kinds = async (batch: RecordBatch): Promise<unknown> => (await store.record(batch)).map(({ kind }) => kind);
    expect(await kinds(look(500, changed))).toEqual(["UPDATED"]);
    for (const at of [600, 700]) expect(await kinds(look(at, changed))).toEqual([]);
    // Back again to the very objects that were compared with an earlier revision.
    expect(await kinds(look(800))).toEqual(["UPDATED"]);
    expect(await seenAt(store)).toEqual(everywhere(800));
  });

  it("may be at a part of them, or in another order, or one by one", async () => {
    const half = PAGE.slice(0, Math.ceil(size / 2));
    await store.record(look(500, half));
    expect(await unseen(500)).toEqual(ids(PAGE.slice(half.length)));
    for (const at of [600, 700]) expect(await store.record(look(at, PAGE.toReversed()))).toEqual([]);
    expect(await seenAt(store)).toEqual(everywhere(700));
    for (const seen of PAGE.slice(0, 3)) await store.record(look(800, [seen]));
    expect(await unseen(800)).toEqual(ids(PAGE.slice(3)));
    // Some were seen later than the others: they are not seen earlier now.
    await store.record(look(750));
    expect(await unseen(751)).toEqual(ids(PAGE.slice(3)));
    const shifted = [anObservation(0, { vendorId: "new" }), ...PAGE.slice(0, -1)];
    expect((await store.record(look(900, shifted))).map(({ kind }) => kind)).toEqual(["CREATED"]);
    for (const at of [1000, 1100, 1200]) expect(await store.record(look(at, shifted))).toEqual([]);
    expect(await unseen(1200)).toEqual(ids(PAGE.slice(-1)));
  });

  it("are at what the clock has moved no more", async () => {
    const derived = PAGE.map(({ callback }) => {
      const vendorId = `derived-${callback.vendorId}`;
      return anObservation(0, { ...callback, vendorId, ...derivedStatus("SCHEDULED", DUE) });
    });
    await store.record(look(500, derived));
    for (const at of [600, 700, 800]) expect(await store.record(look(at, derived))).toEqual([]);
    expect((await store.elapse(900, 1000)).changes.map(({ status }) => status)).toEqual(PAGE.map(() => "QUEUED"));
    for (const at of [1000, 1100]) expect(await store.record(look(at, derived))).toEqual([]);
    const [found] = await store.find([{ source: "north", vendorId: "derived-2" }]);
    expect(found).toMatchObject({ observedAt: 1100, publishedStatus: "QUEUED" });
  });

  it.runIf(engine.isShared)(
    "are all heard where two gateways are told different things at once",
    { timeout: 30_000 },
    async () => {
      const other = await open();
      for (const at of [450, 460, 470]) await other.record(look(at));
      for (let at = 500; at < 700; at += 10) {
        const moved = PAGE.map((seen, index) =>
          index === 1 ? anObservation(0, { vendorId: "2", reason: `${at}` }) : seen,
        );
        await Promise.all([store.record(look(at)), other.record(look(at + 5, moved)), store.record(look(at + 3))]);
        const [found] = await store.find([{ source: "north", vendorId: "2" }]);
        expect(found).toMatchObject({ observedAt: at + 5, callback: { reason: `${at}` } });
        await store.record(look(at + 7));
      }
    },
  );

  it.runIf(engine.isShared)("are compared anew where another gateway has written meanwhile", async () => {
    const other = await open();
    const moved = PAGE.map((seen) => ({ ...seen, callback: { ...seen.callback, reason: "moved" } }));
    expect(await other.record(look(500, moved))).toHaveLength(size);
    expect(await store.record(look(600))).toHaveLength(size);
    expect(await other.record(look(700, moved.slice(0, 1)))).toHaveLength(1);
    const changes = await store.record(look(800));
    expect(changes.map(({ kind, callback }) => [kind, callback.callback.vendorId])).toEqual([["UPDATED", "1"]]);
    expect(await seenAt(other)).toEqual(everywhere(800));
  });
});
