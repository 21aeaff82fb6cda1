import { sql, type Kysely, type RawBuilder } from "kysely";
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

/** Fills the cells of one width. */
async function sumUp(db: Kysely<unknown>, width: number): Promise<void> {
  const millis = sql.lit(width);
  // Division rounds towards zero, also before the epoch.
  const start = sql`slot - ((slot % ${millis}) + ${millis}) % ${millis}`;
  const sumsOf = (columns: readonly string[]): RawBuilder<unknown> =>
    sql.join(columns.map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`));
  const columns = COUNTER_COLUMNS.map(([, column]) => column);
  await sql`insert into performance_cells
      (level, width, slot, source, queue_key, agent_id, ${sql.join(columns.map((column) => sql.ref(column)))}, waits)
    select level, ${millis}, start, source, queue_key, agent_id,
      ${sql.join(columns.map((column) => sql.ref(column)))}, waits
    from (
      select level, ${start} as start, source, queue_key, agent_id, ${sumsOf(columns)}
      from replaced_performance group by 1, 2, 3, 4, 5
    ) as counted
    left join (
      select level, start, source, queue_key, agent_id, string_agg(bin || ',' || count, ',') as waits
      from (
        select level, ${start} as start, source, queue_key, agent_id, bin, sum(count) as count
        from replaced_performance_waits group by 1, 2, 3, 4, 5, 6 having sum(count) <> 0
      ) as binned
      group by 1, 2, 3, 4, 5
    ) as waited using (level, start, source, queue_key, agent_id)`.execute(db);
}
