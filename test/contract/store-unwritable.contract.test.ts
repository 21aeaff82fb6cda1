import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/stores/store.js";
import { anObservation } from "../support/observations.js";
import { STORES, type StorePlace } from "./stores.js";

/** Statements after which nothing can be written, as on a full disk, and those after which it can be again. */
const BREAK: Readonly<
  Record<string, { readonly full: readonly string[]; readonly free: readonly string[]; readonly cause: RegExp }>
> = {
  // What ends a transaction by itself, as SQLite does where the disk is full.
  embedded: {
    full: ["create trigger full before insert on callbacks begin select raise(rollback, 'the first cause'); end"],
    free: ["drop trigger full"],
    cause: /the first cause/u,
  },
  PostgreSQL: {
    full: [
      `create function fail() returns trigger language plpgsql as
        $$ begin raise exception using errcode = '53100', message = 'No space left on device'; end $$`,
      "create trigger full_callbacks before insert on callbacks execute function fail()",
      "create trigger full_lock before update on kysely_migration_lock execute function fail()",
    ],
    free: ["drop trigger full_callbacks on callbacks", "drop trigger full_lock on kysely_migration_lock"],
    cause: /No space left on device/u,
  },
};

describe.each(STORES)("a $name store that cannot be written to", (engine) => {
  const { name } = engine;
  let store: Store;
  let where: StorePlace;
  const { full, free, cause } = BREAK[name] ?? { full: [], free: [], cause: /^$/u };

  beforeEach(async () => {
    where = await engine.place();
    store = await where.open();
  });
  afterEach(async () => {
    await store.close();
    await where.remove();
  });

  const record = (vendorId: string): Promise<unknown> =>
    store.record({
      source: "north",
      observations: [anObservation(100, { vendorId })],
      quarantined: [],
      answered: null,
      now: 200,
    });

  it("fails with the first cause, not with what came of it, and records again once that is over", async () => {
    await record("1");
    await where.run(full);
    for (let round = 0; round < 3; round += 1) {
      const failure: unknown = await record("2").catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "STORE_UNAVAILABLE" });
      expect(String((failure as Error).cause)).toMatch(cause);
      expect(String((failure as Error).cause)).not.toContain("cannot rollback");
    }
    await where.run(free);
    expect(await record("2")).toHaveLength(1);
    expect(await store.find([{ source: "north", vendorId: "2" }])).toHaveLength(1);
  });

  it.runIf(name === "PostgreSQL")("is not ready, with the cause, until it can be written to again", async () => {
    await store.ping();
    await where.run(full);
    // Nothing has failed yet.
    await store.ping();
    await expect(record("2")).rejects.toThrow("the database's disk is full");
    for (let round = 0; round < 2; round += 1) {
      await expect(store.ping()).rejects.toThrow("the database's disk is full: free disk space");
    }
    await where.run(free);
    await store.ping();
  });
});
