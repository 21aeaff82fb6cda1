import { randomBytes } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import { createCustomerOf, type CustomerOf } from "../../../domain/customer.js";
import { searchTextOf } from "../../../domain/search.js";
import { valueColumn, valuesTable } from "../values-table.js";
import type { ColumnTypes } from "./column-types.js";

/** The text of each callback that searches are matched with. See `searchTextOf`. */
export interface SearchTable {
  row_id: number;
  text: string;
}

/** Secrets that all gateways of a store share, each made once. */
export interface StoreKeyTable {
  name: string;
  value: string;
}

/** The name of the key of the customers' hashes. */
export const CUSTOMERS = "customers";
const KEY_BYTES = 32;
/** Rows that one statement names, by two parameters each. */
const ROWS_AT_ONCE = 2000;

/** Adds the hashes of customers with their key, and the texts for searches, and fills both in batches. */
export async function addCustomers(db: Kysely<unknown>, { integer, searchIndex }: ColumnTypes): Promise<void> {
  const secret = randomBytes(KEY_BYTES).toString("hex");
  await sql`create table store_keys (name text primary key, value text not null)`.execute(db);
  await sql`insert into store_keys (name, value) values (${CUSTOMERS}, ${secret})`.execute(db);
  await sql`alter table callbacks add column customer_hash text`.execute(db);
  await sql`create table callback_search (row_id ${sql.raw(integer)} primary key, text text not null)`.execute(db);
  for (const statement of searchIndex) await sql.raw(statement).execute(db);
  const customerOf = createCustomerOf(secret);
  let after = 0;
  for (;;) {
    const { rows } = await sql<StoredContent>`select row_id, content from callbacks where row_id > ${after}
      order by row_id limit ${sql.lit(ROWS_AT_ONCE)}`.execute(db);
    if (rows.length === 0) break;
    await fillRows(db, rows, customerOf);
    after = Number(rows.at(-1)?.row_id);
  }
  await db.schema.createIndex("callbacks_by_customer").on("callbacks").columns(["customer_hash"]).execute();
  // Whether the callback is still open by the clock, and where it is, is read from the index alone.
  await sql`create index callbacks_open_by_customer on callbacks (customer_hash, source, ends_at)
    where is_open <> 0`.execute(db);
  // Until now customers without a number in E.164 were found by it.
  await db.schema.dropIndex("callbacks_by_raw_number").execute();
}

interface StoredContent {
  readonly row_id: number;
  readonly content: string;
}

async function fillRows(db: Kysely<unknown>, rows: readonly StoredContent[], customerOf: CustomerOf): Promise<void> {
  const callbacks = rows.map(({ row_id, content }) => ({ row_id, callback: JSON.parse(content) as Callback }));
  const hashes = callbacks.flatMap(({ row_id, callback }) => [row_id, customerOf(callback).hash]);
  await sql`update callbacks set customer_hash = ${valueColumn(2, false)} from ${valuesTable(hashes, 2)}
    where row_id = ${valueColumn(1, true)}`.execute(db);
  const texts = callbacks.map(({ row_id, callback }) => sql`(${row_id}, ${searchTextOf(callback.customer)})`);
  await sql`insert into callback_search (row_id, text) values ${sql.join(texts)}`.execute(db);
}
