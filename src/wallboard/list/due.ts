import type { Times } from "../times.js";
import type { Words } from "../words/words.js";
import type { ListRow } from "./row-pages.js";

/** How a row is highlighted. */
export type Urgency = "overdue" | "now" | "soon" | "later" | "untimed";

const SOON_MS = 15 * 60_000;

/** Overdue is what the API reports; the rest is how near the window is. */
export function urgencyOf({ callback, startsAt }: ListRow, now: number): Urgency {
  if (callback.isOverdue) return "overdue";
  if (startsAt === null) return "untimed";
  if (startsAt <= now) return "now";
  return startsAt - now <= SOON_MS ? "soon" : "later";
}

/** How long until the window begins or the promise breaks, or since it broke. */
export function countdown(row: ListRow, now: number, times: Times, { list }: Pick<Words, "list">): string {
  const { callback, startsAt, dueAt } = row;
  if (!callback.isOpen) return list.over;
  if (callback.isOverdue) return list.late(times.duration(dueAt === null ? 0 : now - dueAt));
  if (startsAt === null) return callback.timing === "ASAP" ? list.asap : list.untimed;
  if (startsAt > now) return list.startsIn(times.duration(startsAt - now));
  return dueAt !== null && dueAt > now
    ? list.left(times.duration(dueAt - now))
    : list.since(times.duration(now - startsAt));
}
