import { sql, type RawBuilder, type SqlBool } from "kysely";
import { parseQueue } from "../../../domain/queue.js";
import type { StatisticsGroup } from "../../../domain/query.js";
import type { Instant } from "../../../domain/time/instant.js";
import { isOverdue, isWaiting } from "../callbacks/filter-times.js";

/** The figures of a group, and those of its keys that the request groups by. */
export interface GroupRow {
  readonly count: number;
  readonly waiting_count: number;
  readonly overdue_count: number;
  readonly oldest_waiting_since: number | null;
  readonly key_source?: string;
  readonly key_vendor?: string;
  readonly key_status?: StatisticsGroup["status"];
  readonly key_queue_source?: string;
  readonly key_queue?: string | null;
  readonly key_agent_source?: string;
  readonly key_agent?: string | null;
  readonly key_slot?: number | null;
}

/** The figures of rows, counted one by one. */
export function figuresOfRows(now: Instant) {
  const oldest = sql<number | null>`min(case when waits_from <= ${now} and ${isWaiting(now)} then waits_from end)`;
  return [
    sql<number>`count(*)`.as("count"),
    countOf(isWaiting(now)).as("waiting_count"),
    countOf(isOverdue(now)).as("overdue_count"),
    oldest.as("oldest_waiting_since"),
  ];
}

function countOf(condition: RawBuilder<SqlBool>): RawBuilder<number> {
  return sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
}

export function toGroup(row: GroupRow): StatisticsGroup {
  return {
    source: row.key_source ?? null,
    vendor: row.key_vendor ?? null,
    status: row.key_status ?? null,
    queue: toQueue(row),
    agent: typeof row.key_agent === "string" ? { source: row.key_agent_source ?? "", agentId: row.key_agent } : null,
    bucketStart: row.key_slot ?? null,
    count: Number(row.count),
    waitingCount: Number(row.waiting_count),
    oldestWaitingSince: row.oldest_waiting_since,
    overdueCount: Number(row.overdue_count),
  };
}

function toQueue({ key_queue: key, key_queue_source: source = "" }: GroupRow): StatisticsGroup["queue"] {
  const queue = typeof key === "string" ? parseQueue(key) : null;
  return queue === null ? null : { source, ...queue };
}
