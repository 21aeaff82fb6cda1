import { sql, type Kysely } from "kysely";
import type { CallbackStatus } from "../../../domain/status.js";
import type { ColumnTypes } from "./column-types.js";

/**
 * How many open callbacks there are by what statistics group by most. Triggers of the engine update it with each row, so it
 * equals the rows in every snapshot, whichever version of the gateway writes them. Rows with a count of 0 may stay.
 */
export interface OpenCountTable {
  source: string;
  vendor: string;
  /** Empty where a callback has no queue. */
  queue_key: string;
  published_status: CallbackStatus;
  count: number;
}

/**
 * Adds the counts, and indexes of open callbacks: the first of a group by the start of its wait, those whose promise broke by
 * a moment, and the most urgent ones. They replace the index that was counted row by row.
 */
export async function addOpenCounts(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const int = sql.raw(types.integer);
  await sql`create table open_counts (
    source text not null,
    vendor text not null,
    queue_key text not null,
    published_status text not null,
    count ${int} not null,
    primary key (source, vendor, queue_key, published_status)
  ) ${sql.raw(types.frequentlyUpdated)}`.execute(db);
  // Before the counts are read: on PostgreSQL this waits for other writers, and keeps them waiting.
  for (const statement of types.openCountTriggers) await sql.raw(statement).execute(db);
  await sql`insert into open_counts (source, vendor, queue_key, published_status, count)
    select source, vendor, coalesce(queue_key, ''), published_status, count(*) from callbacks
    where is_open <> 0 group by 1, 2, 3, 4`.execute(db);
  await sql`drop index callbacks_open`.execute(db);
  await sql`create index callbacks_open on callbacks
    (source, vendor, queue_key, published_status, waits_from, elapses_at, is_open) where is_open <> 0`.execute(db);
  await sql`create index callbacks_open_by_promise on callbacks
    (promise_due_at, source, vendor, queue_key, published_status, elapses_at, is_open)
    where is_open <> 0 and promise_due_at is not null`.execute(db);
  await sql`create index callbacks_open_by_urgency on callbacks (urgency, row_id) where is_open <> 0`.execute(db);
}
