import { sql, type RawBuilder } from "kysely";

/** Rows that a statement brings with it, to be selected from. In a list of values columns have neither names nor types. */
export function givenRows(values: readonly unknown[], width: number): RawBuilder<unknown> {
  const tuples: RawBuilder<unknown>[] = [];
  for (let start = 0; start < values.length; start += width) {
    tuples.push(sql`(${sql.join(values.slice(start, start + width))})`);
  }
  return sql`(values ${sql.join(tuples)}) as given`;
}

/** Their column at a place, counted from 1. */
export function givenColumn(place: number, isInteger: boolean): RawBuilder<unknown> {
  const value = sql.ref(`given.column${place}`);
  return isInteger ? sql`cast(${value} as bigint)` : value;
}
