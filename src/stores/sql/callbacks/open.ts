import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { Instant } from "../../../domain/time/instant.js";

/**
 * Whether a callback is open, also by the clock. Literal, as partial indexes of open callbacks are used only where the
 * statement names their condition.
 */
export function isStillOpen(now: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`is_open = 1 and (ends_at is null or ends_at > ${now})`;
}
