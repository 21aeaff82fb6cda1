import { sql, type Kysely } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import { DEFAULT_PROMISE, type PromisesBySource } from "../../../domain/promise.js";
import { chunks } from "../chunks.js";
import type { CallbackRow, ObservationRow, Tables } from "../schema/tables.js";
import { valueColumn, valuesTable } from "../values-table.js";
import { readMilestones, timeColumns } from "./rows.js";

/** Rows that are read at once. */
const ROWS_AT_ONCE = 2000;

/** The rows whose times are computed anew. */
export interface RewriteRequest {
  readonly promises: PromisesBySource;
  /** Only rows of this source whose promise depends on its settings. Default: all rows. */
  readonly source?: string;
}

/**
 * Computes the times of stored callbacks anew, after they were defined or the settings of promises have changed. Each
 * step is short, and one that is done twice changes nothing.
 */
export async function rewriteTimes(db: Kysely<Tables>, request: RewriteRequest): Promise<void> {
  for (let after = 0; ;) {
    const rows = await readRows(db, request, after);
    for (const chunk of chunks(rows)) await updateRows(db, chunk, request.promises);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.row_id;
  }
}

type Row = Pick<
  CallbackRow,
  "row_id" | "published_status" | "status_changed_at" | "ends_at" | "milestones" | "content"
> &
  Pick<ObservationRow, "observed_at" | "content_hash">;

async function readRows(db: Kysely<Tables>, { source }: RewriteRequest, after: number): Promise<Row[]> {
  let query = db
    .selectFrom("callbacks")
    .innerJoin("observations", "observations.row_id", "callbacks.row_id")
    .select([
      "callbacks.row_id",
      "published_status",
      "status_changed_at",
      "ends_at",
      "milestones",
      "content",
      "observed_at",
      "content_hash",
    ])
    .where("callbacks.row_id", ">", after);
  if (source !== undefined) query = query.where("source", "=", source).where("window_end", "is", null);
  return query.orderBy("callbacks.row_id").limit(ROWS_AT_ONCE).execute();
}

const COLUMNS = [
  "promise_due_at",
  "promise",
  "waits_from",
  "first_attempt_at",
  "ended_at",
  "urgency",
  "outcome",
] as const;
const INTEGER_COLUMNS: ReadonlySet<string> = new Set(["promise_due_at", "waits_from", "first_attempt_at", "ended_at"]);

async function updateRows(db: Kysely<Tables>, rows: readonly Row[], promises: PromisesBySource): Promise<void> {
  if (rows.length === 0) return;
  const values: unknown[] = [];
  for (const row of rows) {
    const callback = JSON.parse(row.content) as Callback;
    const timed = {
      callback,
      milestones: readMilestones(row.milestones, callback, row.observed_at),
      contentHash: row.content_hash,
      observedAt: row.observed_at,
      endsAt: row.ends_at,
      statusChangedAt: row.status_changed_at,
    };
    const times = timeColumns(timed, row.published_status, promises.get(callback.source) ?? DEFAULT_PROMISE);
    values.push(row.row_id, ...COLUMNS.map((column) => times[column]));
  }
  const set = COLUMNS.map((column, index) => {
    return sql`${sql.ref(column)} = ${valueColumn(index + 2, INTEGER_COLUMNS.has(column))}`;
  });
  await sql`update callbacks set revision = revision + 1, ${sql.join(set)} from ${valuesTable(values, COLUMNS.length + 1)}
    where row_id = ${valueColumn(1, true)}`.execute(db);
}
