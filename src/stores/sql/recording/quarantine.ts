import type { Kysely } from "kysely";
import type { Instant } from "../../../domain/time/instant.js";
import type { JsonValue } from "../../../lib/json.js";
import type { StoredQuarantinedRecord } from "../../../domain/vendor/quarantine.js";
import type { RecordBatch } from "../../store.js";
import { findErased, type KeyedHash } from "../erasure/erased-records.js";
import { fingerprintOf } from "./quarantine-keys.js";
import type { Tables } from "../schema/tables.js";

/** The most of an unreadable record that is stored, in characters. */
const MAX_RAW_LENGTH = 65_536;

/** How many are forgotten at a time. */
const MOST_TRIMMED = 500;
/** How many records of a source are stored: the latest. */
const MOST_STORED = 1000;

/**
 * Stores the records of a batch that could not be read, but none of erased callbacks. A record that is received again, by
 * its id or its shape, is counted, and replaced by the latest one.
 */
export async function storeQuarantined(db: Kysely<Tables>, batch: RecordBatch, keyedHash: KeyedHash): Promise<void> {
  const ids = batch.quarantined.flatMap(({ vendorId }) => vendorId ?? []);
  const erased = await findErased(db, batch.source, ids, keyedHash);
  for (const { vendorId, raw, reason } of batch.quarantined) {
    if (vendorId !== null && erased.has(vendorId)) continue;
    const json = JSON.stringify(raw).slice(0, MAX_RAW_LENGTH);
    await db
      .insertInto("quarantine")
      .values({
        source: batch.source,
        fingerprint: fingerprintOf({ vendorId, raw }),
        vendor_id: vendorId,
        raw: json,
        reason,
        first_seen_at: batch.now,
        last_seen_at: batch.now,
        seen_count: 1,
      })
      .onConflict((conflict) =>
        conflict.columns(["source", "fingerprint"]).doUpdateSet((eb) => ({
          last_seen_at: batch.now,
          raw: json,
          reason,
          seen_count: eb("quarantine.seen_count", "+", 1),
        })),
      )
      .execute();
  }
  if (batch.quarantined.length > 0) await keepLatest(db, batch.source);
}

async function keepLatest(db: Kysely<Tables>, source: string): Promise<void> {
  const ofSource = db.selectFrom("quarantine").where("source", "=", source);
  const surplus = await ofSource
    .select("fingerprint")
    .orderBy("last_seen_at", "desc")
    .orderBy("fingerprint")
    .offset(MOST_STORED)
    // Without a limit, SQLite knows no offset.
    .limit(MOST_TRIMMED)
    .execute();
  if (surplus.length === 0) return;
  const fingerprints = surplus.map(({ fingerprint }) => fingerprint);
  await db.deleteFrom("quarantine").where("source", "=", source).where("fingerprint", "in", fingerprints).execute();
}

/** Deletes the records that were received last before a moment. */
export async function trimQuarantine(db: Kysely<Tables>, lastSeenBefore: Instant): Promise<void> {
  await db.deleteFrom("quarantine").where("last_seen_at", "<", lastSeenBefore).execute();
}

/** Records that could not be read, the latest first. */
export async function readQuarantine(db: Kysely<Tables>, limit: number): Promise<StoredQuarantinedRecord[]> {
  const rows = await db.selectFrom("quarantine").selectAll().orderBy("last_seen_at", "desc").limit(limit).execute();
  return rows.map((row) => ({
    source: row.source,
    fingerprint: row.fingerprint,
    vendorId: row.vendor_id,
    reason: row.reason,
    // A truncated record is no JSON any more.
    raw: row.raw.length < MAX_RAW_LENGTH ? (JSON.parse(row.raw) as JsonValue) : null,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    seenCount: row.seen_count,
  }));
}

/** Forgets a record of the quarantine. */
export async function releaseQuarantined(
  db: Kysely<Tables>,
  { source, fingerprint }: Pick<StoredQuarantinedRecord, "source" | "fingerprint">,
): Promise<void> {
  await db.deleteFrom("quarantine").where("source", "=", source).where("fingerprint", "=", fingerprint).execute();
}
