import type { WallboardQueuesQuery } from "../../../schema/operations.js";
import { byWorst, levelDownwards, levelUpwards, msOfDuration, worstOf, type Level } from "./level.js";

export const FIGURES = ["waiting", "longestWait", "overdue", "dueNextHour", "promiseKeptRate"] as const;
export type Figure = (typeof FIGURES)[number];

/** The figures of one queue of one source, as the API counts them. */
export interface QueueFigures {
  readonly key: string;
  /** Null where callbacks have no queue; "" where the queue has no name. */
  readonly name: string | null;
  readonly source: string;
  readonly values: Readonly<Record<Figure, number | null>>;
  /** Promises of today that are decided: kept promises, and all. */
  readonly kept: number;
  readonly decided: number;
  readonly levels: Readonly<Record<Figure, Level>>;
  readonly level: Level;
  /** Opened callbacks by quarter of an hour, the oldest first. */
  readonly opened: readonly number[];
}

/** Returns the queues in which something happens, the worst first. Waits are counted up to `now`. */
export function toQueueFigures(data: WallboardQueuesQuery, now: number): readonly QueueFigures[] {
  const { waiting, longestWait, overdue, promiseKeptRate } = data.wallboardSettings.thresholds;
  const warn = msOfDuration(longestWait?.warn ?? "");
  const critical = msOfDuration(longestWait?.critical ?? "");
  const longest = warn === null || critical === null ? null : { warn, critical };
  const openedOf = new Map(data.callbackPerformance.groups.map((group) => [keyOf(group), group.intervals]));
  return data.callbackStatistics.groups
    .map((group): QueueFigures => {
      const { source, queue, oldestWaitingSince, promiseKeptToday: kept, promiseBrokenToday: broken } = group;
      const decided = kept + broken;
      const values = {
        waiting: group.waitingCount,
        longestWait: oldestWaitingSince === null ? null : Math.max(0, now - Date.parse(oldestWaitingSince)),
        overdue: group.overdueCount,
        dueNextHour: group.dueWithin,
        promiseKeptRate: decided === 0 ? null : kept / decided,
      };
      const levels = {
        waiting: levelUpwards(values.waiting, waiting),
        longestWait: levelUpwards(values.longestWait, longest),
        overdue: levelUpwards(values.overdue, overdue),
        dueNextHour: "none" as const,
        promiseKeptRate: levelDownwards(values.promiseKeptRate, promiseKeptRate),
      };
      return {
        key: keyOf(group),
        name: queue === null ? null : (queue.name ?? ""),
        source: source?.displayName ?? source?.name ?? "",
        values,
        kept,
        decided,
        levels,
        level: worstOf(Object.values(levels)),
        opened: (openedOf.get(keyOf(group)) ?? []).map(({ figures }) => figures.opened),
      };
    })
    .filter(
      ({ values, decided, opened }) => (values.waiting ?? 0) > 0 || decided > 0 || opened.some((count) => count > 0),
    )
    .sort((a, b) => byWorst(a.level, b.level) || overdueOf(b) - overdueOf(a) || compare(labelOf(a), labelOf(b)));
}

function keyOf({
  source,
  queue,
}: {
  readonly source: { id: string } | null;
  readonly queue: { id: string } | null;
}): string {
  return `${source?.id ?? ""} ${queue?.id ?? ""}`;
}

function labelOf({ name, source }: QueueFigures): string {
  return `${name ?? "\u{ffff}"} ${source}`;
}

function overdueOf({ values }: QueueFigures): number {
  return values.overdue ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
