import { sql, type RawBuilder, type SqlBool } from "kysely";
import { coverOf } from "../../../domain/performance/cover.js";
import type { PerformanceCell, PerformanceRequest } from "../../../domain/performance/performance-query.js";
import type { RowFilter } from "../callbacks/filter.js";
import type { Engine } from "../engine.js";
import { COUNTER_COLUMNS, LEVELS } from "../schema/performance-table.js";
import { CellCollector, type CellKeys, type CellRow } from "./cells.js";

/** A request whose sources are resolved. */
export type RowRequest = Omit<PerformanceRequest, "filter"> & { readonly filter: RowFilter };

/** The parts of a filter that the figures are split by. */
const SPLIT_BY: ReadonlySet<string> = new Set<keyof RowFilter>(["sources", "exceptSources", "queueKeys", "agents"]);

/** Whether the stored figures are split by all that a filter names. */
export function isRolledUp(filter: RowFilter): boolean {
  return Object.keys(filter).every((part) => SPLIT_BY.has(part));
}

/** Reads figures from the widest cells that each interval contains as a whole. */
export async function readRollup(
  { db, joinEach }: Pick<Engine, "db" | "joinEach">,
  request: RowRequest,
): Promise<readonly PerformanceCell[]> {
  const cells = new CellCollector();
  const ranges = coverOf(request.bounds);
  if (ranges.length === 0) return [];
  const keys = keyColumns(request);
  const selection = sql.join([
    sql`ranges.column1 as place`,
    ...keys.map(({ name, value }) => sql`${value} as ${sql.ref(name)}`),
    ...COUNTER_COLUMNS.map(([, column]) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`),
    request.hasWaits ? sql`string_agg(nullif(waits, ''), ',') as waits` : sql`null as waits`,
  ]);
  const values = ranges.map(({ interval, width, from, to }) => sql.raw(`(${[interval, width, from, to].join()})`));
  const { rows } = await sql<CellRow>`select ${selection}
    from ${joinEach(sql`(values ${sql.join(values)}) as ranges`, "performance_cells", conditionOf(request))}
    group by ${sql.join([sql`place`, ...keys.map(({ name }) => sql.ref(name))])}`.execute(db);
  for (const row of rows) cells.add(row);
  return cells.toCells();
}

function levelOf({ filter, groupBy }: RowRequest): number {
  if (groupBy.includes("AGENT") || filter.agents !== undefined) return LEVELS.agent;
  return groupBy.includes("QUEUE") || filter.queueKeys !== undefined ? LEVELS.queue : LEVELS.source;
}

function keyColumns({ groupBy }: RowRequest): { name: keyof CellKeys; value: RawBuilder<unknown> }[] {
  return groupBy.flatMap((dimension): { name: keyof CellKeys; value: RawBuilder<unknown> }[] => {
    switch (dimension) {
      case "SOURCE":
        return [{ name: "key_source", value: sql`source` }];
      case "QUEUE":
        return [
          { name: "key_queue_source", value: sql`case when queue_key = '' then '' else source end` },
          { name: "key_queue", value: sql`queue_key` },
        ];
      case "AGENT":
        return [
          { name: "key_agent_source", value: sql`case when agent_id = '' then '' else source end` },
          { name: "key_agent", value: sql`agent_id` },
        ];
    }
  });
}

/** True for cells of a range that the filter matches. */
function conditionOf(request: RowRequest): RawBuilder<SqlBool> {
  const { sources, exceptSources, queueKeys, agents } = request.filter;
  const conditions: RawBuilder<unknown>[] = [
    sql`level = ${sql.lit(levelOf(request))}`,
    sql`width = ranges.column2`,
    sql`slot >= ranges.column3`,
    sql`slot < ranges.column4`,
  ];
  if (sources !== undefined) {
    conditions.push(sources.length === 0 ? sql`1 = 0` : sql`source in (${sql.join([...sources])})`);
  }
  if (exceptSources !== undefined) conditions.push(sql`source not in (${sql.join([...exceptSources])})`);
  if (queueKeys !== undefined) {
    const keys = queueKeys.map((one) => [one.source, one.queueKey] as const);
    conditions.push(isAmong("queue_key", keys));
  }
  if (agents !== undefined) {
    const keys = agents.map((one) => [one.source, one.agentId] as const);
    conditions.push(isAmong("agent_id", keys));
  }
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** True for rows with one of these keys, each with the source that it belongs to. */
function isAmong(column: string, keys: readonly (readonly [source: string, key: string])[]): RawBuilder<SqlBool> {
  if (keys.length === 0) return sql<SqlBool>`1 = 0`;
  const conditions = keys.map(([source, key]) => sql`(source = ${source} and ${sql.ref(column)} = ${key})`);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}
