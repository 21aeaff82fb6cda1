import { sql, type Kysely } from "kysely";

/**
 * Statistics of open callbacks read this index alone, in its order. A column of queues that is read by nothing goes: the
 * queue's key has it.
 */
export async function indexOpenCallbacks(db: Kysely<unknown>): Promise<void> {
  await sql`create index callbacks_open on callbacks
    (source, vendor, queue_key, published_status, elapses_at, promise_due_at, waits_from, is_open)
    where is_open <> 0`.execute(db);
  await sql`alter table callbacks drop column queue_id`.execute(db);
}
