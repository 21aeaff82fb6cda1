import type { Kysely } from "kysely";
import { removeFromChange } from "../../../domain/erasure.js";
import type { Removal } from "../../../domain/removal.js";
import { fromChangeRow } from "../callbacks/rows.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";

/** Deletes parts of callbacks from the changes of their rows. Returns of how many changes. */
export async function removeFromChanges(
  db: Kysely<Tables>,
  rowIds: readonly number[],
  removal: Removal,
): Promise<number> {
  let rewritten = 0;
  for (const chunk of chunks(rowIds)) {
    let after = 0;
    for (;;) {
      const changes = await db
        .selectFrom("changes")
        .selectAll()
        .where("row_id", "in", chunk)
        .where("kind", "!=", "ERASED")
        .where("position", ">", after)
        .orderBy("position")
        .limit(CHANGES_AT_ONCE)
        .execute();
      for (const row of changes) {
        const { callback } = removeFromChange(fromChangeRow(row), removal);
        await db
          .updateTable("changes")
          .set({ snapshot: JSON.stringify(callback) })
          .where("position", "=", row.position)
          .execute();
      }
      rewritten += changes.length;
      const last = changes.at(-1);
      if (last === undefined) break;
      after = last.position;
    }
  }
  return rewritten;
}

const CHANGES_AT_ONCE = 200;
