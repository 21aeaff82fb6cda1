import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeliveryEvent } from "../../src/domain/delivery.js";
import type { DeliveryProgress, Store } from "../../src/stores/store.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const DAY = 86_400_000;
const NOTHING: DeliveryProgress = { position: 0, stoppedAt: null, done: [], pending: [], dead: [] };

const anEvent = (position: number, fields: Partial<DeliveryEvent> = {}): DeliveryEvent => ({
  id: `crm-${position}`,
  position,
  rowId: position * 10,
  callbackId: `callback-${position}`,
  kind: "CREATED",
  observedAt: NOON + position,
  attempts: 0,
  firstAttemptAt: null,
  nextAttemptAt: 0,
  reason: null,
  ...fields,
});

describe.each(STORES)("deliveries in the $name store", (engine) => {
  let place: StorePlace;
  let store: Store;
  beforeEach(async () => {
    place = await engine.place();
    store = await place.open();
    await store.beginDelivery("crm", "now");
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });
  const save = (revision: number, progress: Partial<DeliveryProgress>, now = NOON): Promise<boolean> =>
    store.saveDelivery("crm", revision, { ...NOTHING, ...progress }, now);

  it("have no state before they begin, and begin once", async () => {
    expect(await store.readDelivery("other")).toBeNull();
    await save(0, { position: 7 });
    await store.beginDelivery("crm", "beginning");
    expect(await store.readDelivery("crm")).toEqual({ position: 7, stoppedAt: null, revision: 1, pending: [] });
  });

  it("save progress once for each revision, also over a restart", async () => {
    const failed = anEvent(3, { attempts: 2, firstAttemptAt: NOON, nextAttemptAt: NOON + 5, reason: "HTTP 503" });
    expect(await save(0, { position: 4, pending: [anEvent(4), failed] })).toBe(true);
    expect(await save(0, { position: 9, done: ["crm-3"] })).toBe(false);
    await store.close();
    store = await place.open();
    const state = { position: 4, stoppedAt: null, revision: 1, pending: [failed, anEvent(4)] };
    expect(await store.readDelivery("crm")).toEqual(state);
    expect(await save(1, { position: 5, done: ["crm-3"], stoppedAt: NOON })).toBe(true);
    const after = { position: 5, stoppedAt: NOON, revision: 2, pending: [anEvent(4)] };
    expect(await store.readDelivery("crm")).toEqual(after);
  });

  it("list dead letters, and retry one or all of them; a stopped delivery goes on", async () => {
    const dead = [1, 2, 3].map((position) => ({ ...anEvent(position, { attempts: 4 }), deadSince: NOON }));
    await save(0, { stoppedAt: NOON, dead });
    expect(await store.listDeadLetters(2)).toEqual(dead.slice(0, 2).map((one) => ({ ...one, delivery: "crm" })));
    expect(await store.retryDeadLetters("crm", "crm-2")).toBe(1);
    expect(await store.retryDeadLetters("crm", "crm-2")).toBe(0);
    expect(await store.readDelivery("crm")).toMatchObject({ stoppedAt: null, pending: [anEvent(2)] });
    expect(await store.retryDeadLetters("other", null)).toBe(0);
    expect(await store.retryDeadLetters("crm", null)).toBe(2);
    expect(await store.listDeadLetters(10)).toEqual([]);
  });

  it("keep a bounded number of dead letters, the newest, for a bounded time", async () => {
    const old = { ...anEvent(1), deadSince: NOON - 31 * DAY };
    const dead = Array.from({ length: 1100 }, (_, index) => ({ ...anEvent(index + 2), deadSince: NOON }));
    await save(0, { dead: [old] });
    expect(await store.listDeadLetters(10)).toEqual([]);
    await save(1, { dead });
    const kept = await store.listDeadLetters(2000);
    expect([kept.length, kept[0]?.position, kept.at(-1)?.position]).toEqual([1000, 102, 1101]);
  });

  it("are summed up for operators", async () => {
    await save(0, { pending: [anEvent(5), anEvent(4)], dead: [{ ...anEvent(1), deadSince: NOON }] });
    expect(await store.listDeliveries()).toEqual([
      {
        name: "crm",
        position: 0,
        stoppedAt: null,
        pendingCount: 2,
        deadLetterCount: 1,
        undeliveredSince: NOON + 4,
      },
    ]);
  });
});
