import type { Kysely } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import type { Removal } from "../../../domain/removal.js";
import { removeParts } from "../../../domain/retention.js";
import type { Tables } from "../schema/tables.js";

/** Deletes parts of the records that these callbacks were merged from. */
export async function removeFromViews(db: Kysely<Tables>, rowIds: readonly number[], removal: Removal): Promise<void> {
  const views = await db
    .selectFrom("views")
    .select(["source", "record_id", "name", "content"])
    .where("row_id", "in", rowIds)
    .execute();
  for (const { source, record_id, name, content } of views) {
    const { callback } = removeParts({ callback: JSON.parse(content) as Callback, vendorRecord: {} }, removal);
    await db
      .updateTable("views")
      .set({ record: "{}", content: JSON.stringify(callback) })
      .where("source", "=", source)
      .where("record_id", "=", record_id)
      .where("name", "=", name)
      .execute();
  }
}
