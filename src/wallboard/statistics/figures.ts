import {
  WallboardFiguresDocument,
  type CallbackStatus,
  type WallboardFiguresQuery,
  type WallboardFiguresQueryVariables,
} from "../../../schema/operations.js";
import { useLiveQuery } from "../data/live-query.js";
import { useWall } from "../data/wall.js";
import { apiFilterOf, OPEN_STATUSES, type Filters } from "../list/filters.js";

export type Figures = WallboardFiguresQuery;

/** The figures of the list's filters, as the API counts them; null before the first response. */
export function useFigures(filters: Filters): Figures | null {
  const { timeZone } = useWall();
  // Tiles and bars set these two: they show all values from which one is chosen.
  const isOpen = OPEN_STATUSES.some((status) => status === filters.progress);
  const counted: Filters = { ...filters, due: null, progress: isOpen ? "open" : filters.progress };
  const { data } = useLiveQuery({
    query: WallboardFiguresDocument,
    variables: (now) => variablesOf(counted, now, timeZone),
    key: JSON.stringify([counted, timeZone]),
  });
  return data;
}

function variablesOf(filters: Filters, now: number, timeZone: string): WallboardFiguresQueryVariables {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return {
    filter: apiFilterOf(filters, now),
    endedFilter: { ...apiFilterOf({ ...filters, progress: "closed" }, now), endedAt: { from: midnight.toISOString() } },
    timeZone,
  };
}

/** The sum of a figure over the groups of all sources. */
export function sumOf(figures: Figures, figure: (group: Figures["bySource"]["groups"][number]) => number): number {
  return figures.bySource.groups.reduce((sum, group) => sum + figure(group), 0);
}

/** Counts by status. */
export function countsOf(groups: Figures["byStatus"]["groups"]): ReadonlyMap<CallbackStatus, number> {
  return new Map(groups.flatMap(({ status, count }) => (status === null ? [] : [[status, count] as const])));
}

/** Since when the customer waits who waits longest, in milliseconds since 1970; null if nobody does. */
export function longestWaitSince(figures: Figures): number | null {
  const times = figures.bySource.groups.flatMap(({ oldestWaitingSince }) =>
    typeof oldestWaitingSince === "string" ? [Date.parse(oldestWaitingSince)] : [],
  );
  return times.length === 0 ? null : Math.min(...times);
}
