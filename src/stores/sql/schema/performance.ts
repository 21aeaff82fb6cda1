import { sql, type Kysely } from "kysely";
import { fillPerformance } from "../performance/fill.js";
import type { ColumnTypes } from "./column-types.js";
import { COUNTER_COLUMNS } from "./performance-table.js";
import type { Tables } from "./tables.js";

/** Makes the tables, and counts the stored callbacks. */
export async function createPerformance(db: Kysely<unknown>, { integer, clustered }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  const cell = sql`level ${int} not null, source text not null, queue_key text not null, agent_id text not null,
    slot ${int} not null`;
  const counters = COUNTER_COLUMNS.map(([, column]) => sql`${sql.ref(column)} ${int} not null`);
  await sql`create table performance (${cell}, ${sql.join(counters)},
    primary key (level, source, queue_key, agent_id, slot)) ${sql.raw(clustered)}`.execute(db);
  await sql`create table performance_waits (${cell}, bin ${int} not null, count ${int} not null,
    primary key (level, source, queue_key, agent_id, slot, bin)) ${sql.raw(clustered)}`.execute(db);
  for (const table of ["performance", "performance_waits"]) {
    const columns = ["level", "source", "agent_id", "slot"];
    await db.schema.createIndex(`${table}_by_agent`).on(table).columns(columns).execute();
  }
  await fillPerformance(db as Kysely<Tables>);
}
