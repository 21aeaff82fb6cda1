import type { BoardRow } from "../data/board.js";
import { dueOf } from "../list/due.js";

/** The callbacks whose windows begin within one hour. */
export interface Hour {
  /** When it begins; the first and the last also hold what is before and behind. */
  readonly at: number;
  readonly overdue: number;
  readonly open: number;
}

const HOUR = 3_600_000;
const BEFORE = 6;
const COUNT = 24;

/** From some hours ago until tomorrow. Zones are whole hours, halves or quarters apart: `offset` is the viewer's. */
export function countHours(rows: readonly BoardRow[], now: number, offset: number): Hour[] {
  const first = Math.floor((now + offset) / HOUR) * HOUR - offset - BEFORE * HOUR;
  const hours = Array.from({ length: COUNT }, (_, index) => ({ at: first + index * HOUR, overdue: 0, open: 0 }));
  for (const row of rows) {
    if (row.startsAt === null) continue;
    const index = Math.floor((row.startsAt - first) / HOUR);
    const hour = hours[Math.max(0, index)];
    // Values beyond the end of the chart would only enlarge its last column.
    if (hour === undefined) continue;
    if (dueOf(row, now) === "overdue") hour.overdue += 1;
    else hour.open += 1;
  }
  return hours;
}
