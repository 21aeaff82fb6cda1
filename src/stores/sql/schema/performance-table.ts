import { sql, type Kysely } from "kysely";
import { COUNTERS, type Counter } from "../../../domain/performance/contribution.js";
import { fillPerformance } from "../performance/fill.js";
import type { ColumnTypes } from "./column-types.js";
import type { Tables } from "./tables.js";

/** What the figures of a row are split by: a source, its queues, or the agents of each queue. */
export const LEVELS = { source: 0, queue: 1, agent: 2 } as const;

interface Cell {
  level: number;
  source: string;
  /** Empty for callbacks without one, and above the level of queues. */
  queue_key: string;
  /** Empty for callbacks without one, and above the level of agents. */
  agent_id: string;
  /** The start of the quarter of an hour. */
  slot: number;
}

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Name;
export type CounterColumn = SnakeCase<Counter>;

/** Figures of all callbacks that were opened, or ended, in a quarter of an hour. They outlive the callbacks. */
export type PerformanceTable = Cell & Record<CounterColumn, number>;

/** How many of the ended ones waited so long for the first attempt. */
export interface PerformanceWaitTable extends Cell {
  bin: number;
  count: number;
}

/** The column of each counter. */
export const COUNTER_COLUMNS: readonly (readonly [counter: Counter, column: CounterColumn])[] = COUNTERS.map(
  (counter) => [counter, counter.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`) as CounterColumn],
);

const CELL = ["level", "source", "queue_key", "agent_id", "slot"];

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

/** The columns that identify a row of figures. */
export const CELL_COLUMNS: readonly string[] = CELL;
