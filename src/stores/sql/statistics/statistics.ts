import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import { earliest, type Instant } from "../../../domain/time/instant.js";
import { findZone, startOfDay, startOfHour } from "../../../domain/time/zone.js";
import { parseQueue } from "../../../domain/queue.js";
import { statisticsKey, type StatisticsDimension, type StatisticsGroup } from "../../../domain/query.js";
import type { StatisticsRequest } from "../../store.js";
import { forAllRows, matches, statusExpression } from "../callbacks/filter.js";
import { isOverdue, isWaiting } from "../callbacks/filter-times.js";
import type { Tables } from "../schema/tables.js";

/**
 * All clocks of today differ from UTC by whole quarters of an hour. So the engine groups by quarters, which needs no
 * time zones, and the quarters are put together to the hours and days of the zone here.
 */
const SLOT_MS = 15 * 60_000;

/** Counts by group. Groups by time come in its order, then the largest first. */
export async function countByGroup(db: Kysely<Tables>, request: StatisticsRequest): Promise<StatisticsGroup[]> {
  const keys = request.groupBy.flatMap((dimension) => keyColumns(dimension, request.now));
  let query = db
    .selectFrom("callbacks")
    .where((eb) => matches(eb, forAllRows(request.filter), request.now))
    .select((eb) => [
      eb.fn.countAll<number>().as("count"),
      eb.fn.min("window_start").as("oldest_window_start"),
      countOf(isWaiting(request.now)).as("waiting_count"),
      countOf(isOverdue(request.now)).as("overdue_count"),
      sql<
        number | null
      >`min(case when waits_from <= ${request.now} and ${isWaiting(request.now)} then waits_from end)`.as(
        "oldest_waiting_since",
      ),
    ]);
  for (const { name, value } of keys) query = query.select(value.as(name)).groupBy(sql.ref(name));
  const rows = (await query.execute()) as readonly GroupRow[];
  return mergeSlots(rows.map(toGroup), request);
}

function countOf(condition: RawBuilder<SqlBool>): RawBuilder<number> {
  return sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
}

interface GroupRow {
  readonly count: number;
  readonly oldest_window_start: number | null;
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

function keyColumns(dimension: StatisticsDimension, now: Instant): { name: string; value: RawBuilder<unknown> }[] {
  switch (dimension) {
    case "SOURCE":
      return [{ name: "key_source", value: sql`source` }];
    case "VENDOR":
      return [{ name: "key_vendor", value: sql`vendor` }];
    case "STATUS":
      return [{ name: "key_status", value: statusExpression(now) }];
    case "QUEUE":
      return [
        { name: "key_queue_source", value: sql`case when queue_key is null then '' else source end` },
        { name: "key_queue", value: sql`queue_key` },
      ];
    case "AGENT":
      return [
        { name: "key_agent_source", value: sql`case when agent_id is null then '' else source end` },
        { name: "key_agent", value: sql`agent_id` },
      ];
    case "HOUR":
    case "DAY":
      return [{ name: "key_slot", value: slotStart() }];
  }
}

/** Rounded down, also before 1970, where a remainder is negative. */
function slotStart(): RawBuilder<unknown> {
  const size = sql.lit(SLOT_MS);
  return sql`window_start - (((window_start % ${size}) + ${size}) % ${size})`;
}

function toGroup(row: GroupRow): StatisticsGroup {
  return {
    source: row.key_source ?? null,
    vendor: row.key_vendor ?? null,
    status: row.key_status ?? null,
    queue: toQueue(row),
    agent: typeof row.key_agent === "string" ? { source: row.key_agent_source ?? "", agentId: row.key_agent } : null,
    bucketStart: row.key_slot ?? null,
    count: Number(row.count),
    oldestWindowStart: row.oldest_window_start,
    waitingCount: Number(row.waiting_count),
    oldestWaitingSince: row.oldest_waiting_since,
    overdueCount: Number(row.overdue_count),
  };
}

function toQueue({ key_queue: key, key_queue_source: source = "" }: GroupRow): StatisticsGroup["queue"] {
  const queue = typeof key === "string" ? parseQueue(key) : null;
  return queue === null ? null : { source, ...queue };
}

function mergeSlots(groups: readonly StatisticsGroup[], { groupBy, timeZone }: StatisticsRequest): StatisticsGroup[] {
  const unit = groupBy.includes("HOUR") ? "hour" : groupBy.includes("DAY") ? "day" : null;
  if (unit === null) return groups.toSorted(byTimeThenSize);
  const starts = new Map<Instant, Instant>();
  const merged = new Map<string, StatisticsGroup>();
  for (const slot of groups) {
    const group = { ...slot, bucketStart: startOf(slot.bucketStart, unit, timeZone, starts) };
    const text = statisticsKey(group);
    const other = merged.get(text);
    merged.set(text, other === undefined ? group : sum(group, other));
  }
  return [...merged.values()].sort(byTimeThenSize);
}

function startOf(
  slot: Instant | null,
  unit: "hour" | "day",
  timeZone: string,
  known: Map<Instant, Instant>,
): Instant | null {
  if (slot === null) return null;
  let start = known.get(slot);
  if (start === undefined) {
    start = (unit === "hour" ? startOfHour : startOfDay)(slot, zoneOf(timeZone));
    known.set(slot, start);
  }
  return start;
}

function zoneOf(name: string): NonNullable<ReturnType<typeof findZone>> {
  const zone = findZone(name);
  if (zone === null) throw new Error(`unknown time zone ${name}`);
  return zone;
}

function sum(a: StatisticsGroup, b: StatisticsGroup): StatisticsGroup {
  return {
    ...a,
    count: a.count + b.count,
    oldestWindowStart: earliest(a.oldestWindowStart, b.oldestWindowStart),
    waitingCount: a.waitingCount + b.waitingCount,
    oldestWaitingSince: earliest(a.oldestWaitingSince, b.oldestWaitingSince),
    overdueCount: a.overdueCount + b.overdueCount,
  };
}

function byTimeThenSize(a: StatisticsGroup, b: StatisticsGroup): number {
  const time = (a.bucketStart ?? Number.POSITIVE_INFINITY) - (b.bucketStart ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(time) || time === 0 ? b.count - a.count : time;
}
