import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import { createDatabase, startPostgres, withClient, type PostgresServer } from "../../../test/support/postgres.js";
import type { RecordedChange } from "../../domain/query.js";
import type { ReplicaState } from "../replicas.js";
import type { ListPage, ListRequest, Store } from "../store.js";
import { inspectReplicas, openPostgresStore } from "./postgres.js";

const LIMITS = { connections: 4, statementTimeoutMs: 5000 };
/** Long enough that a replica that is paused by a test is not left out for its lag. */
const MAX_LAG_MS = 60_000;

let primary: PostgresServer;
let replica: PostgresServer;
let url: string;
const opened: Store[] = [];

const replicaUrl = (): string => replica.url(new URL(url).pathname.slice(1));

async function open(maxLagMs = MAX_LAG_MS, urls = [replicaUrl()]): Promise<Store> {
  const store = await openPostgresStore({ url, ...LIMITS }, { urls, maxLagMs });
  opened.push(store);
  return store;
}

const FIRST: ListRequest = {
  filter: {},
  orderBy: { field: "UPDATED_AT", direction: "ASC" },
  slice: { size: 50, from: "start", after: null, before: null },
  now: 1,
};
const reasonsOf = ({ rows }: ListPage): (string | null)[] => rows.map(({ callback }) => callback.reason);

function record(store: Store, at: number): Promise<readonly RecordedChange[]> {
  const observations = [anObservation(at, { reason: `reason ${at}` })];
  return store.record({ source: "north", observations, quarantined: [], answered: null, now: at });
}

/** Lists until a replica has served a list. */
async function listFromReplica(store: Store): Promise<ListPage> {
  for (;;) {
    const before = store.replicas?.readCounts().replica;
    const page = await store.list(FIRST);
    if (store.replicas?.readCounts().replica !== before) return page;
    await new Promise(setImmediate);
  }
}

const onReplica = (statement: string): Promise<unknown> =>
  withClient(replicaUrl(), (client) => client.query(statement));

beforeAll(async () => {
  primary = await startPostgres();
  replica = await primary.startReplica("first");
});
beforeEach(async () => {
  ({ url } = await createDatabase(primary.url()));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(async () => {
  await replica.stop();
  await primary.stop();
});

describe("read replicas", { timeout: 120_000 }, () => {
  it("serve lists, statistics, figures, customers, history and replays, all with the latest write", async () => {
    const store = await open();
    for (let at = 1; at <= 5; at += 1) {
      await record(store, at);
      // Right after the write, from either server.
      expect(reasonsOf(await store.list(FIRST))).toEqual([`reason ${at}`]);
      expect(reasonsOf(await listFromReplica(store))).toEqual([`reason ${at}`]);
    }
    const [row] = (await listFromReplica(store)).rows;
    const customer = store.customerOf(row!.callback).hash!;
    const key = { source: "north", vendorId: row!.callback.vendorId };
    const slice = { size: 50, from: "start" as const, after: null, before: null };
    const before = store.replicas!.readCounts().replica;
    await store.statistics({ filter: {}, groupBy: [], timeZone: "UTC", now: 1 });
    await store.performance({ filter: {}, groupBy: [], bounds: [0, 900_000], now: 1, hasWaits: true });
    await store.countOpenOfCustomers([customer], null, 1);
    await store.findCustomers([customer], null);
    expect((await store.history(key, slice)).changes).toHaveLength(5);
    expect(await store.replayChanges(0, 10)).toHaveLength(5);
    expect(store.replicas!.readCounts().replica - before).toBe(6);
  });

  it("never show old data while they lag: reads go to the primary at once, for writes of other gateways too", async () => {
    const [writer, reader] = [await open(), await open()];
    await record(writer, 1);
    expect(reasonsOf(await listFromReplica(reader))).toEqual(["reason 1"]);
    await onReplica("select pg_wal_replay_pause()");
    await record(writer, 2);
    expect(reasonsOf(await writer.list(FIRST))).toEqual(["reason 2"]);
    let isNotified = false;
    reader.onChanges(() => (isNotified = true));
    await record(writer, 3);
    await expect.poll(() => isNotified).toBe(true);
    const before = reader.replicas!.readCounts();
    const { replica: fromReplica, behind } = { ...before };
    for (let read = 0; read < 20; read += 1) expect(reasonsOf(await reader.list(FIRST))).toEqual(["reason 3"]);
    expect(before.replica).toBe(fromReplica);
    expect(before.behind).toBe(behind + 20);
    await onReplica("select pg_wal_replay_resume()");
    expect(reasonsOf(await listFromReplica(reader))).toEqual(["reason 3"]);
  });

  it("see observations too, which append no change", async () => {
    const store = await open();
    await record(store, 1);
    const [, seenAgain] = [await listFromReplica(store), { ...anObservation(7, { reason: "reason 1" }) }];
    await onReplica("select pg_wal_replay_pause()");
    await store.record({ source: "north", observations: [seenAgain], quarantined: [], answered: null, now: 7 });
    expect((await store.list(FIRST)).rows.map(({ observedAt }) => observedAt)).toEqual([7]);
    await onReplica("select pg_wal_replay_resume()");
    expect((await listFromReplica(store)).rows.map(({ observedAt }) => observedAt)).toEqual([7]);
  });

  it("serve reads also after writes by which gateways only coordinate: leases, and rates of callers", async () => {
    const store = await open();
    await record(store, 1);
    await listFromReplica(store);
    await onReplica("select pg_wal_replay_pause()");
    await store.beat("another gateway", 1000);
    await store.acquireLeases("another gateway", ["north"], 1000);
    await store.quotas!.draw("north", { burst: 5, refillMs: 1000, maxClosedMs: 1000 }, 0);
    await store.rates!.drawTokens({ requests: 5, perMs: 1000 }, [{ key: "of ana", tokens: 1 }]);
    const { replica: before } = { ...store.replicas!.readCounts() };
    expect(reasonsOf(await store.list(FIRST))).toEqual(["reason 1"]);
    expect(store.replicas!.readCounts().replica).toBe(before + 1);
    await onReplica("select pg_wal_replay_resume()");
  });

  it("that lag for too long are left out, and come back by themselves", async () => {
    const store = await open(300);
    const states: ReplicaState[] = [];
    store.replicas!.onState((state) => states.push(state));
    await listFromReplica(store);
    await onReplica("select pg_wal_replay_pause()");
    // Written past the gateway, which so knows only that the replica lags.
    await withClient(url, (client) => client.query("create table others (id int)"));
    await expect.poll(() => states.at(-1)).toMatchObject({ isServing: false, reason: "it lags behind the primary" });
    await onReplica("select pg_wal_replay_resume()");
    await expect.poll(() => states.at(-1)).toMatchObject({ isServing: true, reason: null });
  });

  it("that die are left out without an error, and are reported once", async () => {
    const store = await open(1000);
    const states: ReplicaState[] = [];
    store.replicas!.onState((state) => states.push(state));
    await record(store, 1);
    await listFromReplica(store);
    await replica.kill();
    const reading = async (): Promise<void> => {
      for (let read = 0; read < 50; read += 1) expect(reasonsOf(await store.list(FIRST))).toEqual(["reason 1"]);
    };
    await Promise.all([reading(), reading(), reading()]);
    await expect.poll(() => store.replicas!.states()[0]?.isServing).toBe(false);
    await store.list(FIRST);
    // The database may not have been replicated yet at the first check.
    expect(states.map(({ isServing }) => isServing).slice(-2)).toEqual([true, false]);
    expect(store.replicas!.readCounts().unavailable).toBeGreaterThan(0);
    await store.ping();
    await replica.restart("crash");
    expect(reasonsOf(await listFromReplica(store))).toEqual(["reason 1"]);
  });

  it("are not what is a server of its own, or another primary's replica", async () => {
    const other = await startPostgres();
    try {
      const store = await open(MAX_LAG_MS, [other.url(), replicaUrl()]);
      await expect.poll(() => store.replicas!.states().length).toBe(2);
      const { reason } = store.replicas!.states().find(({ isServing }) => !isServing)!;
      expect(reason).toMatch(/log_timelines|not a replica/u);
      const findings = await inspectReplicas({ url, ...LIMITS }, { urls: [replicaUrl(), other.url()], maxLagMs: 500 });
      expect(findings.map(({ problem }) => problem === null)).toEqual([true, false]);
    } finally {
      await other.stop();
    }
  });
});
