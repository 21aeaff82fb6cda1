import type { CallbackStatus } from "../../../schema/operations.js";
import type { BoardRow } from "../data/board.js";

/** The state of a callback in relation to the current time. */
export type Due = "overdue" | "now" | "soon" | "later" | "untimed";

const SOON_MS = 15 * 60_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WAITING: ReadonlySet<CallbackStatus> = new Set(["SCHEDULED", "QUEUED", "RETRYING"]);

/** Overdue: reported so by the API, or past its `dueAt` since the API was queried. */
export function dueOf(row: BoardRow, now: number): Due {
  const { startsAt } = row;
  if (isOverdue(row, now)) return "overdue";
  if (startsAt === null) return "untimed";
  if (startsAt <= now) return "now";
  return startsAt - now <= SOON_MS ? "soon" : "later";
}

function isOverdue({ callback, dueAt }: BoardRow, now: number): boolean {
  return callback.isOverdue || (dueAt !== null && dueAt < now && WAITING.has(callback.status));
}

/** How long until the window begins or the promise breaks, or since it broke: the line under the time. */
export function countdown(row: BoardRow, now: number): string {
  const { startsAt, dueAt } = row;
  if (dueAt !== null && isOverdue(row, now)) return `${duration(Math.max(0, now - dueAt))} late`;
  if (startsAt === null) return row.callback.timing === "ASAP" ? "as soon as possible" : "no time";
  if (startsAt > now) return `in ${duration(startsAt - now)}`;
  return dueAt !== null && dueAt > now ? `${duration(dueAt - now)} left` : `since ${duration(now - startsAt)}`;
}

/** Two units at most: `4 min 09 s`, `3 h 12 min`, `2 d 5 h`. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (ms < 10 * MINUTE) {
    const minutes = Math.floor(ms / MINUTE);
    return minutes === 0 ? `${seconds} s` : `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  }
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`;
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
}
