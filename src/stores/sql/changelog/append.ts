import { sql, type Compilable, type Kysely, type RawBuilder } from "kysely";
import type { DetectedChange } from "../../../domain/change/change.js";
import type { RememberedCallback } from "../../../domain/change/observation.js";
import type { RecordedChange } from "../../../domain/query.js";
import { chunks } from "../chunks.js";
import type { Locks } from "../engine.js";
import type { ChangeRow, Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";
import { valueColumn, valuesTable } from "../values-table.js";

/** A change without its position. */
export interface UnnumberedChange {
  readonly rowId: number;
  readonly change: DetectedChange;
  readonly callback: RememberedCallback;
  /** False where a later change of the same transaction has overwritten the row. */
  readonly isInRow: boolean;
}

/** Dependencies of appending. */
export interface Appending {
  readonly locks: Locks;
  readonly statements: Statements;
}

/** Columns of `valuesTable` in the statement that appends. */
const WIDTH = 10;

/** Appends changes to the log, in their order. Takes the numbering lock at the end of the transaction, for as short a time as possible. */
export async function appendChanges(
  db: Kysely<Tables>,
  changes: readonly UnnumberedChange[],
  { locks, statements }: Appending,
): Promise<RecordedChange[]> {
  if (changes.length === 0) return [];
  const rows = changes.map(({ rowId, change, callback, isInRow }, index) => [
    index,
    rowId,
    change.kind,
    change.previousStatus,
    change.status,
    JSON.stringify(change.changedFields),
    change.occurredAt,
    change.observedAt,
    isInRow ? null : JSON.stringify(callback),
    isInRow ? endOfSnapshot(callback) : null,
  ]);
  const positions: number[] = [];
  for (const chunk of chunks(rows)) {
    const values = chunk.flat();
    const appended = await statements.run(db, "append changes", values, () => appendStatement(db, values, locks));
    positions.push(...appended.map(({ position }) => position));
  }
  // Rows are numbered in the order of the statement, but engines return them in any order.
  positions.sort((a, b) => a - b);
  return changes.map(({ rowId, change, callback }, index) => {
    const position = positions[index];
    if (position === undefined) throw new Error("a change was not written");
    return { ...change, position, rowId, callback };
  });
}

/** The part of a snapshot that its row does not hold as JSON. */
function endOfSnapshot(remembered: RememberedCallback): string {
  const { callback: _, vendorRecord: __, ...others } = remembered;
  return `,${JSON.stringify(others).slice(1)}`;
}

/** The statement builds most of a snapshot from the row that was written just before. */
function appendStatement(
  db: Kysely<Tables>,
  values: readonly unknown[],
  { joinNumberingLock }: Locks,
): Compilable<Pick<ChangeRow, "position">> {
  const integer = (place: number): RawBuilder<unknown> => valueColumn(place, true);
  const text = (place: number): RawBuilder<unknown> => valueColumn(place, false);
  const statement = sql<Pick<ChangeRow, "position">>`insert into changes
      (row_id, kind, previous_status, status, changed_fields, occurred_at, observed_at, snapshot)
    select ${integer(2)}, ${text(3)}, ${text(4)}, ${text(5)}, ${text(6)}, ${integer(7)}, ${integer(8)},
      coalesce(${text(9)}, '{"callback":' || content || ',"vendorRecord":' || record || ${text(10)})
    from ${valuesTable(values, WIDTH)} inner join callbacks on callbacks.row_id = ${integer(2)} ${joinNumberingLock}
    order by ${integer(1)} returning position`;
  return { compile: () => statement.compile(db) };
}
