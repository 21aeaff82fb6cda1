import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { JsonValue } from "../../callback/json.js";
import type { KeptRecord } from "../../callback/quarantine.js";
import type { RecordBatch } from "../store.js";
import type { Tables } from "./tables.js";

/** The most of an unreadable record that is kept, in characters. */
const MAX_RAW_LENGTH = 65_536;

/** Keeps the records of a batch that could not be read; one that comes again is counted. */
export async function keepQuarantined(db: Kysely<Tables>, batch: RecordBatch): Promise<void> {
  for (const { vendorId, raw, reason } of batch.quarantined) {
    const json = JSON.stringify(raw);
    await db
      .insertInto("quarantine")
      .values({
        source: batch.source,
        fingerprint: createHash("sha256").update(json).digest("base64url"),
        vendor_id: vendorId,
        raw: json.slice(0, MAX_RAW_LENGTH),
        reason,
        first_seen_at: batch.now,
        last_seen_at: batch.now,
        seen_count: 1,
      })
      .onConflict((conflict) =>
        conflict.columns(["source", "fingerprint"]).doUpdateSet((eb) => ({
          last_seen_at: batch.now,
          reason,
          seen_count: eb("quarantine.seen_count", "+", 1),
        })),
      )
      .execute();
  }
}

/** Records that could not be read, the latest first. */
export async function readQuarantine(db: Kysely<Tables>, limit: number): Promise<KeptRecord[]> {
  const rows = await db.selectFrom("quarantine").selectAll().orderBy("last_seen_at", "desc").limit(limit).execute();
  return rows.map((row) => ({
    source: row.source,
    fingerprint: row.fingerprint,
    vendorId: row.vendor_id,
    reason: row.reason,
    // What was cut is no JSON any more.
    raw: row.raw.length < MAX_RAW_LENGTH ? (JSON.parse(row.raw) as JsonValue) : null,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    seenCount: row.seen_count,
  }));
}

/** Forgets a record of the quarantine. */
export async function releaseQuarantined(
  db: Kysely<Tables>,
  { source, fingerprint }: Pick<KeptRecord, "source" | "fingerprint">,
): Promise<void> {
  await db.deleteFrom("quarantine").where("source", "=", source).where("fingerprint", "=", fingerprint).execute();
}
