import { sql, type RawBuilder } from "kysely";

/** The parameters of a statement as a table of rows with this many columns, which have neither names nor types. */
export function valuesTable(values: readonly unknown[], width: number): RawBuilder<unknown> {
  const rows: RawBuilder<unknown>[] = [];
  for (let start = 0; start < values.length; start += width) {
    rows.push(sql`(${sql.join(values.slice(start, start + width))})`);
  }
  return sql`(values ${sql.join(rows)}) as given`;
}

/** A column of that table, counted from 1. */
export function valueColumn(place: number, isInteger: boolean): RawBuilder<unknown> {
  const value = sql.ref(`given.column${place}`);
  return isInteger ? sql`cast(${value} as bigint)` : value;
}
