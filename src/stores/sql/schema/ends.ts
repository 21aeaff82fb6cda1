import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Rows that one statement rewrites: short enough for the time that a statement may take. */
const ROWS_AT_ONCE = 20_000;

/**
 * Rows that need an end by the rule of `domain/ending.ts`: records that are absent, and open callbacks whose
 * status is derived or UNKNOWN. Moments of the past have the clock's job read them, give them their end, and publish what
 * that changes, in batches.
 */
const NEEDS_END = sql<boolean>`is_open = 1 and (is_held = 0 or told_status = 'UNKNOWN'
  or (lapses_at is null and (status_basis = 'DERIVED' or status = 'UNKNOWN')))`;

/** Quotes within a JSON text are escaped: nothing but the field itself is written like this. */
const IS_ASAP = sql<boolean>`content like '%"timing":"ASAP"%'`;

/** Adds what promises are counted by, marks what has to be brought into the rule, and has the index of open ones cover both. */
export async function addEnds(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  await sql`alter table callbacks add column is_asap ${sql.raw(integer)} not null default 0`.execute(db);
  const { rows } = await sql<{ last: number | null }>`select max(row_id) as last from callbacks`.execute(db);
  const last = Number(rows[0]?.last ?? 0);
  for (let from = 0; from <= last; from += ROWS_AT_ONCE) {
    await sql`update callbacks set is_asap = case when ${IS_ASAP} then 1 else 0 end,
        elapses_at = case when ${NEEDS_END} then 0 else elapses_at end
      where row_id > ${from} and row_id <= ${from + ROWS_AT_ONCE} and (${IS_ASAP} or (${NEEDS_END}))`.execute(db);
  }
  await db.schema.dropIndex("callbacks_open_by_window").execute();
  await db.schema
    .createIndex("callbacks_open_by_window")
    .on("callbacks")
    .columns(["is_open", "window_start", "row_id", "lapses_at", "source"])
    .execute();
}
