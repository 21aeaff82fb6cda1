import type { Kysely } from "kysely";
import { detectElapsed } from "../../callback/change.js";
import type { Instant } from "../../callback/instant.js";
import type { RememberedCallback } from "../../callback/observation.js";
import type { RecordedChange } from "../../callback/query.js";
import type { Turns } from "./engine.js";
import { appendChanges, writeRows, type Pending } from "./record.js";
import { fromSeenRow } from "./rows.js";
import { SEEN_AT } from "./sightings.js";
import type { Tables } from "./tables.js";

interface Elapsed {
  readonly changes: readonly RecordedChange[];
  readonly nextAt: Instant | null;
}

/** Tells what the clock alone has changed, earliest first. Many may look; only where something is due, one acts. */
export async function elapseStatuses(db: Kysely<Tables>, now: Instant, limit: number, turns: Turns): Promise<Elapsed> {
  const nextAt = await readNextElapse(db);
  if (nextAt === null || nextAt > now) return { changes: [], nextAt };
  return db.transaction().execute(async (transaction) => {
    await turns.ofAllSources(transaction);
    return tellDue(transaction, now, limit, turns);
  });
}

async function tellDue(db: Kysely<Tables>, now: Instant, limit: number, turns: Turns): Promise<Elapsed> {
  const due = await db
    .selectFrom("callbacks")
    .selectAll()
    .select(SEEN_AT.as("seen_at"))
    .where("elapses_at", "<=", now)
    .orderBy("elapses_at")
    .orderBy("row_id")
    .limit(limit)
    .execute();
  const written: RememberedCallback[] = [];
  const pending: (Pending & { source: string })[] = [];
  const rowIds = new Map<string, number>();
  for (const row of due) {
    const detection = detectElapsed(fromSeenRow(row), now);
    const remembered = detection?.remembered ?? fromSeenRow(row);
    written.push(remembered);
    const key = `${row.source}:${row.vendor_id}`;
    rowIds.set(key, row.row_id);
    if (detection?.change)
      pending.push({ vendorId: key, source: row.source, change: detection.change, callback: remembered });
  }
  await writeRows(db, written);
  const changes = await appendChanges(db, pending, rowIds, turns);
  return { changes, nextAt: await readNextElapse(db) };
}

async function readNextElapse(db: Kysely<Tables>): Promise<Instant | null> {
  const next = await db
    .selectFrom("callbacks")
    .select((eb) => eb.fn.min("elapses_at").as("at"))
    .executeTakeFirst();
  return next?.at ?? null;
}
