import { Kysely, PostgresDialect, sql, type CompiledQuery } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import { createDatabase, withClient } from "../../../test/support/postgres.js";
import { NO_CUSTOMER } from "../../domain/callback.js";
import { countOpenOfCustomers, findCustomers, listCustomers } from "../sql/callbacks/customer-list.js";
import { listOfCustomers } from "../sql/callbacks/customers.js";
import type { RowFilter } from "../sql/callbacks/filter.js";
import { hasFewMatches } from "./search-index.js";
import { listCallbacks } from "../sql/callbacks/list.js";
import { createRowCache } from "../sql/callbacks/row-cache.js";
import type { Tables } from "../sql/schema/tables.js";
import { createStatements } from "../sql/statements.js";
import type { Store } from "../store.js";
import { createPool } from "./pool.js";
import { inspectPostgresStore, openPostgresStore } from "./postgres.js";

const LIMITS = { connections: 2, statementTimeoutMs: 20_000 };
const SLICE = { size: 50, from: "start", after: null, before: null } as const;
const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;

let database: Awaited<ReturnType<typeof createDatabase>>;
beforeEach(async () => {
  database = await createDatabase(inject("postgresUrl"));
});
afterEach(() => database.drop());

async function search(store: Store, ...words: string[]): Promise<number> {
  return (await store.list({ filter: { search: words }, orderBy: ORDER, slice: SLICE, now: 0 })).rows.length;
}

describe("the search of a database whose user may not create extensions", () => {
  it("reads all texts, until an administrator has created the extension", async () => {
    const role = `limited_${new URL(database.url).pathname.slice(1)}`;
    await withClient(database.url, async (client) => {
      await client.query(`create role ${role} login`);
      await client.query(`grant usage, create on schema public to ${role}`);
    });
    const settings = { url: database.url.replace("ringback@", `${role}@`), ...LIMITS };
    const without = await openPostgresStore(settings);
    expect(without.hasSearchIndex).toBe(false);
    const customer = { ...NO_CUSTOMER, name: "Ada Lovelace" };
    const observations = [anObservation(1, { customer })];
    await without.record({ source: "north", observations, quarantined: [], answered: null, now: 1 });
    expect([await search(without, "love", "ada"), await search(without, "byron")]).toEqual([1, 0]);
    expect(await inspectPostgresStore(settings)).toMatchObject({ hasSearchIndex: false });
    await without.close();

    await withClient(database.url, (client) => client.query("create extension pg_trgm"));
    const indexed = await openPostgresStore(settings);
    expect([indexed.hasSearchIndex, await search(indexed, "love")]).toEqual([true, 1]);
    expect(await inspectPostgresStore(settings)).toMatchObject({ hasSearchIndex: true });
    await indexed.close();
    await withClient(database.url, async (client) => {
      await client.query(`drop owned by ${role} cascade`);
      await client.query(`drop role ${role}`);
    });
  }, 60_000);
});

describe("the plans of a database with 30,000 callbacks", () => {
  const asArrays = (columns: readonly string[]) =>
    sql<string>`coalesce(json_agg(json_build_array(${sql.join(columns.map((column) => sql.ref(column)))})), '[]')::text`;

  it("find searched words, customers and duplicates by indexes", async () => {
    await (await openPostgresStore({ url: database.url, ...LIMITS })).close();
    const asked: CompiledQuery[] = [];
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: createPool({ url: database.url, ...LIMITS }) }),
      log: ({ query }) => {
        asked.push(query);
      },
    });
    await sql`insert into callbacks (source, vendor, vendor_id, status, status_basis, published_status,
        status_changed_at, is_open, is_present, window_start, customer_hash, content, record)
      select 'north', 'ACME', 'cb-' || n, 'SCHEDULED', 'REPORTED', 'SCHEDULED', n, case when n % 20 = 0 then 1 else 0 end,
        1, n, 'h' || (n % 12000), '{}', '{}' from generate_series(1, 30000) n`.execute(db);
    await sql`insert into observations select row_id, 0, 0, null, null from callbacks`.execute(db);
    await sql`insert into callback_search select row_id, 'name' || row_id || 'x' from callbacks`.execute(db);
    await sql`vacuum analyze callbacks, callback_search, observations`.execute(db);
    const statements = createStatements();
    const cache = createRowCache({ asArrays }, statements);
    asked.length = 0;
    const filter = { minOpenCallbacks: 2, acrossSources: false, sources: ["north"] };
    await listCustomers(db, { filter, size: 50, after: null, now: 0, isCounted: true }, cache);
    const request = { customers: ["h20", "h40"], sources: ["north"], size: 21, openAt: 0 };
    await listOfCustomers(db, request, { asArrays, cache, statements });
    await countOpenOfCustomers(db, ["h20", "h40"], ["north"], 0);
    await findCustomers(db, ["h20", "h40"], ["north"], cache);
    const words: RowFilter = { searchPlan: { match: null, patterns: ["%name5432%"], isRare: false } };
    await listCallbacks(db, { filter: words, orderBy: ORDER, slice: SLICE, now: 0 }, cache);
    const reads = asked.filter(({ sql: text }) => /customer_hash|callback_search/u.test(text));
    expect(reads.length).toBeGreaterThanOrEqual(6);
    const plans: string[] = [];
    for (const read of reads) {
      const { rows } = await db.executeQuery<{ "QUERY PLAN": string }>({ ...read, sql: `explain ${read.sql}` });
      plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (?:callbacks|callback_search)/u);
    for (const index of ["callbacks_by_customer", "callbacks_open_by_customer", "callback_search_by_trigram"]) {
      expect(plans.some((plan) => plan.includes(index))).toBe(true);
    }
    // Of few matches the texts are read first, whatever the order of the list has at its beginning.
    expect([await hasFewMatches(db, ["%name5432%"]), await hasFewMatches(db, ["%name%"])]).toEqual([true, false]);
    asked.length = 0;
    const few: RowFilter = { searchPlan: { match: null, patterns: ["%name1%", "%9x%"], isRare: true } };
    await listCallbacks(db, { filter: few, orderBy: ORDER, slice: SLICE, now: 0 }, cache);
    const search = asked.find(({ sql: text }) => text.includes("callback_search"))!;
    const { rows } = await db.executeQuery<{ "QUERY PLAN": string }>({ ...search, sql: `explain ${search.sql}` });
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("callback_search_by_trigram");
    expect(plan).not.toMatch(/Scan (?:Backward )?using callbacks_by_/u);
    await db.destroy();
  }, 60_000);
});
