import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./schema/column-types.js";
import type { Tables } from "./schema/tables.js";

/**
 * Adds what requests are numbered by, and the numbers to all that is ordered by them. What was observed before has no number:
 * every request from now on is later than that.
 */
export async function addRequestNumbers(db: Kysely<unknown>, { serial, integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table request_numbers (number ${sql.raw(serial)})`.execute(db);
  await sql`insert into request_numbers default values`.execute(db);
  for (const table of ["callbacks", "sightings", "sheets"]) {
    await sql`alter table ${sql.table(table)} add column request_number ${int} not null default 0`.execute(db);
  }
  await sql`alter table callbacks add column missed_request ${int}`.execute(db);
  await sql`alter table callbacks add column status_request ${int}`.execute(db);
  await db.schema.dropIndex("callbacks_held").execute();
  await db.schema
    .createIndex("callbacks_held")
    .on("callbacks")
    .columns(["source", "is_held", "request_number"])
    .execute();
}

/** Counts in the one row, for an engine with one connection. */
export async function countRequest(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{
    number: number;
  }>`update request_numbers set number = number + 1 returning number`.execute(db);
  return drawn(rows);
}

/** Draws from the sequence behind the table: no gateway waits for another. */
export async function drawFromSequence(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{
    number: number;
  }>`select nextval(pg_get_serial_sequence('request_numbers', 'number')) as number`.execute(db);
  return drawn(rows);
}

function drawn([row]: readonly { readonly number: number }[]): number {
  if (row === undefined) throw new Error("the store has no request number");
  return Number(row.number);
}
