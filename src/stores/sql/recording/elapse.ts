import type { Kysely } from "kysely";
import { CLOCK_TOLERANCE_MS, detectElapsed } from "../../../domain/change/change.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { RecordedChange } from "../../../domain/query.js";
import { fromSeenRow } from "../callbacks/rows.js";
import { SEEN_AT, SEEN_BY } from "./sightings.js";
import type { Tables } from "../schema/tables.js";
import { appendChanges, writeRows, type Writing } from "./writing.js";

interface Elapsed {
  readonly changes: readonly RecordedChange[];
  readonly nextAt: Instant | null;
}

export interface ElapseRequest {
  readonly now: Instant;
  readonly limit: number;
  readonly forgetful: ReadonlySet<string>;
}

/** Tells what the clock alone has changed, earliest first. Many may look; only where something is due, one acts. */
export async function elapseStatuses(db: Kysely<Tables>, request: ElapseRequest, writing: Writing): Promise<Elapsed> {
  const [nextAt, isAhead] = [await readNextElapse(db), await isClockBehind(db, request.now)];
  if (!isAhead && (nextAt === null || nextAt > request.now)) return { changes: [], nextAt };
  return db.transaction().execute(async (transaction) => {
    await writing.locks.ofAllSources(transaction);
    return tellDue(transaction, request, writing);
  });
}

async function tellDue(
  db: Kysely<Tables>,
  { now, limit, forgetful }: ElapseRequest,
  writing: Writing,
): Promise<Elapsed> {
  const due = await db
    .selectFrom("callbacks")
    .selectAll()
    .select([SEEN_AT.as("seen_at"), SEEN_BY.as("seen_by")])
    .where((eb) => eb.or([eb("elapses_at", "<=", now), eb("status_changed_at", ">", now + CLOCK_TOLERANCE_MS)]))
    .orderBy("elapses_at")
    .orderBy("row_id")
    .limit(limit)
    .execute();
  const detected = due.map((row) => {
    const before = fromSeenRow(row);
    const { remembered, change = null } = detectElapsed(before, now, forgetful.has(row.source)) ?? {
      remembered: before,
    };
    return { rowId: row.row_id, callback: remembered, change, before };
  });
  const rewrites = detected.map(({ callback, before }) => ({ now: callback, before }));
  await writeRows(db, rewrites, writing);
  const pending = detected.flatMap(({ change, ...one }) =>
    change === null ? [] : [{ ...one, change, isPresent: true }],
  );
  const changes = await appendChanges(db, pending, writing);
  return { changes, nextAt: await readNextElapse(db) };
}

/** Whether a status was published for a moment that is to come: by a clock that was ahead, and was set right since. */
async function isClockBehind(db: Kysely<Tables>, now: Instant): Promise<boolean> {
  const last = await db
    .selectFrom("callbacks")
    .select((eb) => eb.fn.max("status_changed_at").as("at"))
    .executeTakeFirst();
  return (last?.at ?? now) > now + CLOCK_TOLERANCE_MS;
}

async function readNextElapse(db: Kysely<Tables>): Promise<Instant | null> {
  const next = await db
    .selectFrom("callbacks")
    .select((eb) => eb.fn.min("elapses_at").as("at"))
    .executeTakeFirst();
  return next?.at ?? null;
}
