import { sql, type Compilable, type Kysely } from "kysely";
import type { RememberedCallback } from "../../../domain/change/observation.js";
import { contributionOf, type Contribution } from "../../../domain/performance/contribution.js";
import { DEFAULT_PROMISE, type PromisesBySource } from "../../../domain/promise.js";
import type { StoredCallback } from "../../../domain/query.js";
import { isSearchedAlike, searchTextOf } from "../../../domain/search.js";
import { toRow, type RowContext } from "../callbacks/rows.js";
import { saveSearchTexts, type SearchText } from "../callbacks/search.js";
import { chunks } from "../chunks.js";
import { performanceKeys, updatePerformance, type PerformanceKeys } from "../performance/update.js";
import { INTEGERS, type CallbackRow, type Tables } from "../schema/tables.js";
import { valuesOf, type Statements } from "../statements.js";
import { valueColumn, valuesTable } from "../values-table.js";
import type { RowWrite } from "./classify.js";
import { saveObservations } from "./observations.js";

/** A row as it was written: `stored` is its content from now on. */
export interface WrittenRow {
  readonly revision: number;
  readonly stored: StoredCallback;
}

/** The parts that rows are written with. */
export interface Writing extends RowContext {
  readonly statements: Statements;
}

/** Inserts new rows and updates existing ones, each once, with their last observations. Returns them by vendor id. */
export async function writeRows(
  db: Kysely<Tables>,
  writes: readonly RowWrite[],
  writing: Writing,
): Promise<Map<string, WrittenRow>> {
  const written: WrittenRow[] = [];
  for (const chunk of chunks(writes.filter(isNew))) written.push(...(await insertRows(db, chunk, writing)));
  for (const chunk of chunks(writes.filter(isExisting))) written.push(...(await updateRows(db, chunk, writing)));
  await saveObservations(
    db,
    written.map(({ stored }) => stored),
    writing.statements,
  );
  const byVendorId = new Map(written.map((row) => [row.stored.callback.vendorId, row]));
  await saveSearchTexts(db, searchTextsOf(writes, byVendorId), writing.statements);
  const changes = writes.map(({ now, before }) => ({
    before: before === null ? null : partOf(before, writing.promises),
    after: partOf(now, writing.promises),
  }));
  await updatePerformance(db, changes, writing.statements);
  return byVendorId;
}

/** The part of a callback in the figures of its source. */
export function partOf(remembered: RememberedCallback, promises: PromisesBySource): PerformanceKeys & Contribution {
  const keys = performanceKeys(remembered.callback);
  const settings = promises.get(keys.source) ?? DEFAULT_PROMISE;
  return { ...keys, ...contributionOf(remembered, remembered.publishedStatus, settings) };
}

const isNew = (one: RowWrite): one is RowWrite<null> => one.before === null;
const isExisting = (one: RowWrite): one is RowWrite<StoredCallback> => one.before !== null;

/** The texts of new rows, and of those whose customer has another name or number. */
function searchTextsOf(writes: readonly RowWrite[], written: ReadonlyMap<string, WrittenRow>): SearchText[] {
  return writes.flatMap(({ now: { callback }, before }): SearchText[] => {
    if (before !== null && isSearchedAlike(before.callback.customer, callback.customer)) return [];
    const rowId = written.get(callback.vendorId)?.stored.rowId;
    return rowId === undefined ? [] : [{ rowId, text: searchTextOf(callback.customer), isNew: before === null }];
  });
}

async function insertRows(
  db: Kysely<Tables>,
  added: readonly RowWrite<null>[],
  writing: Writing,
): Promise<WrittenRow[]> {
  const { statements } = writing;
  const rows = added.map(({ now }) => toRow(now, writing));
  const inserted = await statements.run(db, "insert callbacks", valuesOf(rows), () =>
    db.insertInto("callbacks").values(rows).returning(["vendor_id", "row_id", "revision"]),
  );
  // Engines return rows in any order.
  const byVendorId = new Map(inserted.map((row) => [row.vendor_id, row]));
  return added.map(({ now }, index) => toWritten(now, rows[index], byVendorId.get(now.callback.vendorId)));
}

type Row = ReturnType<typeof toRow>;
type RowKey = Pick<CallbackRow, "row_id" | "revision">;
type Column = Exclude<keyof CallbackRow, keyof RowKey>;

/**
 * Written even where the values seem to be equal: `before` carries the status columns as the last observation implies them,
 * while the row holds those of its last write; and earlier versions may have stored another `elapses_at`.
 */
const ALWAYS_WRITTEN: ReadonlySet<Column> = new Set<Column>([
  "status_request",
  "status_reported_at",
  "elapses_at",
  "promise",
]);

/**
 * Updates only the columns in which one of the rows differs, because every written column has its indexes written again.
 * Relies on every column being what `toRow` derives from the content: a migration that adds or changes one has to fill it.
 */
async function updateRows(
  db: Kysely<Tables>,
  changed: readonly RowWrite<StoredCallback>[],
  writing: Writing,
): Promise<WrittenRow[]> {
  const { statements } = writing;
  const rows = changed.map((one) => ({ ...one, row: toRow(one.now, writing) }));
  const columns = differingColumns(rows, writing);
  const values: unknown[] = [];
  for (const { before, row } of rows) {
    values.push(before.rowId);
    for (const column of columns) values.push(row[column]);
  }
  const updated = await statements.run(db, `update callbacks ${columns.join()}`, values, () =>
    updateStatement(db, columns, values),
  );
  const byRowId = new Map(updated.map((one) => [one.row_id, one]));
  return rows.map(({ now, before, row }) => toWritten(now, row, byRowId.get(before.rowId)));
}

interface ChangedRow extends RowWrite<StoredCallback> {
  /** The new columns. */
  readonly row: Row;
}

/** Compares all columns; the long texts only where they hold another object. */
function differingColumns(changed: readonly ChangedRow[], context: RowContext): readonly Column[] {
  const different = new Set<Column>(ALWAYS_WRITTEN);
  for (const { now, before, row } of changed) {
    const content = now.callback === before.callback ? row.content : "";
    const record = now.vendorRecord === before.vendorRecord ? row.record : "";
    const previous = toRow(before, context, { content, record });
    for (const column of Object.keys(previous) as Column[]) {
      if (previous[column] !== row[column]) different.add(column);
    }
  }
  return [...different].sort();
}

function updateStatement(
  db: Kysely<Tables>,
  columns: readonly Column[],
  values: readonly unknown[],
): Compilable<RowKey> {
  const set = columns.map((column, index) => sql`${sql.ref(column)} = ${valueColumn(index + 2, column in INTEGERS)}`);
  const statement = sql<RowKey>`update callbacks set revision = revision + 1, ${sql.join(set)}
    from ${valuesTable(values, columns.length + 1)} where row_id = ${valueColumn(1, true)} returning row_id, revision`;
  return { compile: () => statement.compile(db) };
}

function toWritten(now: RememberedCallback, row: Row | undefined, key: RowKey | undefined): WrittenRow {
  if (row === undefined || key === undefined) throw new Error("a row was not written");
  const { row_id: rowId, revision } = key;
  return { revision, stored: { ...now, rowId, revision, promiseDueAt: row.promise_due_at ?? null } };
}
