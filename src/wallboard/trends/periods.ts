import type { WallboardTrendsQueryVariables } from "../../../schema/operations.js";

export type TrendInterval = "hour" | "day";

const DAYS = 7;

/** Midnight of the browser's zone, some days before or after the day of an instant; days may have 23 or 25 hours. */
function midnight(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function range(at: number, firstDay: number, lastDay: number): { readonly from: string; readonly until: string } {
  return {
    from: new Date(midnight(at, firstDay)).toISOString(),
    until: new Date(midnight(at, lastDay + 1)).toISOString(),
  };
}

/**
 * Returns the periods of a trend. By hour: today, yesterday, and the same day of last week. By day: the last seven days,
 * and the two times seven days before.
 */
export function periodsOf(interval: TrendInterval, at: number, timeZone: string): WallboardTrendsQueryVariables {
  if (interval === "hour") {
    return {
      interval: "HOUR",
      timeZone,
      current: range(at, 0, 0),
      previous: range(at, -1, -1),
      earlier: range(at, -DAYS, -DAYS),
    };
  }
  return {
    interval: "DAY",
    timeZone,
    current: range(at, 1 - DAYS, 0),
    previous: range(at, 1 - 2 * DAYS, -DAYS),
    earlier: range(at, 1 - 3 * DAYS, -2 * DAYS),
  };
}
