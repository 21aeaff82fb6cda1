import Database from "libsql";
import { Kysely, SqliteDialect, sql, type SqliteDatabase } from "kysely";
import { beforeEach, expect, it } from "vitest";
import type { ListRequest } from "../store.js";
import { listOfCustomersAtOnce } from "../sql/callbacks/customers.js";
import { listAtOnce } from "../sql/callbacks/list.js";
import { migrate } from "../sql/schema/migrate.js";
import { createStatements } from "../sql/statements.js";
import { createRowCache } from "../sql/callbacks/row-cache.js";
import type { Tables } from "../sql/schema/tables.js";
import { asArrays, TYPES } from "./sqlite.js";

const CUSTOMER = "0123456789abcdef0123456789abcdef";
let database: Database.Database;
let reads = 0;
/** Called after the nth read, as another writer. */
let meanwhile: { readonly after: number; readonly does: string } | null;
let db: Kysely<Tables>;
let options: Parameters<typeof listOfCustomersAtOnce>[2];

beforeEach(async () => {
  database = new Database(":memory:");
  db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: database as unknown as SqliteDatabase }),
    log: () => {
      reads += 1;
      if (meanwhile?.after === reads) database.exec(meanwhile.does);
    },
  });
  await migrate({ db, types: TYPES });
  await sql`insert into callbacks (source, vendor, vendor_id, status, status_basis, published_status, status_changed_at,
      is_open, is_present, window_start, customer_hash, content, record)
    with recursive counter(n) as (select 1 union all select n + 1 from counter where n < 4)
    select 'north', 'ACME', 'cb-' || n, 'QUEUED', 'REPORTED', 'QUEUED', n, 1, 1, n, ${CUSTOMER}, '{}', '{}'
      from counter`.execute(db);
  await sql`insert into observations select row_id, 0, 0, null, null from callbacks`.execute(db);
  const statements = createStatements();
  options = { asArrays, statements, cache: createRowCache({ asArrays }, statements) };
  reads = 0;
  meanwhile = null;
  return () => db.destroy();
});

const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;
const asked = (size: number, others: Partial<ListRequest> = {}): ListRequest => ({
  filter: {},
  orderBy: ORDER,
  slice: { size, from: "start", after: null, before: null },
  now: 9,
  ...others,
});
const list = (request: ListRequest) => listAtOnce(db, request, options.cache);
const ofCustomer = () => listOfCustomersAtOnce(db, { customers: [CUSTOMER], sources: null, size: 2 }, options);

it("a list that one statement reads is the same list", async () => {
  expect(await list(asked(2))).toMatchObject({
    rows: [{ rowId: 1 }, { rowId: 2 }],
    hasNextPage: true,
    hasPreviousPage: false,
    totalCount: null,
  });
  // Nothing without a window is within it.
  const filter = { window: { from: 1, until: null } };
  expect(await list(asked(50, { filter }))).toMatchObject({ hasNextPage: false });
  const slice = { ...asked(2).slice, from: "end" } as const;
  expect(await list(asked(2, { filter, slice }))).toMatchObject({
    rows: [{ rowId: 3 }, { rowId: 4 }],
    hasNextPage: false,
    hasPreviousPage: true,
  });
});

it.each<[string, ListRequest]>([
  ["those without a value may follow", asked(50)],
  ["those without a value come first", asked(2, { slice: { ...asked(2).slice, from: "end" } })],
  ["it is counted", asked(2, { isCounted: true })],
  ["it goes on at the other end", asked(2, { slice: { ...asked(2).slice, after: { value: 1, rowId: 1 } } })],
])("a list takes more than one statement where %s", async (_, request) => {
  expect(await list(request)).toBeNull();
});

const change = "update callbacks set revision = revision + 1, status = 'COMPLETED', is_open = 0 where row_id = 2";
const deletion = "delete from callbacks where row_id = 2";

it.each([
  ["a list's row was changed", change, () => list(asked(2))],
  ["a list's row was deleted", deletion, () => list(asked(2))],
  ["a customer's row was changed", change, ofCustomer],
  ["a customer's row was deleted", deletion, ofCustomer],
])("nothing is returned, nor cached, where %s after its key was read", async (_, does, read) => {
  meanwhile = { after: 1, does };
  expect(await read()).toBeNull();
  expect(await read()).not.toBeNull();
});
