import { sql, type Kysely } from "kysely";
import type { Instant } from "../../domain/time/instant.js";
import type { OpenTarget, SyncKey } from "../store.js";
import { chunks } from "./chunks.js";
import type { ColumnTypes } from "./schema/column-types.js";
import type { Tables } from "./schema/tables.js";

export async function createSyncKeys(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table sync_keys (
    source text not null,
    query_key text not null,
    requested_at ${int},
    page ${int},
    primary key (source, query_key)
  )`.execute(db);
}

/** Reads columns alone: the contents of thousands of callbacks would take many times as long. */
export async function readOpenTargets(db: Kysely<Tables>, source: string): Promise<OpenTarget[]> {
  const rows = await db
    .selectFrom("callbacks")
    .innerJoin("observations", "observations.row_id", "callbacks.row_id")
    .select([
      "vendor_id",
      "phone_number_raw",
      "lookup_number",
      "contact_id",
      "agent_id",
      "published_status",
      "window_start",
      "window_end",
      "is_asap",
    ])
    .select(["next_attempt_at", "status_changed_at", "observations.request_number", "observations.observed_at"])
    .where("source", "=", source)
    .where("is_present", "=", 1)
    .where("is_open", "=", 1)
    .execute();
  return rows.map((row) => ({
    vendorId: row.vendor_id,
    customer: { phoneNumberRaw: row.phone_number_raw, contactId: row.contact_id },
    ...(row.lookup_number !== null && { lookupNumber: row.lookup_number }),
    assignment: row.agent_id === null ? null : { agentId: row.agent_id },
    timing: row.is_asap === 1 ? "ASAP" : row.window_start === null ? "UNKNOWN" : "SCHEDULED",
    status: row.published_status,
    windowStart: row.window_start,
    windowEnd: row.window_end,
    nextAttemptAt: row.next_attempt_at,
    statusChangedAt: row.status_changed_at,
    requestNumber: row.request_number,
    observedAt: row.observed_at,
  }));
}

export async function readSyncKeys(db: Kysely<Tables>, source: string): Promise<SyncKey[]> {
  const rows = await db.selectFrom("sync_keys").selectAll().where("source", "=", source).execute();
  return rows.map(({ query_key, requested_at, page }) => ({ key: query_key, requestedAt: requested_at, page }));
}

export async function saveSyncKeys(db: Kysely<Tables>, source: string, keys: readonly SyncKey[]): Promise<void> {
  const latest = new Map(keys.map((one) => [one.key, one]));
  for (const chunk of chunks([...latest.values()])) {
    await db
      .insertInto("sync_keys")
      .values(chunk.map(({ key, requestedAt, page }) => ({ source, query_key: key, requested_at: requestedAt, page })))
      .onConflict((conflict) =>
        conflict.columns(["source", "query_key"]).doUpdateSet((eb) => ({
          requested_at: eb.ref("excluded.requested_at"),
          page: eb.ref("excluded.page"),
        })),
      )
      .execute();
  }
}

export async function trimSyncKeys(db: Kysely<Tables>, source: string, requestedBefore: Instant): Promise<void> {
  await db.deleteFrom("sync_keys").where("source", "=", source).where("requested_at", "<", requestedBefore).execute();
}
