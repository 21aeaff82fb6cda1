import type { Kysely } from "kysely";
import { detectElapsed } from "../../callback/change.js";
import type { Instant } from "../../callback/instant.js";
import type { RememberedCallback } from "../../callback/observation.js";
import type { RecordedChange } from "../../callback/query.js";
import { appendChanges, writeRows, type Pending } from "./record.js";
import { fromRow } from "./rows.js";
import type { Tables } from "./tables.js";

/** Tells what the clock alone has changed, earliest first. Runs in the caller's transaction. */
export async function elapseStatuses(
  db: Kysely<Tables>,
  now: Instant,
  limit: number,
): Promise<{ changes: readonly RecordedChange[]; nextAt: Instant | null }> {
  const due = await db
    .selectFrom("callbacks")
    .selectAll()
    .where("elapses_at", "<=", now)
    .orderBy("elapses_at")
    .orderBy("row_id")
    .limit(limit)
    .execute();
  const written: RememberedCallback[] = [];
  const pending: (Pending & { source: string })[] = [];
  const rowIds = new Map<string, number>();
  for (const row of due) {
    const detection = detectElapsed(fromRow(row), now);
    const remembered = detection?.remembered ?? fromRow(row);
    written.push(remembered);
    const key = `${row.source}:${row.vendor_id}`;
    rowIds.set(key, row.row_id);
    if (detection?.change)
      pending.push({ vendorId: key, source: row.source, change: detection.change, callback: remembered });
  }
  await writeRows(db, written);
  const changes = await appendChanges(db, pending, rowIds);
  const next = await db
    .selectFrom("callbacks")
    .select((eb) => eb.fn.min("elapses_at").as("at"))
    .executeTakeFirst();
  return { changes, nextAt: next?.at ?? null };
}
