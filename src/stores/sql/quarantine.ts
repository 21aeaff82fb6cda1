import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
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
