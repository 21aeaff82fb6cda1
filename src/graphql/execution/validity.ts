import type { Period } from "../../domain/time/instant.js";
import { movingStatusOf } from "../../domain/ending.js";
import { DEFAULT_PROMISE, promiseDueAt } from "../../domain/promise.js";
import type { StoredCallback } from "../../domain/query.js";
import { statusPeriod } from "../../domain/status.js";
import type { Loaders } from "../../loaders/loaders.js";

/** The time in which a callback is presented as it is now: until the clock moves its status, or it becomes overdue. */
export function validityOf(row: StoredCallback, loaders: Loaders): Period {
  const { now } = loaders;
  const period = statusPeriod(movingStatusOf(row), now);
  const { promise = DEFAULT_PROMISE } = loaders.source(row.callback.source) ?? {};
  const dueAt = promiseDueAt(row.callback, promise);
  if (dueAt === null) return period;
  // A callback is not overdue yet at the moment of its deadline.
  const overdueAt = dueAt + 1;
  return overdueAt <= now
    ? { ...period, from: Math.max(period.from, overdueAt) }
    : { ...period, until: Math.min(period.until, overdueAt) };
}
