import { sql, type Kysely } from "kysely";
import { contributionOf } from "../../../domain/performance/contribution.js";
import { DEFAULT_PROMISE, type PromisesBySource } from "../../../domain/promise.js";
import { chunks } from "../chunks.js";
import { timedOf, type TimedRow } from "../performance/timed-row.js";
import { performanceKeys, updatePerformance } from "../performance/update.js";
import { INTEGERS, type CallbackRow, type Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";
import { valueColumn, valuesTable } from "../values-table.js";
import { timeColumns } from "./rows.js";

/** Rows that are read at once. */
const ROWS_AT_ONCE = 2000;

/** The rows whose times are computed anew. */
export interface RewriteRequest {
  readonly promises: PromisesBySource;
  /** Only rows of this source whose promise depends on its settings. Default: all rows. */
  readonly changed?: {
    readonly source: string;
    /** The settings that the rows were written by. */
    readonly previous: PromisesBySource;
    readonly statements: Statements;
  };
}

/**
 * Computes the times of stored callbacks anew, after they were defined or the settings of promises have changed. Each
 * step is short, and one that is done twice changes nothing.
 */
export async function rewriteTimes(db: Kysely<Tables>, request: RewriteRequest): Promise<void> {
  for (let after = 0; ;) {
    const rows = await readRows(db, request, after);
    for (const chunk of chunks(rows)) await updateRows(db, chunk, request);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.row_id;
  }
}

type Row = TimedRow & Pick<CallbackRow, "row_id" | "published_status">;

async function readRows(db: Kysely<Tables>, { changed }: RewriteRequest, after: number): Promise<Row[]> {
  let query = db
    .selectFrom("callbacks")
    .innerJoin("observations", "observations.row_id", "callbacks.row_id")
    .select(["callbacks.row_id", "published_status", "status_changed_at", "ends_at", "milestones", "content"])
    .select(["observed_at", "content_hash"])
    .where("callbacks.row_id", ">", after);
  if (changed !== undefined) {
    query = query.select("queue_key").where("source", "=", changed.source).where("window_end", "is", null);
  }
  return query.orderBy("callbacks.row_id").limit(ROWS_AT_ONCE).execute();
}

const COLUMNS = [
  "promise_due_at",
  "promise",
  "waits_from",
  "first_attempt_at",
  "ended_at",
  "opened_at",
  "attempt_count",
  "urgency",
  "outcome",
] as const;

async function updateRows(db: Kysely<Tables>, rows: readonly Row[], request: RewriteRequest): Promise<void> {
  if (rows.length === 0) return;
  const { promises, changed } = request;
  const values: unknown[] = [];
  for (const row of rows) {
    const timed = timedOf(row);
    const times = timeColumns(timed, row.published_status, promises.get(timed.callback.source) ?? DEFAULT_PROMISE);
    values.push(row.row_id, ...COLUMNS.map((column) => times[column]));
  }
  const set = COLUMNS.map((column, index) => sql`${sql.ref(column)} = ${valueColumn(index + 2, column in INTEGERS)}`);
  await sql`update callbacks set revision = revision + 1, ${sql.join(set)}
    from ${valuesTable(values, COLUMNS.length + 1)} where row_id = ${valueColumn(1, true)}`.execute(db);
  if (changed !== undefined) await moveFigures(db, rows, promises, changed);
}

/** Counts callbacks that have ended by the new settings instead of the previous ones. */
async function moveFigures(
  db: Kysely<Tables>,
  rows: readonly Row[],
  promises: PromisesBySource,
  { previous, statements }: NonNullable<RewriteRequest["changed"]>,
): Promise<void> {
  const changes = rows.map((row) => {
    const timed = timedOf(row);
    const keys = performanceKeys(timed.callback);
    const by = (settings: PromisesBySource) => ({
      ...keys,
      ...contributionOf(timed, row.published_status, settings.get(keys.source) ?? DEFAULT_PROMISE),
    });
    return { before: by(previous), after: by(promises) };
  });
  await updatePerformance(db, changes, statements);
}
