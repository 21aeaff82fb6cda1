import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import { createDatabase, startPostgres, withClient, type PostgresServer } from "../../../test/support/postgres.js";
import type { RecordedChange } from "../../domain/query.js";
import type { Store } from "../store.js";
import { openPostgresStore } from "./postgres.js";

const LIMITS = { connections: 4, statementTimeoutMs: 5000 };

let server: PostgresServer;
let url: string;
const opened: Store[] = [];

async function open(limits: Partial<typeof LIMITS> = {}): Promise<Store> {
  const store = await openPostgresStore({ url, ...LIMITS, ...limits });
  opened.push(store);
  return store;
}

function record(store: Store, at: number): Promise<readonly RecordedChange[]> {
  const observations = [anObservation(at, { reason: `reason ${at}` })];
  return store.record({ source: "north", observations, quarantined: [], answered: null, now: at });
}

beforeEach(async () => {
  server = await startPostgres();
  ({ url } = await createDatabase(server.url()));
}, 30_000);
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await server.stop();
});

describe("a store in PostgreSQL", () => {
  it("is migrated once where many open it at once", async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => open()));
    await Promise.all(stores.map((store) => store.ping()));
  });

  it.each([1, 2, 3])("opens although the database drops connection %i of the start", async (dropped) => {
    const { hostname, port } = new URL(url);
    let count = 0;
    const proxy = createServer((client) => {
      count += 1;
      if (count === dropped) {
        client.resetAndDestroy();
        return;
      }
      const database = connect(Number(port), hostname);
      for (const [from, to] of [
        [client, database],
        [database, client],
      ] as const) {
        from.pipe(to);
        from.on("error", () => to.destroy());
      }
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const through = new URL(url);
    through.hostname = "127.0.0.1";
    through.port = String((proxy.address() as AddressInfo).port);
    const store = await openPostgresStore({ url: through.href, ...LIMITS });
    await store.ping();
    expect(count).toBeGreaterThan(dropped);
    await store.close();
    proxy.close();
  });

  it("fails with a clear error while the database is down, and recovers by itself", async () => {
    const store = await open();
    const kept: RecordedChange[] = [];
    const failures = new Set<string>();
    let isOver = false;
    const writing = (async () => {
      for (let at = 1; !isOver; at += 1) {
        try {
          kept.push(...(await record(store, at)));
        } catch (error) {
          failures.add(error instanceof Error ? error.message : "");
        }
      }
    })();
    for (const how of ["stop", "crash", "stop"] as const) {
      const before = kept.length;
      await expect.poll(() => kept.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
      await server.restart(how);
    }
    const before = kept.length;
    await expect.poll(() => kept.length, { timeout: 20_000 }).toBeGreaterThan(before + 5);
    isOver = true;
    await writing;
    expect([...failures]).toEqual(["the database cannot be reached at the moment: try again"]);
    const log = await store.readChanges(0, 1_000_000);
    const positions = new Set(log.map(({ position }) => position));
    expect(kept.filter(({ position }) => !positions.has(position))).toEqual([]);
  }, 60_000);

  it("listens again after the database was down, and notifies once of changes it may have lost", async () => {
    const [writer, reader] = [await open(), await open()];
    let rings = 0;
    reader.onChanges(() => {
      rings += 1;
    });
    for (const at of [1, 2, 3]) {
      rings = 0;
      await server.restart("crash");
      await expect.poll(() => rings, { timeout: 20_000 }).toBe(1);
      await expect.poll(() => record(writer, at).catch(() => null), { timeout: 20_000 }).toHaveLength(1);
      await expect.poll(() => rings).toBe(2);
    }
  }, 60_000);

  it("ends a statement that takes too long, and says so", async () => {
    const store = await open({ statementTimeoutMs: 100 });
    await record(store, 1);
    await withClient(url, async (client) => {
      await client.query("begin");
      await client.query("lock table callbacks in access exclusive mode");
      await expect(record(store, 2)).rejects.toThrow("the database did not respond in time: try again");
    });
    expect(await record(store, 3)).toHaveLength(1);
  });

  it("names the place and the reason where it cannot be opened, and no password", async () => {
    const wrong = new URL(url);
    wrong.pathname = "/nowhere";
    wrong.password = "secret";
    const failure = openPostgresStore({ url: wrong.href, ...LIMITS });
    await expect(failure).rejects.toThrow(
      'the database nowhere at 127.0.0.1 cannot be used: database "nowhere" does not exist',
    );
    await expect(failure).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});
