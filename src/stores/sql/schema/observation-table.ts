import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Rows that one statement updates, so that it ends within the statement timeout. */
const ROWS_AT_ONCE = 20_000;

/** The last observation of a row, as earlier versions stored it. */
const previousObservation = (column: "observed_at" | "request_number") => sql<number>`coalesce(
  (select case when sheets.request_number > sightings.request_number
      then ${sql.ref(`sheets.${column}`)} else ${sql.ref(`sightings.${column}`)} end
    from sightings left join sheets on sheets.sheet_id = sightings.sheet_id
    where sightings.row_id = callbacks.row_id), ${sql.ref(`callbacks.${column}`)})`;

/**
 * Replaces the tables `sightings` and `sheets`, and two columns of `callbacks`, by one row for each callback. The next
 * observation fills the content hash.
 */
export async function createObservations(
  db: Kysely<unknown>,
  { integer, frequentlyUpdated }: ColumnTypes,
): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table observations (
    row_id ${int} primary key,
    request_number ${int} not null,
    observed_at ${int} not null,
    content_hash text,
    elapses_at ${int}
  ) ${sql.raw(frequentlyUpdated)}`.execute(db);
  const { rows } = await sql<{ last: number | null }>`select max(row_id) as last from callbacks`.execute(db);
  const last = Number(rows[0]?.last ?? 0);
  for (let from = 0; from <= last; from += ROWS_AT_ONCE) {
    await sql`insert into observations (row_id, request_number, observed_at)
      select row_id, ${previousObservation("request_number")}, ${previousObservation("observed_at")} from callbacks
      where row_id > ${from} and row_id <= ${from + ROWS_AT_ONCE}`.execute(db);
    // A status that was observed again has been reported again.
    await sql`update callbacks set status_reported_at = observations.observed_at, status_request = observations.request_number
      from observations where observations.row_id = callbacks.row_id
        and callbacks.row_id > ${from} and callbacks.row_id <= ${from + ROWS_AT_ONCE}
        and status_basis = 'REPORTED' and status_reported_at is not null
        and (observations.observed_at <> callbacks.observed_at
          or observations.request_number <> callbacks.request_number)`.execute(db);
  }
  await sql`drop table sightings`.execute(db);
  await sql`drop table sheets`.execute(db);
  await db.schema.dropIndex("callbacks_held").execute();
  await db.schema.createIndex("callbacks_held").on("callbacks").columns(["source", "is_held", "row_id"]).execute();
  await sql`alter table callbacks drop column request_number`.execute(db);
  await sql`alter table callbacks drop column observed_at`.execute(db);
}
