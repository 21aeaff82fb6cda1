import type { Kysely } from "kysely";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { Tables } from "./schema/tables.js";

/** Takes marks that nobody has taken; false where one of them was. Runs in the caller's transaction. */
export async function claimDeliveryIds(
  db: Kysely<Tables>,
  marks: readonly string[],
  now: Instant,
  forMs: DurationMs,
): Promise<boolean> {
  if (marks.length === 0) return true;
  await db.deleteFrom("marks").where("expires_at", "<=", now).execute();
  // In one order for all: two deliveries of the same wait for each other, and not in a circle.
  const values = [...new Set(marks)].sort().map((mark) => ({ mark, expires_at: now + forMs }));
  const taken = await db
    .insertInto("marks")
    .values(values)
    .onConflict((conflict) => conflict.column("mark").doNothing())
    .returning("mark")
    .execute();
  return taken.length === values.length;
}
