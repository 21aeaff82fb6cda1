import { createHash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { JsonValue } from "../../../lib/json.js";
import type { QuarantinedRecord } from "../../../domain/vendor/quarantine.js";

const LONGEST_PLAIN_ID = 200;
/** Not every engine keeps everything else as it is. */
const PLAIN = /^[\x20-\x7e]+$/u;
const DEEPEST = 20;

/**
 * The key of an unreadable record: the vendor's id, or, without one, its shape, which are the names and types of its
 * fields. So a record whose times move with every poll stays one row.
 */
export function fingerprintOf({ vendorId, raw }: Pick<QuarantinedRecord, "vendorId" | "raw">): string {
  if (vendorId !== null && vendorId.length <= LONGEST_PLAIN_ID && PLAIN.test(vendorId)) return `id:${vendorId}`;
  if (vendorId !== null) return `id-digest:${digestOf(vendorId)}`;
  return `shape:${digestOf(JSON.stringify(shapeOf(raw, DEEPEST)))}`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** The names and types of fields; of a list, the different shapes of its items, in whatever order they come. */
function shapeOf(value: JsonValue, levels: number): JsonValue {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  if (levels === 0) return "…";
  if (Array.isArray(value)) {
    return [...new Set(value.map((item) => JSON.stringify(shapeOf(item, levels - 1))))].toSorted();
  }
  const fields = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, shapeOf(field, levels - 1)]));
}

/** Earlier versions stored a record by its whole text: of each id the latest stays. Records without an id are deleted by age. */
export async function keyQuarantineByIds(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex("quarantine_by_id").on("quarantine").columns(["source", "vendor_id"]).execute();
  await db.schema.createIndex("quarantine_by_age").on("quarantine").columns(["source", "last_seen_at"]).execute();
  await sql`delete from quarantine where vendor_id is not null and exists (
    select 1 from quarantine as other
    where other.source = quarantine.source and other.vendor_id = quarantine.vendor_id
      and (other.last_seen_at > quarantine.last_seen_at
        or (other.last_seen_at = quarantine.last_seen_at and other.fingerprint > quarantine.fingerprint))
  )`.execute(db);
  await sql`update quarantine set fingerprint = 'id:' || vendor_id
    where vendor_id is not null and length(vendor_id) <= ${sql.lit(LONGEST_PLAIN_ID)}`.execute(db);
}
