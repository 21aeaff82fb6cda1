import { sql, type RawBuilder } from "kysely";
import type { Instant } from "../../../domain/time/instant.js";

/**
 * The place of the interval that contains a time, for a time within the bounds. Intervals of one length are computed;
 * others, such as days with daylight saving time, are found by halving.
 */
export function intervalOf(column: RawBuilder<unknown>, bounds: readonly Instant[]): RawBuilder<number> {
  const [first = 0, second = first + 1] = bounds;
  const width = second - first;
  const isRegular = bounds.every((bound, index) => bound === first + index * width);
  if (isRegular) return sql<number>`(${column} - ${sql.lit(first)}) / ${sql.lit(width)}`;
  return halve(column, bounds, 0, bounds.length - 2);
}

function halve(column: RawBuilder<unknown>, bounds: readonly Instant[], low: number, high: number): RawBuilder<number> {
  if (low >= high) return sql<number>`${sql.lit(low)}`;
  const middle = Math.ceil((low + high) / 2);
  const bound = sql.lit(bounds[middle] ?? 0);
  return sql<number>`case when ${column} < ${bound} then ${halve(column, bounds, low, middle - 1)}
    else ${halve(column, bounds, middle, high)} end`;
}
