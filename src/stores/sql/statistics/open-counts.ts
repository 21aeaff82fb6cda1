import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import type { StatisticsDimension } from "../../../domain/query.js";
import type { CallbackStatus } from "../../../domain/status.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { StatisticsRequest } from "../../store.js";
import { isAmong } from "../callbacks/conditions.js";
import { matches, statusExpression, type RowFilter } from "../callbacks/filter.js";
import { isWaitingStatus } from "../callbacks/filter-times.js";
import type { CallbackRow, Tables } from "../schema/tables.js";
import { figuresOfRows, type GroupRow } from "./group-row.js";

/** The dimensions that have a column in the index. */
const DIMENSIONS: readonly StatisticsDimension[] = ["SOURCE", "VENDOR", "STATUS", "QUEUE"];
const FILTERS: readonly string[] = [
  "isOpen",
  "sources",
  "exceptSources",
  "statuses",
  "queueKeys",
] satisfies readonly (keyof RowFilter)[];

export interface RowRequest extends Omit<StatisticsRequest, "filter"> {
  readonly filter: RowFilter;
}

/** Whether the index of open callbacks has all that a request asks for. */
export function isOfOpenIndex({ filter, groupBy }: RowRequest): boolean {
  return (
    filter.isOpen === true &&
    groupBy.every((dimension) => DIMENSIONS.includes(dimension)) &&
    Object.entries(filter).every(([name, value]) => value === undefined || FILTERS.includes(name))
  );
}

/**
 * Counts open callbacks in the order of their index, without their wide rows. The published status holds for all but those
 * that the clock has moved since, which are few: these are counted row by row.
 */
export async function countOpen(db: Kysely<Tables>, { filter, groupBy, now }: RowRequest): Promise<GroupRow[]> {
  const { statuses, isOpen: _, ...others } = filter;
  const rows = await db
    .selectFrom("callbacks")
    .where(sql<SqlBool>`is_open <> 0`)
    .where(elapsesLater(now))
    .where((eb) => matches(eb, others, now))
    .$if(statuses !== undefined, (query) =>
      query.where((eb) => isAmong(eb, sql.ref("published_status"), statuses ?? [])),
    )
    .select(["source", "vendor", "queue_key", "published_status as status_now", ...figuresByStatus(now)])
    .groupBy(["source", "vendor", "queue_key", "published_status"])
    .unionAll((union) =>
      union
        .selectFrom(movedBy(now).as("callbacks"))
        .where((eb) => matches(eb, filter, now))
        .select(["source", "vendor", "queue_key", statusExpression(now).as("status_now"), ...figuresOfRows(now)])
        .groupBy(["source", "vendor", "queue_key", sql.ref("status_now")]),
    )
    .execute();
  return rows.length === 0 && groupBy.length === 0 ? [NONE] : rows.map((row) => withKeys(row, groupBy));
}

/** Without a dimension there is one group, also of nothing. */
const NONE: GroupRow = { count: 0, waiting_count: 0, overdue_count: 0, oldest_waiting_since: null };

/** Found first, by the moment alone: without statistics, SQLite would read all open rows instead. */
function movedBy(now: Instant): RawBuilder<CallbackRow> {
  return sql<CallbackRow>`(select * from callbacks where elapses_at <= ${now} limit ${Number.MAX_SAFE_INTEGER})`;
}

/** No range of the index by that time, which would be read instead of the one that has all columns. */
function elapsesLater(now: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(elapses_at, ${Number.MAX_SAFE_INTEGER}) > ${now}`;
}

/** The figures of a group of rows that have one status, and are all open. */
function figuresByStatus(now: Instant) {
  const oldest = sql`case when min(waits_from) <= ${now} then min(waits_from) end`;
  const overdue = sql`count(*) filter (where promise_due_at < ${now})`;
  return [
    sql<number>`count(*)`.as("count"),
    sql<number>`case when ${isWaitingStatus()} then count(*) else 0 end`.as("waiting_count"),
    sql<number>`case when ${isWaitingStatus()} then ${overdue} else 0 end`.as("overdue_count"),
    sql<number | null>`case when ${isWaitingStatus()} then ${oldest} end`.as("oldest_waiting_since"),
  ];
}

interface IndexRow extends GroupRow {
  readonly source: string;
  readonly vendor: string;
  readonly queue_key: string | null;
  readonly status_now: CallbackStatus;
}

function withKeys(row: IndexRow, groupBy: readonly StatisticsDimension[]): GroupRow {
  const { source, vendor, queue_key: queue, status_now: status, ...figures } = row;
  return {
    ...figures,
    ...(groupBy.includes("SOURCE") && { key_source: source }),
    ...(groupBy.includes("VENDOR") && { key_vendor: vendor }),
    ...(groupBy.includes("STATUS") && { key_status: status }),
    ...(groupBy.includes("QUEUE") && { key_queue: queue, key_queue_source: queue === null ? "" : source }),
  };
}
