import type { Kysely, Selectable } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import type { View, ViewRules } from "../../../domain/change/views.js";
import { groupBy } from "../../../lib/group.js";
import type { JsonObject } from "../../../lib/json.js";
import { readMilestones } from "../callbacks/rows.js";
import { deleteSearchTexts } from "../callbacks/search.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import type { ViewTable } from "../schema/view-table.js";

/** A view as the store holds it. */
export interface StoredView {
  readonly view: View;
  /** The callback that it is merged into. */
  readonly rowId: number;
  readonly group: string;
  readonly isAmbiguous: boolean;
  /** True if the view was observed since it was written: the row of its callback says when. */
  readonly isBehind?: boolean;
}

/** A view to write, with the row of its callback. */
export interface ViewWrite extends StoredView {
  readonly source: string;
  readonly isLasting: boolean;
}

/** The key of the group in which records can be one callback. */
export function groupKeyOf(callback: Callback, rules: ViewRules): string {
  const group = rules.matching?.groupOf(callback) ?? null;
  return group === null ? `id:${callback.vendorId}` : `of:${group}`;
}

/** All views of these records. */
export async function findViewsOfRecords(
  db: Kysely<Tables>,
  source: string,
  recordIds: readonly string[],
): Promise<StoredView[]> {
  const found: StoredView[] = [];
  for (const chunk of chunks(recordIds)) {
    const rows = await db
      .selectFrom("views")
      .selectAll()
      .where("source", "=", source)
      .where("record_id", "in", chunk)
      .execute();
    found.push(...rows.map(fromRow));
  }
  return found;
}

/** All views of these groups. */
export async function findViewsOfGroups(
  db: Kysely<Tables>,
  source: string,
  groups: readonly string[],
): Promise<StoredView[]> {
  const found: StoredView[] = [];
  for (const chunk of chunks(groups)) {
    const rows = await db
      .selectFrom("views")
      .selectAll()
      .where("source", "=", source)
      .where("group_key", "in", chunk)
      .execute();
    found.push(...rows.map(fromRow));
  }
  return found;
}

/** The ids of the callbacks that records of other ids were merged into, by the record's id. */
export async function findCallbackIds(
  db: Kysely<Tables>,
  source: string,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const chunk of chunks(recordIds)) {
    const rows = await db
      .selectFrom("views")
      .innerJoin("callbacks", "callbacks.row_id", "views.row_id")
      .select(["views.record_id", "callbacks.vendor_id"])
      .where("views.source", "=", source)
      .where("views.record_id", "in", chunk)
      .execute();
    for (const { record_id, vendor_id } of rows) found.set(record_id, vendor_id);
  }
  return found;
}

/** How many records of each source may be one callback with several others. */
export async function countAmbiguous(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("views")
    .select(["source", (eb) => eb.fn.countAll<number>().as("count")])
    .where("is_ambiguous", "=", 1)
    .groupBy("source")
    .execute();
  return new Map(rows.map(({ source, count }) => [source, Number(count)]));
}

/** Inserts or replaces views. */
export async function saveViews(db: Kysely<Tables>, writes: readonly ViewWrite[]): Promise<void> {
  for (const chunk of chunks(writes)) {
    await db
      .insertInto("views")
      .values(chunk.map(toRow))
      .onConflict((conflict) =>
        conflict.columns(["source", "record_id", "name"]).doUpdateSet((eb) => ({
          row_id: eb.ref("excluded.row_id"),
          group_key: eb.ref("excluded.group_key"),
          request_number: eb.ref("excluded.request_number"),
          observed_at: eb.ref("excluded.observed_at"),
          content_hash: eb.ref("excluded.content_hash"),
          is_lasting: eb.ref("excluded.is_lasting"),
          is_ambiguous: eb.ref("excluded.is_ambiguous"),
          status_reported_at: eb.ref("excluded.status_reported_at"),
          status_request: eb.ref("excluded.status_request"),
          milestones: eb.ref("excluded.milestones"),
          content: eb.ref("excluded.content"),
          record: eb.ref("excluded.record"),
        })),
      )
      .execute();
  }
}

/** Updates the times of views that were observed unchanged, by one statement for each kind in a response. */
export async function updateViewTimes(db: Kysely<Tables>, source: string, views: readonly View[]): Promise<void> {
  for (const group of groupBy(views, ({ name, requestNumber }) => `${name} ${requestNumber}`).values()) {
    for (const chunk of chunks(group)) {
      const [first] = chunk;
      if (first === undefined) continue;
      const ids = chunk.map(({ callback }) => callback.vendorId);
      await db
        .updateTable("views")
        .set({ request_number: first.requestNumber, observed_at: first.observedAt })
        .where("source", "=", source)
        .where("name", "=", first.name)
        .where("record_id", "in", ids)
        .execute();
    }
  }
}

/** Deletes the rows of callbacks that were merged into others. Their views are the others' by then. */
export async function deleteCallbacks(db: Kysely<Tables>, rowIds: readonly number[]): Promise<void> {
  for (const chunk of chunks(rowIds)) {
    await db.deleteFrom("observations").where("row_id", "in", chunk).execute();
    await deleteSearchTexts(db, chunk);
    await db.deleteFrom("callbacks").where("row_id", "in", chunk).execute();
  }
}

function toRow({ source, view, rowId, group, isLasting, isAmbiguous }: ViewWrite): ViewTable {
  return {
    source,
    record_id: view.callback.vendorId,
    name: view.name,
    row_id: rowId,
    group_key: group,
    request_number: view.requestNumber,
    observed_at: view.observedAt,
    content_hash: view.contentHash,
    is_lasting: isLasting ? 1 : 0,
    is_ambiguous: isAmbiguous ? 1 : 0,
    status_reported_at: view.statusReportedAt,
    status_request: view.statusRequestNumber,
    milestones: JSON.stringify(view.milestones),
    content: JSON.stringify(view.callback),
    record: JSON.stringify(view.vendorRecord),
  };
}

function fromRow(row: Selectable<ViewTable>): StoredView {
  const callback = JSON.parse(row.content) as Callback;
  // Every observation of one hash reports the same status.
  const isStatusObserved = row.content_hash !== null && callback.statusBasis === "REPORTED";
  return {
    rowId: row.row_id,
    group: row.group_key,
    isAmbiguous: row.is_ambiguous === 1,
    view: {
      name: row.name,
      callback,
      vendorRecord: JSON.parse(row.record) as JsonObject,
      requestNumber: row.request_number,
      observedAt: row.observed_at,
      contentHash: row.content_hash,
      statusReportedAt: isStatusObserved ? row.observed_at : row.status_reported_at,
      statusRequestNumber: isStatusObserved ? row.request_number : row.status_request,
      milestones: readMilestones(row.milestones, callback, row.observed_at),
    },
  };
}
