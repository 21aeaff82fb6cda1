import type { Kysely } from "kysely";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { Tables } from "./schema/tables.js";

/** Claims ids of deliveries; false where one of them was claimed before. Runs in the caller's transaction. */
export async function claimDeliveryIds(
  db: Kysely<Tables>,
  deliveryIds: readonly string[],
  now: Instant,
  forMs: DurationMs,
): Promise<boolean> {
  if (deliveryIds.length === 0) return true;
  await db.deleteFrom("deliveries").where("expires_at", "<=", now).execute();
  // In one order for all: two deliveries of one event wait for each other, and not in a circle.
  const values = [...new Set(deliveryIds)].sort().map((delivery_id) => ({ delivery_id, expires_at: now + forMs }));
  const claimed = await db
    .insertInto("deliveries")
    .values(values)
    .onConflict((conflict) => conflict.column("delivery_id").doNothing())
    .returning("delivery_id")
    .execute();
  return claimed.length === values.length;
}
