import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { derivedStatus } from "../../src/domain/status.js";
import { CHANGES, type SubscriptionRequest } from "../../src/subscriptions/published-change.js";
import { openSubscriptionHub, type SubscriptionHub } from "../../src/subscriptions/subscription-hub.js";
import type { RecordedChange } from "../../src/domain/query.js";
import type { RecordBatch, Store } from "../../src/stores/store.js";
import { anObservation, stampOf } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const WRITERS = 8;
const ROUNDS = 12;

function batch(source: string, vendorIds: readonly string[], at: number): RecordBatch {
  const observations = vendorIds.map((vendorId) => anObservation(at, { source, vendorId, reason: `reason ${at}` }));
  return { source, observations, quarantined: [], answered: null, now: at };
}

const ALL_CHANGES: SubscriptionRequest = {
  filter: {},
  kinds: ["CREATED", "STATUS_CHANGED", "UPDATED", "GONE"],
  after: null,
  snapshot: false,
};

/** Changes are read because of notifications alone. */
function openHub(store: Store): Promise<SubscriptionHub> {
  return openSubscriptionHub({ store, clock: () => 1, readEveryMs: 2_000_000_000 });
}

describe.each(STORES)("the change log of the $name store", (engine) => {
  let where: StorePlace;
  let stores: readonly Store[];

  beforeEach(async () => {
    where = await engine.place();
    const store = await where.open();
    // As two gateways have it; an embedded store is one process's own.
    stores = [store, engine.isShared ? await where.open() : store];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await where.remove();
  });
  const storeOf = (index: number): Store => stores[index % stores.length] as Store;

  it("is in tables of this schema version, which it reports without a migration", async () => {
    const { current, known } = await storeOf(0).schemaVersion();
    expect(known).toMatch(/^\d{4}-/u);
    expect(current).toBe(known);
  });

  it("shows no number behind a reader that has passed it, however many write", { timeout: 120_000 }, async () => {
    const read: number[] = [];
    let isOver = false;
    const reading = (async () => {
      for (let isLast = false; !isLast;) {
        isLast = isOver;
        const changes = await storeOf(1).readChanges(read.at(-1) ?? 0, 50);
        read.push(...changes.map(({ position }) => position));
        if (changes.length > 0) isLast = false;
      }
    })();
    const written = await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const positions: number[] = [];
        for (let round = 1; round <= ROUNDS; round += 1) {
          const vendorIds = Array.from({ length: 1 + ((writer + round) % 5) }, (__, index) => `${writer}-${index}`);
          const changes = await storeOf(writer).record(batch(`source-${writer % 3}`, vendorIds, round));
          positions.push(...changes.map(({ position }) => position));
        }
        return positions;
      }),
    );
    isOver = true;
    await reading;
    expect(read).toEqual(written.flat().toSorted((a, b) => a - b));
    expect(read.length).toBeGreaterThan(WRITERS * ROUNDS);
  });

  it("publishes once what several gateways observe at the same time", async () => {
    const vendorIds = Array.from({ length: 20 }, (_, index) => `${index}`);
    const told = await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) => storeOf(writer).record(batch("north", vendorIds, 1))),
    );
    expect(told.flat()).toHaveLength(vendorIds.length);
  });

  it("publishes once what the clock has changed, with any number of gateways", async () => {
    const due = Array.from({ length: 20 }, (_, index) =>
      anObservation(1, { vendorId: `${index}`, ...derivedStatus("SCHEDULED", { dueAt: 100 + index, lapsesAt: null }) }),
    );
    await storeOf(0).record({ source: "north", observations: due, quarantined: [], answered: null, now: 1 });
    const told = await Promise.all(Array.from({ length: WRITERS }, (_, index) => storeOf(index).elapse(110, 500)));
    expect(told.flatMap(({ changes }) => changes.map(({ callback }) => callback.callback.vendorId))).toHaveLength(11);
    expect(await storeOf(1).elapse(110, 500)).toEqual({ changes: [], nextAt: 111 });
  });

  it("passes with the notification exactly the changes that it contains", async () => {
    const store = storeOf(0);
    const given: RecordedChange[] = [];
    store.onChanges((appended) => given.push(...appended));
    const derived = derivedStatus("SCHEDULED", { dueAt: 100, lapsesAt: null });
    await store.record(batch("north", ["1", "2"], 1));
    // Twice in one batch: the row holds the second, the log both.
    const twice = [anObservation(2, { reason: "first" }), anObservation(3, { reason: "\0 \ud800 second" })];
    await store.record({ ...batch("north", [], 3), observations: twice });
    await store.record({ ...batch("north", [], 4), observations: [anObservation(4, { vendorId: "3", ...derived })] });
    await store.elapse(110, 500);
    for (const askedAt of [200, 300]) {
      await store.record({
        ...batch("north", ["1"], askedAt),
        answered: { query: { by: "list" }, stamp: stampOf(askedAt) },
      });
    }
    const log = await store.readChanges(0, 100);
    expect(log.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["CREATED", "UPDATED", "STATUS_CHANGED", "GONE"]),
    );
    expect(given).toStrictEqual(log);
  });

  it(
    "reaches subscribers without a gap, with notifications of several stores in any order",
    { timeout: 120_000 },
    async () => {
      const hubs = await Promise.all(stores.map(openHub));
      const published = hubs.map((hub) => {
        const positions: number[] = [];
        void hub.subscribe(ALL_CHANGES).each(CHANGES, ({ position }) => void positions.push(position));
        return positions;
      });
      const written = await Promise.all(
        Array.from({ length: WRITERS * ROUNDS }, (_, index) =>
          storeOf(index).record(batch(`source-${index % 3}`, [`${index}`, `${index}-2`], index + 1)),
        ),
      );
      const all = written.flatMap((changes) => changes.map(({ position }) => position)).toSorted((a, b) => a - b);
      await vi.waitFor(() => expect(published).toEqual(hubs.map(() => all)), { timeout: 90_000 });
      for (const hub of hubs) hub.close();
    },
  );

  it("notifies subscribers of another gateway", async () => {
    const hub = await openHub(storeOf(1));
    const stream = hub.subscribe(ALL_CHANGES);
    const [change] = await storeOf(0).record(batch("north", ["1"], 1));
    const published = await new Promise((resolve) => {
      void stream.each(CHANGES, (one) => {
        resolve(one);
        return undefined;
      });
    });
    expect(published).toEqual(change);
    hub.close();
  });
});
