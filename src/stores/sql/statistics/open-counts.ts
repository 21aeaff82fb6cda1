import { expressionBuilder, sql, type Expression, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import type { StatisticsDimension } from "../../../domain/query.js";
import type { CallbackStatus } from "../../../domain/status.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { StatisticsRequest } from "../../store.js";
import { isAmong } from "../callbacks/conditions.js";
import { matches, statusExpression, type RowFilter } from "../callbacks/filter.js";
import { isWaitingStatus } from "../callbacks/filter-times.js";
import type { CallbackRow, Tables } from "../schema/tables.js";
import { figuresOfRows, type GroupRow } from "./group-row.js";

/** The dimensions and filters that have a column in the table of counts. */
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

/** Whether the counts of open callbacks have all columns that a request needs. */
export function isOfOpenCounts({ filter, groupBy }: RowRequest): boolean {
  return hasOpenCount(filter) && groupBy.every((dimension) => DIMENSIONS.includes(dimension));
}

/** Whether the counts of open callbacks have the number of the callbacks that match. */
export function hasOpenCount(filter: RowFilter): boolean {
  return (
    filter.isOpen === true &&
    Object.entries(filter).every(([name, value]) => value === undefined || FILTERS.includes(name))
  );
}

/**
 * The figures of open callbacks from the table of their counts. What the clock has changed since a status was published is
 * not in it: rows that it has moved, which are few, are subtracted and counted one by one; overdue ones are a range of an
 * index; and the longest wait of a group is the first of its rows.
 */
export async function countOpen(db: Kysely<Tables>, request: RowRequest): Promise<GroupRow[]> {
  const { filter, groupBy, now } = request;
  const rows = await db
    .selectFrom("open_counts")
    .where("count", ">", 0)
    .where(matchesPublished(filter, now))
    .select(["source", "vendor", sql<string | null>`nullif(queue_key, '')`.as("queue_key")])
    .select([sql.ref<CallbackStatus>("published_status").as("status_now"), ...figuresOfCounts(now)])
    .unionAll((union) =>
      union
        .selectFrom(overdueAt(now).as("callbacks"))
        .where(matchesPublished(filter, now))
        .select([...KEYS, sql.ref<CallbackStatus>("published_status").as("status_now"), ...figuresOfOverdue()])
        .groupBy([...KEYS, "published_status"]),
    )
    .unionAll((union) =>
      union
        .selectFrom(movedBy(now).as("callbacks"))
        .where(sql<SqlBool>`is_open <> 0`)
        .where(matchesPublished(filter, now))
        .select([...KEYS, sql.ref<CallbackStatus>("published_status").as("status_now"), ...figuresToSubtract()])
        .groupBy([...KEYS, "published_status"]),
    )
    .unionAll((union) =>
      union
        .selectFrom(movedBy(now).as("callbacks"))
        .where((eb) => matches(eb, filter, now))
        .select([...KEYS, statusExpression(now).as("status_now"), ...figuresOfRows(now)])
        .groupBy([...KEYS, sql.ref("status_now")]),
    )
    .execute();
  return rows.length === 0 && groupBy.length === 0 ? [NONE] : rows.map((row) => withKeys(row, groupBy));
}

/** How many callbacks match a filter that `hasOpenCount`. */
export async function countOpenMatches(db: Kysely<Tables>, filter: RowFilter, now: Instant): Promise<number> {
  const parts = [
    sql`select sum(count) from open_counts where ${matchesPublished(filter, now)}`,
    sql`select -count(*) from ${movedBy(now)} as callbacks
      where is_open <> 0 and ${matchesPublished(filter, now)}`,
    sql`select count(*) from ${movedBy(now)} as callbacks where ${matches(expressionBuilder<Tables, "callbacks">(), filter, now)}`,
  ].map((part) => sql`coalesce((${part}), 0)`);
  const { rows } = await sql<{ count: number }>`select ${sql.join(parts, sql` + `)} as count`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

const KEYS = ["source", "vendor", "queue_key"] as const;

/** Without a dimension there is one group, also of nothing. */
const NONE: GroupRow = { count: 0, waiting_count: 0, overdue_count: 0, oldest_waiting_since: null };

/** The filter on columns that open callbacks and their counts share, by the status that was published. */
function matchesPublished(filter: RowFilter, now: Instant): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, "callbacks">();
  const { statuses, isOpen: _, ...others } = filter;
  const conditions = [matches(eb, others, now)];
  if (statuses !== undefined) conditions.push(isAmong(eb, sql.ref("published_status"), statuses));
  return eb.and(conditions);
}

/** Found first, by the moment alone: without statistics, SQLite would read all open rows instead. */
function movedBy(now: Instant): RawBuilder<CallbackRow> {
  return sql<CallbackRow>`(select * from callbacks where elapses_at <= ${now} limit ${Number.MAX_SAFE_INTEGER})`;
}

/** Whether the clock has not moved the published status. No range of the index by that time, which would be read instead. */
function elapsesLater(now: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(elapses_at, ${Number.MAX_SAFE_INTEGER}) > ${now}`;
}

/** Rows that are overdue by their published status, found by the index `callbacks_open_by_promise` alone, likewise. */
function overdueAt(now: Instant): RawBuilder<Pick<CallbackRow, (typeof KEYS)[number] | "published_status">> {
  return sql`(select source, vendor, queue_key, published_status from callbacks
    where is_open <> 0 and promise_due_at is not null and promise_due_at < ${now}
      and ${isWaitingStatus()} and ${elapsesLater(now)} limit ${Number.MAX_SAFE_INTEGER})`;
}

function figuresOfCounts(now: Instant) {
  // A comparison that holds for null as well would not be found by the index.
  const first = (isOfQueue: RawBuilder<SqlBool>): RawBuilder<number | null> => sql`(select waits_from from callbacks
    where is_open <> 0 and source = open_counts.source and vendor = open_counts.vendor and ${isOfQueue}
      and published_status = open_counts.published_status and waits_from <= ${now} and ${elapsesLater(now)}
    order by waits_from limit 1)`;
  return [
    sql<number>`count`.as("count"),
    sql<number>`case when ${isWaitingStatus()} then count else 0 end`.as("waiting_count"),
    sql<number>`0`.as("overdue_count"),
    sql<number | null>`case when not ${isWaitingStatus()} then null
      when queue_key = '' then ${first(sql`callbacks.queue_key is null`)}
      else ${first(sql`callbacks.queue_key = open_counts.queue_key`)} end`.as("oldest_waiting_since"),
  ];
}

function figuresOfOverdue() {
  return [
    sql<number>`0`.as("count"),
    sql<number>`0`.as("waiting_count"),
    sql<number>`count(*)`.as("overdue_count"),
    sql<number | null>`null`.as("oldest_waiting_since"),
  ];
}

/** Rows that the clock has moved away from the status that they are counted by. */
function figuresToSubtract() {
  return [
    sql<number>`-count(*)`.as("count"),
    sql<number>`case when ${isWaitingStatus()} then -count(*) else 0 end`.as("waiting_count"),
    sql<number>`0`.as("overdue_count"),
    sql<number | null>`null`.as("oldest_waiting_since"),
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
