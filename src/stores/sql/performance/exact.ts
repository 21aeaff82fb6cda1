import { sql, type Kysely, type RawBuilder } from "kysely";
import { BINS_PER_DOUBLING, EXACT_SECONDS, FIRST_DOUBLING, LAST_DOUBLING } from "../../../domain/performance/waits.js";
import type { PerformanceCell } from "../../../domain/performance/performance-query.js";
import { forAllRows, matches } from "../callbacks/filter.js";
import type { Tables } from "../schema/tables.js";
import { CellCollector, type CellKeys } from "./cells.js";
import { intervalOf } from "./intervals.js";
import type { RowRequest } from "./rollup.js";

/** Counts the stored callbacks themselves, for filters that figures are not split by. */
export async function countExactly(db: Kysely<Tables>, request: RowRequest): Promise<readonly PerformanceCell[]> {
  const cells = new CellCollector();
  for (const row of await countBy(db, request, "opened_at", { opened: sql`1` })) cells.addCounts(row);
  for (const row of await countBy(db, request, "ended_at", ENDED)) cells.addCounts(row);
  if (request.hasWaits) {
    const query = grouped(db, request, "ended_at")
      .where("first_attempt_at", "is not", null)
      .where("waits_from", "is not", null)
      .select([BIN.as("bin"), (eb) => eb.fn.countAll<number>().as("count")])
      .groupBy(sql.ref("bin"));
    for (const row of (await query.execute()) as (CellKeys & { bin: number; count: number })[]) cells.addWaits(row);
  }
  return cells.toCells();
}

const when = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`case when ${condition} then 1 else 0 end`;
const hasStatus = (status: string): RawBuilder<unknown> => when(sql`published_status = ${sql.lit(status)}`);
const hasPromise = (...states: string[]): RawBuilder<unknown> =>
  when(sql`promise in (${sql.join(states.map((state) => sql.lit(state)))})`);

/** The counters of callbacks that ended, by the names of their columns. */
const ENDED: Readonly<Record<string, RawBuilder<unknown>>> = {
  ended: sql`1`,
  completed: hasStatus("COMPLETED"),
  failed: hasStatus("FAILED"),
  canceled: hasStatus("CANCELED"),
  expired: hasStatus("EXPIRED"),
  unknown: hasStatus("ENDED"),
  promise_kept: hasPromise("KEPT"),
  promise_broken: hasPromise("BROKEN"),
  promise_none: hasPromise("NONE"),
  promise_unknown: hasPromise("UNKNOWN", "PENDING"),
  attempts: sql`coalesce(attempt_count, 0)`,
  with_attempts: when(sql`attempt_count is not null`),
  completed_at_first_attempt: when(sql`attempt_count = 1 and published_status = 'COMPLETED'`),
};

async function countBy(
  db: Kysely<Tables>,
  request: RowRequest,
  column: "opened_at" | "ended_at",
  counters: Readonly<Record<string, RawBuilder<unknown>>>,
): Promise<(CellKeys & Record<string, unknown>)[]> {
  const sums = Object.entries(counters).map(([name, value]) => sql`sum(${value})`.as(name));
  return (await grouped(db, request, column).select(sums).execute()) as (CellKeys & Record<string, unknown>)[];
}

function grouped(db: Kysely<Tables>, { filter, groupBy, bounds, now }: RowRequest, column: "opened_at" | "ended_at") {
  const [first = 0, last = first] = [bounds[0], bounds.at(-1)];
  let query = db
    .selectFrom("callbacks")
    .where((eb) => matches(eb, forAllRows(filter), now))
    .where(column, ">=", first)
    .where(column, "<", last)
    .select(intervalOf(sql.ref(column), bounds).as("place"))
    .groupBy(sql.ref("place"));
  const by = (name: keyof CellKeys, value: RawBuilder<unknown>): void => {
    query = query.select(value.as(name)).groupBy(sql.ref(name));
  };
  if (groupBy.includes("SOURCE")) by("key_source", sql`source`);
  if (groupBy.includes("QUEUE")) {
    by("key_queue_source", sql`case when queue_key is null then '' else source end`);
    by("key_queue", sql`coalesce(queue_key, '')`);
  }
  if (groupBy.includes("AGENT")) {
    by("key_agent_source", sql`case when agent_id is null then '' else source end`);
    by("key_agent", sql`coalesce(agent_id, '')`);
  }
  return query;
}

/** As `binOfWait` of domain/performance/waits.ts computes it. */
const BIN = binExpression(
  sql`((case when first_attempt_at > waits_from then first_attempt_at - waits_from else 0 end) / 1000)`,
);

function binExpression(seconds: RawBuilder<unknown>): RawBuilder<number> {
  const cases: RawBuilder<unknown>[] = [sql`when ${seconds} < ${sql.lit(EXACT_SECONDS)} then ${seconds}`];
  for (let doubling = FIRST_DOUBLING; doubling <= LAST_DOUBLING; doubling += 1) {
    const base = 2 ** doubling;
    const offset = EXACT_SECONDS + (doubling - FIRST_DOUBLING) * BINS_PER_DOUBLING;
    cases.push(
      sql`when ${seconds} < ${sql.lit(2 * base)} then ${sql.lit(offset)} + ((${seconds} - ${sql.lit(base)}) * ${sql.lit(BINS_PER_DOUBLING)}) / ${sql.lit(base)}`,
    );
  }
  const last = EXACT_SECONDS + (LAST_DOUBLING - FIRST_DOUBLING + 1) * BINS_PER_DOUBLING - 1;
  return sql<number>`case ${sql.join(cases, sql` `)} else ${sql.lit(last)} end`;
}
