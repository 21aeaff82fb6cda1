import { sql, type Compilable, type Kysely, type RawBuilder } from "kysely";
import type { DetectedChange } from "../../../domain/change/change.js";
import type { RememberedCallback } from "../../../domain/change/observation.js";
import type { RecordedChange, StoredCallback } from "../../../domain/query.js";
import { chunks } from "../chunks.js";
import type { Locks } from "../engine.js";
import { givenColumn, givenRows } from "../given.js";
import { insertRows, updateRows, type Rewrite, type WrittenRow } from "./rewrite.js";
import { writeSightings } from "./sightings.js";
import type { ChangeRow, Tables } from "../schema/tables.js";
import type { Templates } from "../templates.js";

/** A change that waits for its number. */
export interface Pending {
  readonly rowId: number;
  readonly change: DetectedChange;
  readonly callback: RememberedCallback;
  /** Whether the row holds it; else a later change of the same transaction was written. */
  readonly isPresent: boolean;
}

/** What writes, besides the transaction. */
export interface Writing {
  readonly locks: Locks;
  readonly templates: Templates;
}

/** Writes rows, new or known, each once; says what each was written as. */
export async function writeRows(
  db: Kysely<Tables>,
  rewrites: readonly Rewrite[],
  { templates }: Pick<Writing, "templates">,
): Promise<Map<RememberedCallback, WrittenRow>> {
  const rows = new Map<RememberedCallback, WrittenRow>();
  const note = (written: Iterable<readonly [RememberedCallback, WrittenRow]>): void => {
    for (const [now, row] of written) rows.set(now, row);
  };
  for (const chunk of chunks(rewrites.filter(isNew))) note(await insertRows(db, chunk, templates));
  for (const chunk of chunks(rewrites.filter(isKnown))) note(await updateRows(db, chunk, templates));
  const sightings = [...rows].map(([{ requestNumber, observedAt }, { rowId, revision }]) => {
    return { rowId, revision, requestNumber, observedAt };
  });
  await writeSightings(db, sightings, templates);
  return rows;
}

const isNew = (one: Rewrite): one is Rewrite<null> => one.before === null;
const isKnown = (one: Rewrite): one is Rewrite<StoredCallback> => one.before !== null;

type Numbered = Pick<ChangeRow, "position">;
/** What stands in one line of those that are appended. */
const CHANGE_WIDTH = 10;

/** Appends changes to the log, in their order. The turn is taken last, and so is short. */
export async function appendChanges(
  db: Kysely<Tables>,
  pending: readonly Pending[],
  { locks, templates }: Writing,
): Promise<RecordedChange[]> {
  if (pending.length === 0) return [];
  const rows = pending.map(({ rowId, change, callback, isPresent }, index) => [
    index,
    rowId,
    change.kind,
    change.previousStatus,
    change.status,
    JSON.stringify(change.changedFields),
    change.occurredAt,
    change.observedAt,
    isPresent ? null : JSON.stringify(callback),
    isPresent ? restOf(callback) : null,
  ]);
  const positions: number[] = [];
  for (const chunk of chunks(rows)) {
    const values = chunk.flat();
    const numbered = await templates.run(db, "changes", values, () => appending(db, values, locks));
    positions.push(...numbered.map(({ position }) => position));
  }
  // Rows are numbered in the order of the statement, but need not be returned in it.
  positions.sort((a, b) => a - b);
  return pending.map(({ rowId, change, callback }, index) => {
    const position = positions[index];
    if (position === undefined) throw new Error("a change was not written");
    return { ...change, position, rowId, callback };
  });
}

/** What a row does not hold as JSON: the end of its snapshot. */
function restOf(remembered: RememberedCallback): string {
  const { callback: _, vendorRecord: __, ...others } = remembered;
  return `,${JSON.stringify(others).slice(1)}`;
}

/** Most of a snapshot is what its row was written with just now: it is put together there. */
function appending(db: Kysely<Tables>, values: readonly unknown[], { joinNumberingLock }: Locks): Compilable<Numbered> {
  const integer = (place: number): RawBuilder<unknown> => givenColumn(place, true);
  const text = (place: number): RawBuilder<unknown> => givenColumn(place, false);
  const statement = sql<Numbered>`insert into changes
      (row_id, kind, previous_status, status, changed_fields, occurred_at, observed_at, snapshot)
    select ${integer(2)}, ${text(3)}, ${text(4)}, ${text(5)}, ${text(6)}, ${integer(7)}, ${integer(8)},
      coalesce(${text(9)}, '{"callback":' || content || ',"vendorRecord":' || record || ${text(10)})
    from ${givenRows(values, CHANGE_WIDTH)} inner join callbacks on callbacks.row_id = ${integer(2)} ${joinNumberingLock}
    order by ${integer(1)} returning position`;
  return { compile: () => statement.compile(db) };
}
