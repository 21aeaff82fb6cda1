import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import type { PerformanceCell, PerformanceRequest } from "../../../domain/performance/performance-query.js";
import type { RowFilter } from "../callbacks/filter.js";
import { COUNTER_COLUMNS, LEVELS } from "../schema/performance-table.js";
import type { Tables } from "../schema/tables.js";
import { CellCollector, type CellKeys } from "./cells.js";
import { intervalOf } from "./intervals.js";

/** A request whose sources are resolved. */
export type RowRequest = Omit<PerformanceRequest, "filter"> & { readonly filter: RowFilter };

/** The parts of a filter that the figures are split by. */
const SPLIT_BY: ReadonlySet<string> = new Set<keyof RowFilter>(["sources", "exceptSources", "queueKeys", "agents"]);

/** Whether the stored figures are split by all that a filter names. */
export function isRolledUp(filter: RowFilter): boolean {
  return Object.keys(filter).every((part) => SPLIT_BY.has(part));
}

/** Reads figures from those of quarters of an hour. */
export async function readRollup(db: Kysely<Tables>, request: RowRequest): Promise<readonly PerformanceCell[]> {
  const { bounds, hasWaits } = request;
  const keys = keyColumns(request);
  const group = sql.join([sql`place`, ...keys.map(({ name }) => sql.ref(name))]);
  const selection = sql.join([
    sql`${intervalOf(sql`slot`, bounds)} as place`,
    ...keys.map(({ name, value }) => sql`${value} as ${sql.ref(name)}`),
  ]);
  const condition = conditionOf(request);
  const sums = COUNTER_COLUMNS.map(([, column]) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`);
  const cells = new CellCollector();
  const counted = await sql<CellKeys & Record<string, unknown>>`select ${selection}, ${sql.join(sums)}
    from performance where ${condition} group by ${group}`.execute(db);
  for (const row of counted.rows) cells.addCounts(row);
  if (hasWaits) {
    const waits = await sql<CellKeys & { bin: number; count: number }>`select ${selection}, bin, sum(count) as count
      from performance_waits where ${condition} group by ${group}, bin`.execute(db);
    for (const row of waits.rows) cells.addWaits(row);
  }
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

function conditionOf(request: RowRequest): RawBuilder<SqlBool> {
  const { sources, exceptSources, queueKeys, agents } = request.filter;
  const [first = 0, last = first] = [request.bounds[0], request.bounds.at(-1)];
  const conditions = [
    sql`level = ${sql.lit(levelOf(request))}`,
    sql`slot >= ${first}`,
    sql`slot < ${last}`,
    ...(sources === undefined ? [] : [sources.length === 0 ? sql`1 = 0` : sql`source in (${sql.join([...sources])})`]),
    ...(exceptSources === undefined ? [] : [sql`source not in (${sql.join([...exceptSources])})`]),
    ...(queueKeys === undefined
      ? []
      : [
          isAmong(
            "queue_key",
            queueKeys.map((one) => [one.source, one.queueKey]),
          ),
        ]),
    ...(agents === undefined
      ? []
      : [
          isAmong(
            "agent_id",
            agents.map((one) => [one.source, one.agentId]),
          ),
        ]),
  ];
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** True for rows with one of these keys, each with the source that it belongs to. */
function isAmong(column: string, keys: readonly (readonly [source: string, key: string])[]): RawBuilder<SqlBool> {
  if (keys.length === 0) return sql<SqlBool>`1 = 0`;
  const conditions = keys.map(([source, key]) => sql`(source = ${source} and ${sql.ref(column)} = ${key})`);
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}
