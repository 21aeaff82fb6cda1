import Database from "libsql";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { anObservation, requestedAt } from "../../../test/support/observations.js";
import type { RecordBatch, Store } from "../store.js";
import { openSqliteStore } from "./sqlite.js";

const FULL = 2;
/** The changes of the connection's durability, in their order. */
const exec = vi.spyOn(Database.prototype, "exec");
let store: Store;

beforeEach(async () => {
  exec.mockClear();
  store = await openSqliteStore(":memory:");
});
afterEach(() => store.close());

function connection(): Database.Database {
  return exec.mock.contexts[0] as unknown as Database.Database;
}

function steps(): string[] {
  const texts = exec.mock.calls.map(([text]) => text);
  exec.mockClear();
  return texts;
}

function page(at: number, reason = "billing"): RecordBatch {
  const observations = Array.from({ length: 20 }, (_, index) => anObservation(at, { vendorId: `${index}`, reason }));
  return { source: "north", observations, quarantined: [], answered: null, now: at };
}

it("is required of every commit except those of observation times alone", async () => {
  const database = connection();
  const mode = (): unknown => database.pragma("synchronous");
  expect(steps()).toEqual(["pragma synchronous = full"]);
  const look = page(1);
  const again = (at: number): RecordBatch => ({
    ...look,
    observations: look.observations.map((seen) => ({ ...seen, ...requestedAt(at) })),
    now: at,
  });
  await store.record(again(1));
  expect([steps(), mode()]).toEqual([[], [{ synchronous: FULL }]]);
  expect(await store.record(again(3))).toEqual([]);
  await store.saveSyncKeys("north", [{ key: "list", requestedAt: 3, page: null }]);
  const soft = ["pragma synchronous = normal", "pragma synchronous = full"];
  expect([steps(), mode()]).toEqual([[...soft, ...soft], [{ synchronous: FULL }]]);
  expect(await store.record(page(4, "other"))).toHaveLength(20);
  expect(steps()).toEqual([]);
});

it("is required again after a soft write that failed", async () => {
  const database = connection();
  database.exec("drop table sync_keys");
  const saving = store.saveSyncKeys("north", [{ key: "list", requestedAt: 4, page: null }]);
  await expect(saving).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(database.pragma("synchronous")).toEqual([{ synchronous: FULL }]);
});
