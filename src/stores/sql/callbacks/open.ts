import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Instant } from "../../../domain/time/instant.js";

/**
 * Whether a callback is open, also by the clock. Written like the condition of the indexes of open callbacks by customer and
 * by urgency, which no other index serves: without statistics, SQLite would take the index of all open callbacks instead.
 */
export function isStillOpen(now: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`is_open <> 0 and (ends_at is null or ends_at > ${now})`;
}
