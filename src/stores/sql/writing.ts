import type { Kysely } from "kysely";
import type { DetectedChange } from "../../callback/change.js";
import type { RememberedCallback } from "../../callback/observation.js";
import type { RecordedChange, StoredCallback } from "../../callback/query.js";
import { chunks } from "./chunks.js";
import type { Turns } from "./engine.js";
import { insertRows, updateRows, type Rewrite, type WrittenRow } from "./rewrite.js";
import type { Texts } from "./rows.js";
import { writeSightings } from "./sightings.js";
import type { Tables } from "./tables.js";
import { valuesOf, type Templates } from "./templates.js";

/** A change that waits for its number. */
export interface Pending {
  readonly rowId: number;
  readonly change: DetectedChange;
  readonly callback: RememberedCallback;
  /** What it was written as; null where a later change of the same transaction was written instead. */
  readonly texts: Texts | null;
}

/** What writes, besides the transaction. */
export interface Writing {
  readonly turns: Turns;
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
  const sightings = [...rows].map(([{ observedAt }, { rowId, revision }]) => ({ rowId, revision, observedAt }));
  await writeSightings(db, sightings, templates);
  return rows;
}

const isNew = (one: Rewrite): one is Rewrite<null> => one.before === null;
const isKnown = (one: Rewrite): one is Rewrite<StoredCallback> => one.before !== null;

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
