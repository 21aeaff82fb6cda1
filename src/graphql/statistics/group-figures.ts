import { WAITING_STATUSES, type PromiseState } from "../../domain/promise.js";
import { statisticsKey, type CallbackFilter, type StatisticsGroup } from "../../domain/query.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { findZone, startOfDay } from "../../domain/time/zone.js";
import type { Loaders, StatisticsQuery } from "../../loaders/loaders.js";

/** Figures of statistics that few requests select: each is counted once, for all groups together. */
export interface GroupFigures {
  /** Number of the group's callbacks that wait and are due within this time from now. */
  dueWithin(group: StatisticsGroup, durationMs: DurationMs): Promise<number>;
  /** Number of the group's callbacks that ended today with this promise, whatever status the filter names. */
  promiseToday(group: StatisticsGroup, promise: PromiseState): Promise<number>;
}

export function createGroupFigures(query: StatisticsQuery, loaders: Loaders): GroupFigures {
  const counts = new Map<string, Promise<ReadonlyMap<string, number>>>();
  const countOnce = async (name: string, group: StatisticsGroup, filter: CallbackFilter): Promise<number> => {
    const counted = counts.get(name) ?? countByKey(loaders, { ...query, filter });
    counts.set(name, counted);
    return (await counted).get(statisticsKey(group)) ?? 0;
  };
  const { isOpen: _, statuses, ...others } = query.filter;
  return {
    dueWithin(group, durationMs) {
      const waiting = WAITING_STATUSES.filter((status) => statuses?.includes(status) ?? true);
      const dueAt = { from: loaders.now, until: loaders.now + durationMs + 1 };
      return countOnce(`due ${durationMs}`, group, { ...query.filter, statuses: waiting, dueAt });
    },
    promiseToday(group, promise) {
      const endedAt = { from: startOfToday(loaders.now, query.timeZone), until: null };
      return countOnce(promise, group, { ...others, endedAt, promises: [promise] });
    },
  };
}

async function countByKey(loaders: Loaders, query: StatisticsQuery): Promise<ReadonlyMap<string, number>> {
  const groups = await loaders.countStored(query);
  return new Map(groups.map((group) => [statisticsKey(group), group.count]));
}

function startOfToday(now: number, timeZone: string): number {
  const zone = findZone(timeZone);
  if (zone === null) throw new Error(`unknown time zone ${timeZone}`);
  return startOfDay(now, zone);
}
