import type { Kysely } from "kysely";
import type { Removal } from "../../../domain/removal.js";
import { removeParts } from "../../../domain/retention.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import type { StoreContext } from "../store-context.js";
import type { EndedRequest } from "../../erasure-store.js";
import type { RowWrite } from "../recording/classify.js";
import { writeRows } from "../recording/write-rows.js";
import { deleteRows } from "./erase.js";
import { removeFromChanges } from "./remove-from-changes.js";
import { removeFromViews } from "./remove-from-views.js";

/** The states of removal in which a callback has more than these parts. */
const BEFORE = { VENDOR_RECORD: [""], PERSONAL_DATA: ["", "VENDOR_RECORD"] } as const;
const ANY = [...BEFORE.PERSONAL_DATA, "PERSONAL_DATA"] as const;

/**
 * Deletes ended callbacks. A callback stays if the vendor dates it later, or dates it not at all and still returns it: its
 * record would be recorded again.
 */
export async function deleteEnded(request: EndedRequest, { engine, locks }: StoreContext): Promise<number> {
  return engine.db.transaction().execute(async (transaction) => {
    await locks.ofSource(transaction, request.source);
    const rows = await selectEnded(transaction, request, ANY)
      .innerJoin("observations", "observations.row_id", "callbacks.row_id")
      .where((eb) => {
        const before = request.endedBefore;
        const isUndated = eb.and([
          eb("updated_at", "is", null),
          eb("created_at", "is", null),
          eb("window_start", "is", null),
        ]);
        return eb.and([
          eb.or([eb("updated_at", "is", null), eb("updated_at", "<", before)]),
          eb.or([eb("window_end", "is", null), eb("window_end", "<", before)]),
          eb.or([eb("window_start", "is", null), eb("window_start", "<", before)]),
          eb.or([eb.not(isUndated), eb("observed_at", "<", before)]),
        ]);
      })
      .execute();
    const rowIds = rows.map(({ row_id }) => row_id);
    await removeFromChanges(transaction, rowIds, "PERSONAL_DATA");
    await deleteRows(transaction, rowIds);
    return rows.length;
  });
}

/** Deletes parts of ended callbacks. */
export async function removeFromEnded(request: EndedRequest, removal: Removal, context: StoreContext): Promise<number> {
  return context.engine.db.transaction().execute(async (transaction) => {
    await context.locks.ofSource(transaction, request.source);
    const rows = await selectEnded(transaction, request, BEFORE[removal]).execute();
    const rowIds = rows.map(({ row_id }) => row_id);
    const contents = await context.cache.readContents(transaction, rowIds);
    const writes = [...contents.values()].map((before): RowWrite => {
      const { rowId: _, revision: __, promiseDueAt: ___, ...remembered } = before;
      return { now: { ...removeParts(remembered, removal), removal }, before };
    });
    await writeRows(transaction, writes, context);
    await removeFromChanges(transaction, rowIds, removal);
    for (const chunk of chunks(rowIds)) await removeFromViews(transaction, chunk, removal);
    return rows.length;
  });
}

function selectEnded(
  db: Kysely<Tables>,
  { source, endedBefore, limit }: EndedRequest,
  removals: readonly ("" | Removal)[],
) {
  return db
    .selectFrom("callbacks")
    .select("callbacks.row_id")
    .where("source", "=", source)
    .where("is_open", "=", 0)
    .where("removal", "in", removals)
    .where("ended_at", "<", endedBefore)
    .limit(limit);
}
