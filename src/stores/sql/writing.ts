import type { Kysely } from "kysely";
import type { DetectedChange } from "../../callback/change.js";
import type { RememberedCallback } from "../../callback/observation.js";
import type { RecordedChange } from "../../callback/query.js";
import { chunks } from "./chunks.js";
import type { Turns } from "./engine.js";
import { toRow } from "./rows.js";
import { writeSightings } from "./sightings.js";
import type { CallbackRow, Tables } from "./tables.js";
import { valuesOf, type Templates } from "./templates.js";

/** A change that waits for its number. */
export interface Pending {
  readonly rowId: number;
  readonly change: DetectedChange;
  readonly callback: RememberedCallback;
  /** What it was written as; null where a later change of the same transaction was written instead. */
  readonly texts: Texts | null;
}

/** The contents of a row, which the snapshot of a change holds as well. */
type Texts = Pick<CallbackRow, "content" | "record">;

/** What something was written as. */
export interface WrittenRow {
  readonly rowId: number;
  readonly revision: number;
  readonly texts: Texts;
}

/** What writes, besides the transaction. */
export interface Writing {
  readonly turns: Turns;
  readonly templates: Templates;
}

/** Writes whole rows, new or known, each once; says what each was written as. */
export async function writeRows(
  db: Kysely<Tables>,
  remembered: readonly RememberedCallback[],
  { templates }: Pick<Writing, "templates">,
): Promise<Map<RememberedCallback, WrittenRow>> {
  const rows = new Map<RememberedCallback, WrittenRow>();
  for (const chunk of chunks(remembered)) {
    const values = chunk.map(toRow);
    const written = await templates.run(db, "callbacks", valuesOf(values), () =>
      db
        .insertInto("callbacks")
        .values(values)
        .onConflict((conflict) =>
          conflict.columns(["source", "vendor_id"]).doUpdateSet((eb) => {
            const columns = Object.keys(values[0] ?? {}) as (keyof (typeof values)[number])[];
            const written = Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]));
            return { ...written, revision: eb("callbacks.revision", "+", eb.lit(1)) };
          }),
        )
        .returning(["source", "vendor_id", "row_id", "revision"]),
    );
    // Rows need not be returned in the order of the statement.
    const byId = new Map(written.map((row) => [`${row.source} ${row.vendor_id}`, row]));
    for (const [index, one] of chunk.entries()) {
      const [row, texts] = [byId.get(`${one.callback.source} ${one.callback.vendorId}`), values[index]];
      if (row === undefined || texts === undefined) throw new Error("a row was not written");
      rows.set(one, { rowId: row.row_id, revision: row.revision, texts });
    }
  }
  const sightings = [...rows].map(([{ observedAt }, { rowId, revision }]) => ({ rowId, revision, observedAt }));
  await writeSightings(db, sightings, templates);
  return rows;
}

/** Appends changes to the log, in their order. The turn is taken last, and so is short. */
export async function appendChanges(
  db: Kysely<Tables>,
  pending: readonly Pending[],
  { turns, templates }: Writing,
): Promise<RecordedChange[]> {
  if (pending.length === 0) return [];
  const rows = pending.map(({ rowId, change, callback, texts }) => ({
    row_id: rowId,
    kind: change.kind,
    previous_status: change.previousStatus,
    status: change.status,
    changed_fields: JSON.stringify(change.changedFields),
    occurred_at: change.occurredAt,
    observed_at: change.observedAt,
    snapshot: texts === null ? JSON.stringify(callback) : snapshotOf(callback, texts),
  }));
  await turns.ofNumbering(db);
  const positions: number[] = [];
  for (const chunk of chunks(rows)) {
    const numbered = await templates.run(db, "changes", valuesOf(chunk), () =>
      db.insertInto("changes").values(chunk).returning("position"),
    );
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

/** What was remembered as JSON, put together from what its row holds of it. */
function snapshotOf(remembered: RememberedCallback, { content, record }: Texts): string {
  const { callback: _, vendorRecord: __, ...others } = remembered;
  return `{"callback":${content},"vendorRecord":${record},${JSON.stringify(others).slice(1)}`;
}
