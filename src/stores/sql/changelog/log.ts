import type { Kysely, SelectQueryBuilder } from "kysely";
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

/** The bounds of the log: it contains every change after `floor`. */
export async function readLogBounds(db: Kysely<Tables>): Promise<{ floor: number; last: number }> {
  const row = await db
    .selectFrom("changes")
    .select((eb) => eb.fn.min("position").as("first"))
    .executeTakeFirst();
  // The first change has the number 1: where it is still there, nothing was dropped.
  return { floor: Math.max(0, Number(row?.first ?? 1) - 1), last: await readLastPosition(db) };
}

/** Drops the oldest changes in one small step. The last one stays, so that numbers and floor are never forgotten. */
export async function trimChanges(
  db: Kysely<Tables>,
  bounds: { readonly noticedBefore: Instant; readonly keep: number; readonly limit: number },
): Promise<number> {
  const last = await readLastPosition(db);
  const oldest = await db
    .selectFrom("changes")
    .select(["position", "observed_at"])
    .where("position", "<", last)
    .orderBy("position")
    .limit(bounds.limit)
    .execute();
  const kept = oldest.findIndex(
    ({ position, observed_at }) => observed_at >= bounds.noticedBefore && position > last - bounds.keep,
  );
  const dropped = kept === -1 ? oldest : oldest.slice(0, kept);
  const until = dropped.at(-1)?.position;
  if (until === undefined) return 0;
  await db.deleteFrom("changes").where("position", "<=", until).execute();
  return dropped.length;
}
