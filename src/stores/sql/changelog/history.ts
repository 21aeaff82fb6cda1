import type { Kysely } from "kysely";
import type { CallbackKey } from "../../../domain/change/observation.js";
import type { Slice } from "../../../domain/query.js";
import type { HistoryPage } from "../../store.js";
import { fromChangeRow } from "../callbacks/rows.js";
import type { Tables } from "../schema/tables.js";

/** One callback's part of the change log, oldest first. */
export async function readHistory(db: Kysely<Tables>, key: CallbackKey, slice: Slice<number>): Promise<HistoryPage> {
  const ofCallback = db
    .selectFrom("changes")
    .selectAll()
    .where("row_id", "=", (eb) =>
      eb
        .selectFrom("callbacks")
        .select("callbacks.row_id")
        .where("source", "=", key.source)
        .where("vendor_id", "=", key.vendorId),
    );
  let query = ofCallback;
  if (slice.after !== null) query = query.where("position", ">", slice.after);
  if (slice.before !== null) query = query.where("position", "<", slice.before);
  const found = await query
    .orderBy("position", slice.from === "start" ? "asc" : "desc")
    .limit(slice.size + 1)
    .execute();
  const hasMore = found.length > slice.size;
  const kept = found.slice(0, slice.size);
  const rows = slice.from === "start" ? kept : kept.reverse();
  const bound = slice.from === "start" ? slice.after : slice.before;
  const behind =
    bound === null
      ? undefined
      : await ofCallback
          .where("position", slice.from === "start" ? "<=" : ">=", bound)
          .limit(1)
          .executeTakeFirst();
  const hasBehind = behind !== undefined;
  return {
    changes: rows.map(fromChangeRow),
    hasNextPage: slice.from === "start" ? hasMore : hasBehind,
    hasPreviousPage: slice.from === "start" ? hasBehind : hasMore,
  };
}
