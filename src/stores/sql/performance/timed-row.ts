import type { Timed } from "../../../domain/times.js";
import { readMilestones, withQueue, type CallbackContent } from "../callbacks/rows.js";
import type { CallbackRow, ObservationRow } from "../schema/tables.js";

/** The parts of a row that its times follow from. */
export type TimedRow = Pick<CallbackRow, "ends_at" | "milestones" | "content" | "status_changed_at"> &
  Pick<ObservationRow, "observed_at" | "content_hash"> &
  Partial<Pick<CallbackRow, "queue_key">>;

/** The callback in a row, as far as its times follow from it. */
export function timedOf(row: TimedRow): Timed {
  const callback = withQueue(JSON.parse(row.content) as CallbackContent, row.queue_key ?? null);
  return {
    callback,
    milestones: readMilestones(row.milestones, callback, row.observed_at),
    contentHash: row.content_hash,
    observedAt: row.observed_at,
    endsAt: row.ends_at,
    statusChangedAt: row.status_changed_at,
  };
}
