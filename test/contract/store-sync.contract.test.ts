import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Observation } from "../../src/domain/change/observation.js";
import { reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { RecordBatch, Store, SyncKey } from "../../src/stores/store.js";
import { anObservation } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

const SYNC_KEYS = [
  { key: "phoneNumber:+14155550100", requestedAt: 123, page: null },
  { key: "listWalk", requestedAt: null, page: 17 },
] as const satisfies readonly SyncKey[];

function batch(observations: readonly Observation[]): RecordBatch {
  return { source: "north", observations, quarantined: [], answered: null, now: 10_000 };
}

describe.each(STORES)("the schedule of the background sync in the $name store", (engine) => {
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

  it("survives a restart", async () => {
    await store.saveSyncKeys("north", SYNC_KEYS);
    await store.close();
    store = await where.open();
    expect(new Set(await store.readSyncKeys("north"))).toEqual(new Set(SYNC_KEYS));
  });

  it("saves when keys of the background sync were requested, the last time of each", async () => {
    await store.saveSyncKeys("north", SYNC_KEYS);
    await store.saveSyncKeys("south", [{ key: "list", requestedAt: 7, page: 2 }]);
    const later = { key: "phoneNumber:+14155550100", requestedAt: 456, page: null };
    await store.saveSyncKeys("north", [{ ...later, requestedAt: 400 }, later]);
    expect(new Set(await store.readSyncKeys("north"))).toEqual(new Set([SYNC_KEYS[1], later]));
    await store.trimSyncKeys("north", 456);
    expect(new Set(await store.readSyncKeys("north"))).toEqual(new Set([SYNC_KEYS[1], later]));
    await store.trimSyncKeys("north", 457);
    expect(await store.readSyncKeys("north")).toEqual([SYNC_KEYS[1]]);
    expect(await store.readSyncKeys("south")).toEqual([{ key: "list", requestedAt: 7, page: 2 }]);
    const many = Array.from({ length: 1000 }, (_, index) => ({ key: `id:${index}`, requestedAt: index, page: null }));
    await store.saveSyncKeys("east", many);
    expect(await store.readSyncKeys("east")).toHaveLength(1000);
  });

  it("shows the poller what is open and present, with when it was observed last", async () => {
    const window = instantWindow(5000, 9000, null);
    await store.record(batch([anObservation(100, { window, nextAttemptAt: 6000 })]));
    await store.record(batch([anObservation(200, { vendorId: "over", ...reportedStatus("COMPLETED", "DONE") })]));
    await store.record(batch([anObservation(300, { window, nextAttemptAt: 6000 })]));
    expect(await store.readOpenTargets("north")).toMatchObject([
      {
        vendorId: "1",
        windowStart: 5000,
        windowEnd: 9000,
        nextAttemptAt: 6000,
        observedAt: 300,
      },
    ]);
    expect(await store.readOpenTargets("south")).toEqual([]);
  });
});
