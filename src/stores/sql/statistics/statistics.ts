import { sql, type Kysely, type RawBuilder } from "kysely";
import { earliest, type Instant } from "../../../domain/time/instant.js";
import { findZone, startOfDay, startOfHour } from "../../../domain/time/zone.js";
import { statisticsKey, type StatisticsDimension, type StatisticsGroup } from "../../../domain/query.js";
import { forAllRows, matches, statusExpression } from "../callbacks/filter.js";
import type { Tables } from "../schema/tables.js";
import { figuresOfRows, toGroup, type GroupRow } from "./group-row.js";
import { countOpen, isOfOpenCounts, type RowRequest } from "./open-counts.js";

/**
 * All clocks of today differ from UTC by whole quarters of an hour. So the engine groups by quarters, which needs no
 * time zones, and the quarters are put together to the hours and days of the zone here.
 */
const SLOT_MS = 15 * 60_000;

/** Counts by group. Groups by time are in its order, then the largest first. */
export async function countByGroup(db: Kysely<Tables>, request: RowRequest): Promise<StatisticsGroup[]> {
  const rows = await (isOfOpenCounts(request) ? countOpen(db, request) : countRows(db, request));
  return merge(rows.map(toGroup), request);
}

async function countRows(db: Kysely<Tables>, request: RowRequest): Promise<readonly GroupRow[]> {
  const keys = request.groupBy.flatMap((dimension) => keyColumns(dimension, request.now));
  let query = db
    .selectFrom("callbacks")
    .where((eb) => matches(eb, forAllRows(request.filter), request.now))
    .select(figuresOfRows(request.now));
  for (const { name, value } of keys) query = query.select(value.as(name)).groupBy(sql.ref(name));
  return query.execute();
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

/** Groups with equal keys become one: those of the counts by what was not requested, and quarters of an hour by the zone. */
function merge(groups: readonly StatisticsGroup[], { groupBy, timeZone }: RowRequest): StatisticsGroup[] {
  const unit = groupBy.includes("HOUR") ? "hour" : groupBy.includes("DAY") ? "day" : null;
  const starts = new Map<Instant, Instant>();
  const merged = new Map<string, StatisticsGroup>();
  for (const given of groups) {
    const group = unit === null ? given : { ...given, bucketStart: startOf(given.bucketStart, unit, timeZone, starts) };
    const text = statisticsKey(group);
    const other = merged.get(text);
    merged.set(text, other === undefined ? group : sum(group, other));
  }
  // The clock may have moved all of a group that is counted.
  return [...merged.values()].filter(({ count }) => count > 0 || groupBy.length === 0).sort(byTimeThenSize);
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
    waitingCount: a.waitingCount + b.waitingCount,
    oldestWaitingSince: earliest(a.oldestWaitingSince, b.oldestWaitingSince),
    overdueCount: a.overdueCount + b.overdueCount,
  };
}

function byTimeThenSize(a: StatisticsGroup, b: StatisticsGroup): number {
  const time = (a.bucketStart ?? Number.POSITIVE_INFINITY) - (b.bucketStart ?? Number.POSITIVE_INFINITY);
  return Number.isNaN(time) || time === 0 ? b.count - a.count : time;
}
