import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import type { RecordedChange } from "../../src/domain/query.js";
import { openPostgresStore } from "../../src/stores/postgres/postgres.js";
import type { Store } from "../../src/stores/store.js";
import { ask } from "../support/ask.js";
import { openDatabaseAddress, type DatabaseAddress } from "../support/database-address.js";
import { CHANGE_FIELDS, follow, type Change, type Following } from "../support/follow.js";
import { anObservation } from "../support/observations.js";
import { createDatabase, startPostgres, withClient, type PostgresServer } from "../support/postgres.js";
import { START, startWorld, type World } from "../support/world.js";

const LIMITS = { connections: 4, statementTimeoutMs: 5000 };
const SUBSCRIPTION = `subscription ($after: String) { callbackChanged(after: $after) { ${CHANGE_FIELDS} } }`;
const LIST = "{ callbacks(first: 100) { changeCursor nodes { vendorId reason } } }";

interface Listed {
  readonly callbacks: {
    readonly changeCursor: string;
    readonly nodes: readonly { readonly vendorId: string; readonly reason: string }[];
  };
}

let primary: PostgresServer;
let replica: PostgresServer;
let name: string;
let address: DatabaseAddress;
let world: World;
/** Another gateway's. */
let writer: Store;
const followers: Following[] = [];

let requests = 0;

function record(vendorId: string, reason = "first"): Promise<readonly RecordedChange[]> {
  const source = "mindful";
  const observations = [anObservation(START + (requests += 1), { source, vendor: "MINDFUL", vendorId, reason })];
  return writer.record({ source, observations, quarantined: [], answered: null, now: START });
}

/** As a poller does, which sees the same record again after a failure. */
async function recordAnyway(vendorId: string, reason?: string): Promise<void> {
  await expect
    .poll(() =>
      record(vendorId, reason).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
}

function subscribe(after: string | null = null): Following {
  const following = follow(world.url, "ws", SUBSCRIPTION, { after });
  followers.push(following);
  return following;
}

const codeOf = (ended: unknown): unknown =>
  (ended as readonly { readonly extensions?: { readonly code?: string } }[])[0]?.extensions?.code;
const list = async (): Promise<Listed["callbacks"]> => (await ask<Listed>(world.url, LIST)).callbacks;
const idsOf = (changes: readonly Change[]): string[] => changes.map(({ callback }) => callback.vendorId);

async function promote(): Promise<void> {
  await withClient(replica.url(), (client) => client.query("select pg_promote()"));
  address.moveTo(replica.url());
}

async function waitForReplica(): Promise<void> {
  const caughtUp = "select bool_and(replay_lsn >= pg_current_wal_lsn()) as done from pg_stat_replication";
  await withClient(primary.url(), (client) =>
    expect.poll(async () => (await client.query<{ done: boolean | null }>(caughtUp)).rows[0]?.done).toBe(true),
  );
}

beforeEach(async () => {
  primary = await startPostgres();
  const { url } = await createDatabase(primary.url());
  name = new URL(url).pathname.slice(1);
  replica = await primary.startReplica("standby");
  address = await openDatabaseAddress(url);
  const open = (): Promise<Store> =>
    openPostgresStore({ url: address.urlOf(url), ...LIMITS }, { urls: [replica.url(name)], maxLagMs: 2000 });
  world = await startWorld({ openStore: open });
  writer = await open();
}, 120_000);
afterEach(async () => {
  await Promise.all(followers.splice(0).map((following) => following.stop()));
  await writer.close();
  await world.close();
  await address.close();
  await replica.stop();
  await primary.stop();
});

describe("a failover to a replica", { timeout: 240_000 }, () => {
  it("loses and doubles no change with synchronous replication, and subscribers resume by their cursor", async () => {
    await withClient(primary.url(), async (client) => {
      await client.query("alter system set synchronous_standby_names = 'standby'");
      await client.query("alter system set synchronous_commit = 'remote_apply'");
      await client.query("select pg_reload_conf()");
    });
    const COUNT = 120;
    const told: Change[] = [];
    const following = (async () => {
      while (told.length < COUNT) {
        const subscription = subscribe(told.at(-1)?.cursor);
        await subscription.next(COUNT - told.length).catch(() => null);
        await subscription.stop();
        told.push(...subscription.told);
      }
    })();
    await expect.poll(() => world.gateway.counts().followers).toBe(1);
    const writing = (async () => {
      for (let id = 1; id <= COUNT; id += 1) await recordAnyway(`${id}`);
    })();
    await expect.poll(async () => (await writer.logBounds()).last).toBeGreaterThan(COUNT / 3);
    await primary.kill();
    await promote();
    // The promoted server has no standby: it would wait for one for ever.
    await withClient(replica.url(), async (client) => {
      await client.query("alter system reset synchronous_standby_names");
      await client.query("select pg_reload_conf()");
    });
    await Promise.all([writing, following]);
    const expected = Array.from({ length: COUNT }, (_, index) => `${index + 1}`);
    expect(idsOf(told)).toEqual(expected);
    expect((await writer.readChanges(0, 1000)).map(({ callback }) => callback.callback.vendorId)).toEqual(expected);
    expect((await list()).nodes).toHaveLength(100);
  });

  it("without it, refuses cursors of lost changes, keeps all others, and gives no position away again", async () => {
    for (const id of ["1", "2"]) await record(id);
    const kept = (await list()).changeCursor;
    await waitForReplica();
    const live = subscribe();
    await expect.poll(() => world.gateway.counts().followers).toBe(1);
    // The replica never receives what is written while it is down.
    await replica.kill();
    await record("2", "lost");
    await record("3");
    await live.next(2);
    const [changeOfTwo, creationOfThree] = live.told;
    const lost = (await list()).changeCursor;
    expect(lost).toBe(creationOfThree?.cursor);
    await primary.kill();
    await replica.restart("crash");
    await promote();
    await recordAnyway("2", "after");
    // The row had the same revision on both servers: no cache shows the lost one.
    await expect.poll(list).toMatchObject({ nodes: [{ vendorId: "1" }, { vendorId: "2", reason: "after" }] });
    expect(codeOf(await live.ended)).toMatch(/CURSOR_EXPIRED|STORE_UNAVAILABLE/u);
    await recordAnyway("4");
    for (const cursor of [lost, changeOfTwo?.cursor ?? ""]) {
      expect(codeOf(await subscribe(cursor).ended)).toBe("CURSOR_EXPIRED");
    }
    const resumed = await subscribe(kept).next(2);
    expect(idsOf(resumed)).toEqual(["2", "4"]);
    expect(resumed.map(({ cursor }) => cursor)).not.toContain(lost);
    const { gaps, last } = await writer.logBounds();
    expect(gaps).toHaveLength(1);
    for (const position of [gaps[0]!.after + 1, gaps[0]!.before - 1]) {
      expect(codeOf(await subscribe(encodeChangeCursor(position)).ended)).toBe("CURSOR_EXPIRED");
    }
    expect((await subscribe(encodeChangeCursor(gaps[0]!.after)).next(2)).at(-1)?.cursor).toBe(encodeChangeCursor(last));
    // The gap counts as no change: three of the four changes stay.
    expect(await writer.trimChanges({ noticedBefore: Number.NEGATIVE_INFINITY, keep: 3, limit: 500 })).toBe(1);
  });
});
