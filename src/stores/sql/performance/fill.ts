import type { Kysely } from "kysely";
import { contributionOf } from "../../../domain/performance/contribution.js";
import { DEFAULT_PROMISE } from "../../../domain/promise.js";
import type { Tables } from "../schema/tables.js";
import { createStatements } from "../statements.js";
import { timedOf } from "./timed-row.js";
import { performanceKeys, updatePerformance } from "./update.js";

const ROWS_AT_ONCE = 2000;

/** Counts all stored callbacks, by the default settings of promises: by these the migration has dated them. */
export async function fillPerformance(db: Kysely<Tables>): Promise<void> {
  const statements = createStatements();
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom("callbacks")
      .innerJoin("observations", "observations.row_id", "callbacks.row_id")
      .select(["callbacks.row_id", "published_status", "status_changed_at", "ends_at", "milestones", "content"])
      .select(["observed_at", "content_hash", "queue_key"])
      .where("callbacks.row_id", ">", after)
      .orderBy("callbacks.row_id")
      .limit(ROWS_AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    const changes = rows.map((row) => {
      const timed = timedOf(row);
      const contribution = contributionOf(timed, row.published_status, DEFAULT_PROMISE);
      return { before: null, after: { ...performanceKeys(timed.callback), ...contribution } };
    });
    await updatePerformance(db, changes, statements);
    after = last.row_id;
  }
}
