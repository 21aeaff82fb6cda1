import type { Kysely } from "kysely";
import { CLOCK_TOLERANCE_MS, detectElapsed } from "../../../domain/change/elapsed.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { RecordedChange } from "../../../domain/query.js";
import { appendChanges } from "../changelog/append.js";
import { fromRow } from "../callbacks/rows.js";
import type { Tables } from "../schema/tables.js";
import type { Recording } from "./recording.js";
import { writeRows } from "./write-rows.js";

interface Elapsed {
  readonly changes: readonly RecordedChange[];
  /** When the clock moves the next status; null where it never does. */
  readonly nextAt: Instant | null;
}

export interface ElapseRequest {
  readonly now: Instant;
  readonly limit: number;
  /** Sources whose vendor drops callbacks when they are due. */
  readonly forgetful: ReadonlySet<string>;
}

/** Publishes the statuses that the clock alone has moved, the earliest first. Locks only where there is one to publish. */
export async function elapseStatuses(request: ElapseRequest, recording: Recording): Promise<Elapsed> {
  const { db, locks } = recording;
  const [nextAt, isAhead] = [await readNextElapse(db), await isClockBehind(db, request.now)];
  if (!isAhead && (nextAt === null || nextAt > request.now)) return { changes: [], nextAt };
  return db.transaction().execute(async (transaction) => {
    await locks.ofAllSources(transaction);
    return publishDue(transaction, request, recording);
  });
}

async function publishDue(
  db: Kysely<Tables>,
  { now, limit, forgetful }: ElapseRequest,
  recording: Recording,
): Promise<Elapsed> {
  const due = await db
    .selectFrom("callbacks")
    .innerJoin("observations", "observations.row_id", "callbacks.row_id")
    .selectAll("callbacks")
    .select(["observations.request_number", "observations.observed_at", "observations.content_hash"])
    .where((eb) =>
      eb.or([eb("callbacks.elapses_at", "<=", now), eb("status_changed_at", ">", now + CLOCK_TOLERANCE_MS)]),
    )
    .orderBy("callbacks.elapses_at")
    .orderBy("callbacks.row_id")
    .limit(limit)
    .execute();
  const detected = due.map(fromRow).map((before) => {
    const detection = detectElapsed(before, now, forgetful.has(before.callback.source));
    return { before, now: detection?.remembered ?? before, change: detection?.change ?? null };
  });
  // Rows without a detection are written as well, with the `elapses_at` of today's rule: they would be due for ever.
  await writeRows(db, detected, recording);
  const changes = detected.flatMap(({ change, now: callback, before: { rowId } }) =>
    change === null ? [] : [{ rowId, change, callback, isInRow: true }],
  );
  return { changes: await appendChanges(db, changes, recording), nextAt: await readNextElapse(db) };
}

/** Whether a status was published for a moment in the future: by a gateway whose clock was ahead, and was corrected since. */
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
