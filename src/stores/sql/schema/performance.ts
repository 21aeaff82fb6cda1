import { sql, type Kysely } from "kysely";
import { WIDTHS } from "../../../domain/performance/cover.js";
import { fillPerformance } from "../performance/fill.js";
import type { ColumnTypes } from "./column-types.js";
import { CELL_KEY, COUNTER_COLUMNS } from "./performance-table.js";
import type { Tables } from "./tables.js";

/** Makes the tables of figures by quarters of an hour. They stay empty until they are replaced by wider cells. */
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
}

/**
 * Replaces figures by quarters of an hour by cells of several widths, each with its waiting times in one text. Where no
 * figures were stored, the callbacks are counted.
 */
export async function widenPerformance(db: Kysely<unknown>, { integer, clustered }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  // Before the figures are read: on PostgreSQL this waits for other writers, and keeps them waiting.
  await sql`alter table performance rename to replaced_performance`.execute(db);
  await sql`alter table performance_waits rename to replaced_performance_waits`.execute(db);
  const counters = COUNTER_COLUMNS.map(([, column]) => sql`${sql.ref(column)} ${int} not null default 0`);
  await sql`create table performance_cells (
    level ${int} not null,
    width ${int} not null,
    slot ${int} not null,
    source text not null,
    queue_key text not null,
    agent_id text not null,
    ${sql.join(counters)},
    waits text,
    primary key (${sql.join(CELL_KEY.map((name) => sql.ref(name)))})
  ) ${sql.raw(clustered)}`.execute(db);
  const { rows } = await sql`select 1 from replaced_performance limit 1`.execute(db);
  if (rows.length === 0) await fillPerformance(db as Kysely<Tables>);
  else for (const width of WIDTHS) await sumUp(db, width);
  await sql`create index performance_cells_by_queue on performance_cells
    (level, width, queue_key, source, slot)`.execute(db);
  await sql`create index performance_cells_by_agent on performance_cells
    (width, agent_id, source, slot) where level = 2`.execute(db);
  await sql`drop table replaced_performance_waits`.execute(db);
  await sql`drop table replaced_performance`.execute(db);
}

/** Fills the cells of one width. Waiting times are rows without counters at first: no join, which an engine may plan badly. */
async function sumUp(db: Kysely<unknown>, width: number): Promise<void> {
  const millis = sql.lit(width);
  // Division rounds towards zero, also before the epoch.
  const key = sql`level, slot - ((slot % ${millis}) + ${millis}) % ${millis} as slot, source, queue_key, agent_id`;
  const columns = COUNTER_COLUMNS.map(([, column]) => sql.ref(column));
  const sums = columns.map((column) => sql`sum(${column})`);
  await sql`insert into performance_cells
      (level, width, slot, source, queue_key, agent_id, ${sql.join(columns)}, waits)
    select level, ${millis}, slot, source, queue_key, agent_id, ${sql.join(sums)}, string_agg(waits, ',')
    from (
      select ${key}, ${sql.join(columns)}, null as waits from replaced_performance
      union all
      select level, slot, source, queue_key, agent_id, ${sql.join(columns.map(() => sql`0`))}, bin || ',' || sum(count)
      from (select ${key}, bin, count from replaced_performance_waits) as binned
      group by level, slot, source, queue_key, agent_id, bin having sum(count) <> 0
    ) as rows
    group by level, slot, source, queue_key, agent_id`.execute(db);
}
