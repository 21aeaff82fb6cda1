import { sql, type Expression, type ExpressionBuilder, type SqlBool } from "kysely";
import type { InstantRange } from "../../../domain/query.js";
import type { Tables } from "../schema/tables.js";

export type Builder = ExpressionBuilder<Tables, "callbacks">;
type TimeColumn = "created_at" | "ended_at" | "promise_due_at" | "updated_at" | "waits_from";

/** True for one of the allowed values; an empty list matches nothing. */
export function isAmong(eb: Builder, value: Expression<unknown>, allowed: readonly string[]): Expression<SqlBool> {
  return allowed.length === 0 ? eb.lit(false) : sql<SqlBool>`${value} in (${sql.join(allowed)})`;
}

/** True for a time within the range; false for a row without one. */
export function isWithin(eb: Builder, column: TimeColumn, range: InstantRange): Expression<SqlBool> {
  const conditions = [eb(column, "is not", null)];
  if (range.from !== null) conditions.push(eb(column, ">=", range.from));
  if (range.until !== null) conditions.push(eb(column, "<", range.until));
  return eb.and(conditions);
}
