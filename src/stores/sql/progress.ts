import type { Expression, ExpressionBuilder, Kysely, SqlBool } from "kysely";
import type { SourceProgress } from "../store.js";
import type { Tables } from "./tables.js";

/** How far the upkeep of all sources has come. */
export async function readProgress(db: Kysely<Tables>): Promise<SourceProgress[]> {
  const rows = await db.selectFrom("sources").selectAll().execute();
  return rows.map((row) => ({ source: row.source, lastCompletedAt: row.last_completed_at }));
}

/** Notes progress. What a later look has reached already stays. */
export async function saveProgress(db: Kysely<Tables>, { source, lastCompletedAt }: SourceProgress): Promise<void> {
  const values = { source, last_completed_at: lastCompletedAt };
  const isLater = (eb: ExpressionBuilder<Tables, "sources">): Expression<SqlBool> =>
    eb.or([eb("sources.last_completed_at", "is", null), eb("sources.last_completed_at", "<", lastCompletedAt)]);
  await db
    .insertInto("sources")
    .values(values)
    .onConflict((conflict) => conflict.column("source").doUpdateSet(values).where(isLater))
    .execute();
}
