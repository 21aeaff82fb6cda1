import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import { positionBefore, type LogBounds, type LogGap } from "../../../domain/change/log-bounds.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { RecordedChange } from "../../../domain/query.js";
import type { Statements } from "../statements.js";
import { fromChangeRow } from "../callbacks/rows.js";
import type { Tables } from "../schema/tables.js";

/** The change log behind a position, oldest first. */
export async function readChanges(
  db: Kysely<Tables>,
  after: number,
  limit: number,
  statements: Statements,
): Promise<RecordedChange[]> {
  const rows = await statements.read(db, {
    name: "changes",
    arguments: { after, limit },
    build: (given) =>
      db.selectFrom("changes").selectAll().where("position", ">", given.after).orderBy("position").limit(given.limit),
  });
  return rows.map(fromChangeRow);
}

/** The number of the last change, as a query; null before the first. */
export function lastPosition(db: Kysely<Tables>): SelectQueryBuilder<Tables, "changes", { last: number | null }> {
  return db.selectFrom("changes").select((eb) => eb.fn.max("position").as("last"));
}

/** The number of the last change; 0 before the first. */
export async function readLastPosition(db: Kysely<Tables>): Promise<number> {
  const row = await lastPosition(db).executeTakeFirst();
  return Number(row?.last ?? 0);
}

export async function readLogBounds(db: Kysely<Tables>): Promise<LogBounds> {
  const row = await db
    .selectFrom("changes")
    .select((eb) => eb.fn.min("position").as("first"))
    .executeTakeFirst();
  // The first change has the number 1: where it is still there, nothing was dropped.
  const floor = Math.max(0, Number(row?.first ?? 1) - 1);
  return { floor, last: await readLastPosition(db), gaps: await readGaps(db) };
}

async function readGaps(db: Kysely<Tables>): Promise<readonly LogGap[]> {
  const rows = await db
    .selectFrom("log_timelines")
    .select(["last_before", "first_position"])
    .where("first_position", ">", sql<number>`last_before + 1`)
    .orderBy("first_position")
    .execute();
  return rows.map(({ last_before: after, first_position: before }) => ({ after, before }));
}

/** Drops the oldest changes in one small step. The last one stays, so that numbers and floor are never forgotten. */
export async function trimChanges(
  db: Kysely<Tables>,
  bounds: { readonly noticedBefore: Instant; readonly keep: number; readonly limit: number },
): Promise<number> {
  const last = await readLastPosition(db);
  const keptAfter = positionBefore(bounds.keep, { last, gaps: await readGaps(db) });
  const oldest = await db
    .selectFrom("changes")
    .select(["position", "observed_at"])
    .where("position", "<", last)
    .orderBy("position")
    .limit(bounds.limit)
    .execute();
  const kept = oldest.findIndex(
    ({ position, observed_at }) => observed_at >= bounds.noticedBefore && position > keptAfter,
  );
  const dropped = kept === -1 ? oldest : oldest.slice(0, kept);
  const until = dropped.at(-1)?.position;
  if (until === undefined) return 0;
  await db.deleteFrom("changes").where("position", "<=", until).execute();
  return dropped.length;
}
