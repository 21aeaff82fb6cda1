import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anObservation } from "../../test/support/observations.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import type { Store } from "../stores/store.js";
import { startMaintenance, type Maintenance } from "./maintenance.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 5, 1);
const COUNT = 100;

let store: Store;
let maintenance: Maintenance | null = null;
let time: { wall: number; monotonic: number };

beforeEach(async () => {
  store = await openSqliteStore(":memory:");
  time = { wall: START, monotonic: 0 };
  for (let index = 0; index < COUNT; index += 1) {
    const observations = [anObservation(START - 8 * DAY + index, { vendorId: `${index}` })];
    await store.record({ source: "north", observations, quarantined: [], answered: null, now: START });
  }
  const attempt = {
    kind: "SCHEDULE",
    source: "north",
    actor: null,
    subject: {},
    target: null,
    fingerprint: null,
  } as const;
  for (const key of ["1", "2"]) {
    await store.beginCommand({ ...attempt, key, inputHash: key, knownIds: [], startedAt: START - 91 * DAY });
  }
});
afterEach(async () => {
  await maintenance?.close();
  maintenance = null;
  await store.close();
});

function start(keepChanges = 5_000_000, storeUnderTest = store): void {
  maintenance = startMaintenance({
    store: storeUnderTest,
    clock: () => time.wall,
    monotonic: () => time.monotonic,
    logger: pino({ level: "silent" }),
    forgetful: () => new Set(),
    changesMs: 7 * DAY,
    changes: keepChanges,
    auditMs: 90 * DAY,
  });
}

const size = async (): Promise<number> => {
  const { floor, last } = await store.logBounds();
  return last - floor;
};

/** Counts the rounds of maintenance, so that a test can wait for some. */
function counted(): { readonly store: Store; readonly rounds: () => Promise<void> } {
  let rounds = 0;
  const elapse: Store["elapse"] = (...request) => {
    rounds += 1;
    return store.elapse(...request);
  };
  return {
    store: { ...store, elapse },
    async rounds() {
      const until = rounds + 2;
      await vi.waitFor(() => expect(rounds).toBeGreaterThanOrEqual(until), { timeout: 10_000 });
    },
  };
}

describe("maintenance", () => {
  it("drops old changes and keys as monotonic time passes, never all at once", { timeout: 30_000 }, async () => {
    const watched = counted();
    start(5_000_000, watched.store);
    await watched.rounds();
    expect([await size(), await store.countCommands()]).toEqual([COUNT, 2]);
    for (const [most, least] of [
      [COUNT, COUNT - 2],
      [COUNT - 2, COUNT - 4],
    ]) {
      time.wall += MINUTE;
      time.monotonic += MINUTE;
      await watched.rounds();
      expect(await size()).toBeLessThanOrEqual(most ?? 0);
      expect(await size()).toBeGreaterThanOrEqual(least ?? 0);
    }
    expect(await size()).toBeLessThan(COUNT);
  });

  it("deletes idempotency keys with the audit, and no younger ones", { timeout: 30_000 }, async () => {
    const watched = counted();
    const attempt = {
      kind: "CANCEL",
      source: "north",
      actor: null,
      subject: {},
      target: null,
      fingerprint: null,
    } as const;
    await store.beginCommand({ ...attempt, key: "young", inputHash: "y", knownIds: [], startedAt: START - DAY });
    start(5_000_000, watched.store);
    for (let hours = 0; hours < 10 && (await store.countCommands()) > 1; hours += 1) {
      await watched.rounds();
      time.monotonic += 60 * MINUTE;
    }
    const left = (await store.listCommands(10, null)).map(({ key }) => key);
    expect(left).toEqual(["young"]);
  });

  it("drops nothing because of a clock that is eight days ahead for a while", { timeout: 30_000 }, async () => {
    const watched = counted();
    start(5_000_000, watched.store);
    await watched.rounds();
    time.wall += 8 * DAY;
    time.monotonic += 5000;
    await watched.rounds();
    expect([await size(), await store.countCommands()]).toEqual([COUNT, 2]);
  });

  it("deletes changes above the maximum immediately, at any clock time", async () => {
    start(10);
    await vi.waitFor(async () => expect(await size()).toBe(10));
  });
});
