import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import { createDatabase, withClient } from "../../../test/support/postgres.js";
import type { RecordedChange } from "../../domain/query.js";
import type { Store } from "../store.js";
import { openPostgresStore } from "./postgres.js";

/** One without the rights of a superuser, who owns the database. */
const USER = `gateway_${process.pid}`;

let database: Awaited<ReturnType<typeof createDatabase>>;
let url: string;
const opened: Store[] = [];

async function open(): Promise<Store> {
  const store = await openPostgresStore({ url, connections: 3, statementTimeoutMs: 10_000 });
  opened.push(store);
  return store;
}

async function record(store: Store, vendorIds: readonly string[]): Promise<readonly RecordedChange[]> {
  const observations = vendorIds.map((vendorId) => anObservation(1, { vendorId }));
  return store.record({ source: "north", observations, quarantined: [], answered: null, now: 1 });
}

const run = (statement: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }> =>
  withClient(database.url, (client) => client.query<Record<string, unknown>>(statement));
const closeStores = async (): Promise<unknown> => Promise.all(opened.splice(0).map((store) => store.close()));

beforeEach(async () => {
  database = await createDatabase(inject("postgresUrl"));
  const own = new URL(database.url);
  await run(`create role ${USER} login`);
  await run(`alter database ${own.pathname.slice(1)} owner to ${USER}`);
  own.username = USER;
  url = own.href;
});
afterEach(async () => {
  await closeStores();
  await database.drop();
  await withClient(inject("postgresUrl"), (client) => client.query(`drop role ${USER}`));
});

describe("the history of the server of a store", { timeout: 120_000 }, () => {
  it("is recorded once, and leaves no gap as long as it is the same", async () => {
    await Promise.all([open(), open(), open()]);
    expect(await record(opened[0]!, ["1", "2"])).toMatchObject([{ position: 1 }, { position: 2 }]);
    await closeStores();
    const store = await open();
    expect(await record(store, ["3"])).toMatchObject([{ position: 3 }]);
    expect(await store.logBounds()).toEqual({ floor: 0, last: 3, gaps: [] });
    const { rows } = await run("select origin from log_timelines");
    expect(rows).toEqual([{ origin: expect.stringMatching(/^\d+\/[0-9A-F]{8}$/u) as string }]);
  });

  it("has one gap behind the last change when it is another one, however many gateways come at once", async () => {
    const before = await open();
    await record(before, ["1", "2"]);
    const requestNumber = await before.drawRequestNumber();
    await closeStores();
    await run("update log_timelines set origin = 'of the primary that was lost'");
    await Promise.all([open(), open(), open(), open()]);
    const changes = await Promise.all(opened.map((store, index) => record(store, [`${10 + index}`])));
    const { floor, last, gaps } = await opened[0]!.logBounds();
    expect(gaps).toEqual([{ after: 2, before: expect.any(Number) as number }]);
    const first = gaps[0]!.before;
    expect(first).toBeGreaterThan(1_000_000_000);
    expect(
      changes
        .flat()
        .map(({ position }) => position - first)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 1, 2, 3]);
    expect([floor, last]).toEqual([0, first + 3]);
    expect(Math.min(...changes.flat().map(({ rowId }) => rowId))).toBeGreaterThan(1_000_000);
    expect(await opened[1]!.drawRequestNumber()).toBeGreaterThan(requestNumber + 1_000_000);
    expect(await opened[1]!.readChanges(2, 10)).toHaveLength(4);
  });

  it("is not recorded where the database does not show it, and the store works", async () => {
    await run("revoke execute on function pg_control_system() from public");
    const store = await open();
    expect(await record(store, ["1"])).toMatchObject([{ position: 1 }]);
    expect((await run("select * from log_timelines")).rows).toEqual([]);
  });
});
