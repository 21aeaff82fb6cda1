import type { Figures } from "./figures.js";

/** The callbacks whose windows begin in one hour, or before or after all hours of the chart. */
export interface Hour {
  /** When the hour begins, in milliseconds since 1970; null for the two sums at the ends. */
  readonly at: number | null;
  readonly place: "before" | "hour" | "after";
  readonly overdue: number;
  readonly open: number;
}

const HOUR = 3_600_000;
const BEFORE = 3;
const COUNT = 21;

/**
 * The API's counts by hour as a chart: some hours ago until most of a day ahead, and the sums of all before and after, so
 * that no callback with a window is left out.
 */
export function hoursOf(groups: Figures["byHour"]["groups"], now: number): Hour[] {
  const counted = groups.flatMap(({ bucketStart, count, overdueCount }) =>
    bucketStart === null ? [] : [{ at: Date.parse(bucketStart), count, overdueCount }],
  );
  // Zones are whole hours, halves or quarters apart: the hours of the API are those of the viewer.
  const offset = (counted[0]?.at ?? 0) % HOUR;
  const first = Math.floor((now - offset) / HOUR) * HOUR + offset - BEFORE * HOUR;
  const sum = (from: number, until: number): Pick<Hour, "overdue" | "open"> => {
    const inside = counted.filter(({ at }) => at >= from && at < until);
    const overdue = inside.reduce((total, { overdueCount }) => total + overdueCount, 0);
    return { overdue, open: inside.reduce((total, { count }) => total + count, 0) - overdue };
  };
  const hours = Array.from({ length: COUNT }, (_, index): Hour => {
    const at = first + index * HOUR;
    return { at, place: "hour", ...sum(at, at + HOUR) };
  });
  return [
    { at: null, place: "before", ...sum(-Infinity, first) },
    ...hours,
    { at: null, place: "after", ...sum(first + COUNT * HOUR, Infinity) },
  ];
}

/** Number of callbacks without a window. */
export function untimedOf(groups: Figures["byHour"]["groups"]): number {
  return groups.reduce((sum, { bucketStart, count }) => (bucketStart === null ? sum + count : sum), 0);
}
