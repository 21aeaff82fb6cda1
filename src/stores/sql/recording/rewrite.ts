import { sql, type Compilable, type Kysely } from "kysely";
import type { RememberedCallback } from "../../../domain/change/observation.js";
import type { StoredCallback } from "../../../domain/query.js";
import { givenColumn, givenRows } from "../given.js";
import { toRow } from "../callbacks/rows.js";
import { INTEGERS, type CallbackRow, type Tables } from "../schema/tables.js";
import { valuesOf, type Templates } from "../templates.js";

/** The row that something was written to. */
export interface WrittenRow {
  readonly rowId: number;
  readonly revision: number;
}

type Written = readonly [RememberedCallback, WrittenRow];

/** What is to be written, and what its row holds; null where there is none yet. */
export interface Rewrite<Before extends StoredCallback | null = StoredCallback | null> {
  readonly now: RememberedCallback;
  readonly before: Before;
}

/** Writes whole rows, new ones. One that somebody else has added by now is written over. */
export async function insertRows(
  db: Kysely<Tables>,
  added: readonly Rewrite<null>[],
  templates: Templates,
): Promise<Written[]> {
  const rows = added.map(({ now }) => toRow(now));
  const written = await templates.run(db, "callbacks", valuesOf(rows), () =>
    db
      .insertInto("callbacks")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["source", "vendor_id"]).doUpdateSet((eb) => {
          const columns = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
          const all = Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]));
          return { ...all, revision: eb("callbacks.revision", "+", eb.lit(1)) };
        }),
      )
      .returning(["source", "vendor_id", "row_id", "revision"]),
  );
  // Rows need not be returned in the order of the statement.
  const byId = new Map(written.map((row) => [`${row.source} ${row.vendor_id}`, row]));
  const idOf = ({ callback }: RememberedCallback): string => `${callback.source} ${callback.vendorId}`;
  return added.map(({ now }) => [now, found(byId.get(idOf(now)))]);
}

type Row = ReturnType<typeof toRow>;
type RowKey = Pick<CallbackRow, "row_id" | "revision">;
type Column = Exclude<keyof CallbackRow, keyof RowKey>;

/**
 * Not compared: a row is not written where its callback was but seen again, so what was known of it may be newer than what
 * the row holds; and when the clock acts next is what the row is found by.
 */
const ALWAYS: ReadonlySet<Column> = new Set<Column>([
  "request_number",
  "observed_at",
  "status_request",
  "status_reported_at",
  "elapses_at",
]);

/**
 * Writes known rows: of all columns only those in which one of them differs, as each of the others would have its indexes
 * written again. Takes for granted that a row's columns are what `toRow` makes of its content: a migration that adds
 * or changes one has to fill it.
 */
export async function updateRows(
  db: Kysely<Tables>,
  changed: readonly Rewrite<StoredCallback>[],
  templates: Templates,
): Promise<Written[]> {
  const rows = changed.map((one) => ({ ...one, row: toRow(one.now) }));
  const columns = differing(rows);
  const values: unknown[] = [];
  for (const { before, row } of rows) {
    values.push(before.rowId);
    for (const column of columns) values.push(row[column]);
  }
  const build = (): Compilable<RowKey> => rewriting(db, columns, values);
  const written = await templates.run(db, `rewrite ${columns.join()}`, values, build);
  const byId = new Map(written.map((one) => [one.row_id, one]));
  return rows.map(({ now, before }) => [now, found(byId.get(before.rowId))]);
}

interface Changed extends Rewrite<StoredCallback> {
  /** As it is to be. */
  readonly row: Row;
}

/** The columns in which one of the rows differs, in their order. Texts are the same where what they hold is the same object. */
function differing(changed: readonly Changed[]): readonly Column[] {
  const different = new Set<Column>(ALWAYS);
  for (const { now, before, row } of changed) {
    const content = now.callback === before.callback ? row.content : "";
    const record = now.vendorRecord === before.vendorRecord ? row.record : "";
    const then = toRow(before, { content, record });
    for (const column of Object.keys(then) as Column[]) if (then[column] !== row[column]) different.add(column);
  }
  return [...different].sort();
}

/** One statement for all rows. */
function rewriting(db: Kysely<Tables>, columns: readonly Column[], values: readonly unknown[]): Compilable<RowKey> {
  const set = columns.map((column, index) => sql`${sql.ref(column)} = ${givenColumn(index + 2, column in INTEGERS)}`);
  const statement = sql<RowKey>`update callbacks set revision = revision + 1, ${sql.join(set)}
    from ${givenRows(values, columns.length + 1)} where row_id = ${givenColumn(1, true)} returning row_id, revision`;
  return { compile: () => statement.compile(db) };
}

function found(row: RowKey | undefined): WrittenRow {
  if (row === undefined) throw new Error("a row was not written");
  return { rowId: row.row_id, revision: row.revision };
}
