import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOpenStatus } from "../../src/domain/status.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { createRandom } from "../../src/adapters/fake/random.js";
import type { FakeVendor, Fault } from "../../src/adapters/fake/fake.js";
import { endedStatus } from "../../src/domain/outcome.js";
import { statusOf } from "../../src/domain/ending.js";
import type { RecordedChange } from "../../src/domain/query.js";
import { askAll } from "../support/ask.js";
import { folderOf } from "../support/folder-of.js";
import { sendEvents } from "../support/events.js";
import { startWorld, type World } from "../support/world.js";

const OPERATIONS = 150;
const WAIT_MS = 400;
const PER_VENDOR = 24;

const FAULTS: readonly Fault[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 503, headers: { "retry-after": "1" } },
  { kind: "status", status: 429, headers: { "retry-after": "1" } },
  { kind: "status", status: 401 },
  { kind: "status", status: 404 },
  { kind: "hang" },
  { kind: "cut" },
  { kind: "half" },
  { kind: "not-json" },
  { kind: "wrong-types" },
  { kind: "huge", bytes: 2_000_000 },
];

const QUERIES: readonly string[] = [
  '{ callbacks(first: 50, maxStaleness: "PT1S") { totalCount nodes { id status } sources { freshness error { code message } } } }',
  '{ callbacks(first: 20, maxStaleness: "PT0S", filter: { isOpen: true }) { nodes { id customer { callbacks { totalCount } } } } }',
  "{ callbackStatistics(groupBy: [VENDOR, STATUS]) { totalCount sources { freshness } } }",
  "{ sources { name health { state lastError { code } } } }",
];

let world: World;
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

/** What keeps this process awake: sockets and timers, by kind. */
function awake(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind === "TCPSocketWrap" || kind === "TCPServerWrap") counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

let before: Record<string, number> = {};
beforeEach(() => {
  before = awake();
});
afterEach(async () => {
  process.off("unhandledRejection", note);
  await world.close();
  // Nothing is left open but what the test's own HTTP client keeps for a while.
  await expect.poll(() => awake()["TCPServerWrap"] ?? 0).toBe(before["TCPServerWrap"] ?? 0);
  await expect
    .poll(() => awake()["TCPSocketWrap"] ?? 0, { timeout: 90_000 })
    .toBeLessThanOrEqual(before["TCPSocketWrap"] ?? 0);
});

describe.each([1, 2, 3])("chaos with the seed %i", (seed) => {
  it(
    "ends with the vendors' data: nothing lost, no phantom, no wrong status, each query served in time",
    { timeout: 600_000 },
    async () => {
      process.on("unhandledRejection", note);
      const random = createRandom(seed);
      world = await startWorld({
        seed,
        count: PER_VENDOR,
        settings: { sync: { polling: false }, freshness: { waitMs: WAIT_MS, maxStalenessMs: 1000 } },
        ofSources: { timeoutMs: 2000, breakMs: 50, maxResponseBytes: 1_000_000, quota: null },
      });
      const fakes = Object.values(world.fakes);
      const late: number[] = [];

      for (let operation = 0; operation < OPERATIONS; operation += 1) {
        const fake = random.pick(fakes);
        const kind = random.int(0, 9);
        if (kind <= 2) fake.fault = random.pick(FAULTS);
        else if (kind <= 4) fake.fault = null;
        else if (kind <= 6) disturb(fake, random.int(0, 1_000_000));
        world.time.now += random.int(0, 3000);
        if (kind % 2 === 0) {
          const startedAt = performance.now();
          const { errors } = await askAll(world.url, random.pick(QUERIES));
          late.push(performance.now() - startedAt);
          expect(errors ?? []).toEqual([]);
        }
      }
      expect(unhandled).toEqual([]);
      // A query waits for vendors no longer than its deadline. The seconds on top are for busy machines: a hang would be longer.
      expect(late.filter((ms) => ms > WAIT_MS * 1.1 + 8000)).toEqual([]);

      for (const fake of fakes) fake.fault = null;
      await settle();
      await expectTruth();
      await expectHonestHistory();
    },
  );
});

/** Something happens at a vendor: a status moves, a callback goes. */
function disturb(fake: FakeVendor, draw: number): void {
  const ids = [...fake.records.keys()];
  const id = ids[draw % ids.length];
  const words = Object.keys(fake.vendorStatuses);
  if (id === undefined) return;
  if (draw % 7 === 0) fake.records.delete(id);
  else if (words.length > 0) fake.setVendorStatus(id, words[draw % words.length] ?? "");
}

/** Lets the gateway look until every source is fresh again, and twice more for what is missed to be gone. */
async function settle(): Promise<void> {
  const query = '{ callbacks(first: 1, maxStaleness: "PT0S") { sources { freshness } } }';
  const look = async (): Promise<boolean> => {
    world.time.now += 20_000;
    const { data } = await askAll<{ callbacks: { sources: { freshness: string }[] } }>(world.url, query);
    return data.callbacks.sources.every(({ freshness }) => freshness === "FRESH");
  };
  await expect.poll(look, { timeout: 240_000, interval: 50 }).toBe(true);
  // One vendor's callbacks are found by its events alone.
  await sendEvents(world.url, world.fakes, world.time.now);
  const sent = (): number => Object.values(world.fakes).reduce((total, { log }) => total + log.length, 0);
  for (let [before, silent] = [-1, 0]; silent < 10; before = sent()) {
    silent = sent() === before ? silent + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await look();
  await expect.poll(look, { timeout: 240_000, interval: 50 }).toBe(true);
}

async function everything(): ReturnType<World["store"]["list"]> {
  const slice = { size: 10_000, from: "start" as const, after: null, before: null };
  return world.store.list({
    filter: {},
    orderBy: { field: "WINDOW_START", direction: "ASC" },
    slice,
    now: world.time.now,
  });
}

/** Vendors whose list proves no absence: a callback that has ended is not fetched again, so nobody learns that it is gone. */
const WINDOWS: ReadonlySet<string> = new Set(["GENESYS_GMS", "GENESYS_CLOUD", "AMAZON_CONNECT"]);

/** Vendors that show a record no longer once its window has ended, while their fake still holds it. */
const DROPPING: ReadonlySet<string> = new Set(["WEBEX"]);

/** Every record that a vendor holds is known, with the status that its word means; every other one is not held. */
async function expectTruth(): Promise<void> {
  const { rows } = await everything();
  for (const { vendor } of ADAPTERS) {
    const name = folderOf(vendor);
    const fake = world.fakes[name];
    const known = new Map(
      rows.filter(({ callback }) => callback.source === name).map((row) => [row.callback.vendorId, row]),
    );
    for (const [id, row] of known) {
      const isOver = (row.callback.window?.end ?? Number.POSITIVE_INFINITY) <= world.time.now;
      const isForgotten = DROPPING.has(vendor) ? isOver : WINDOWS.has(vendor) && !isOpenStatus(row.publishedStatus);
      if (!isForgotten) expect([name, id, row.isPresentAtVendor]).toEqual([name, id, fake?.records.has(id)]);
      const { vendorStatus, statusBasis, status, outcome } = row.callback;
      if (
        statusBasis === "REPORTED" &&
        vendorStatus !== null &&
        fake !== undefined &&
        vendorStatus in fake.vendorStatuses
      ) {
        // What a word leaves open, the call's result may decide.
        const meant = [fake.vendorStatuses[vendorStatus], ...(outcome === null ? [] : [endedStatus(outcome.category)])];
        expect(meant, `${name}:${id}`).toContain(status);
      }
      expect(row.publishedStatus).toBe(statusOf(row, Math.max(row.observedAt, row.statusChangedAt)));
    }
    // Interactions of other kinds are no callbacks: what the fake says of them is not a row of ours.
    const callbacks = [...(fake?.records ?? [])].filter(([, record]) => (record["entity_type"] ?? 5) === 5);
    const lost = callbacks.filter(([id]) => !known.has(id)).map(([id]) => `${name}:${id}`);
    expect(lost).toEqual([]);
  }
}

/** The log tells each callback's life without a break: created once, each status from the one before. */
async function expectHonestHistory(): Promise<void> {
  const changes: RecordedChange[] = [];
  for (let after = 0; ; after = changes.at(-1)?.position ?? after) {
    const page = await world.store.readChanges(after, 500);
    if (page.length === 0) break;
    changes.push(...page);
  }
  const told = new Map<number, RecordedChange>();
  for (const change of changes) {
    const before = told.get(change.rowId);
    expect(change.kind === "CREATED").toBe(before === undefined);
    expect(change.previousStatus).toBe(before?.status ?? null);
    if (change.kind === "STATUS_CHANGED") expect(change.status).not.toBe(change.previousStatus);
    if (change.kind !== "CREATED") expect(change.changedFields.length).toBeGreaterThan(0);
    told.set(change.rowId, change);
  }
  for (const row of (await everything()).rows) expect(told.get(row.rowId)?.status).toBe(row.publishedStatus);
}
