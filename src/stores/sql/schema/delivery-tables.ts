import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** One row for each outgoing delivery. See `DeliveryState`. */
export interface DeliveryStateTable {
  name: string;
  position: number;
  stopped_at: number | null;
  revision: number;
}

/** Events that are pending, or dead letters where `dead_since` is set. See `DeliveryEvent`. */
export interface DeliveryEventTable {
  delivery: string;
  event_id: string;
  position: number;
  row_id: number | null;
  callback_id: string | null;
  kind: string;
  observed_at: number;
  attempts: number;
  first_attempt_at: number | null;
  next_attempt_at: number;
  reason: string | null;
  dead_since: number | null;
}

export async function createDeliveryTables(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table delivery_states (
    name text primary key,
    position ${int} not null,
    stopped_at ${int},
    revision ${int} not null
  )`.execute(db);
  await sql`create table delivery_events (
    delivery text not null,
    event_id text not null,
    position ${int} not null,
    row_id ${int},
    callback_id text,
    kind text not null,
    observed_at ${int} not null,
    attempts ${int} not null,
    first_attempt_at ${int},
    next_attempt_at ${int} not null,
    reason text,
    dead_since ${int},
    primary key (delivery, event_id)
  )`.execute(db);
  await db.schema
    .createIndex("delivery_events_by_position")
    .on("delivery_events")
    .columns(["delivery", "position"])
    .execute();
}
