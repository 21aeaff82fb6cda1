import type { RememberedCallback } from "./change/observation.js";
import { DEFAULT_PROMISE, isOverdue, type PromisesBySource } from "./promise.js";
import { isWithin } from "./filter.js";
import type { CallbackFilter } from "./query.js";
import type { CallbackStatus } from "./status.js";
import type { Instant } from "./time/instant.js";
import { promiseOf, timesOf, waitingSince } from "./times.js";

/** The moment at which callbacks are filtered, and the settings that promises follow from. */
export interface TimeContext {
  readonly now: Instant;
  readonly promises: PromisesBySource;
}

/**
 * True if a callback matches the parts of a filter that depend on its times and its presence, as in a list. `statuses`
 * count as its status, as in `matchesFilter`.
 */
export function matchesTimes(
  filter: CallbackFilter,
  remembered: RememberedCallback,
  statuses: readonly CallbackStatus[],
  context: TimeContext,
): boolean {
  const { outcome, assignment } = remembered.callback;
  const category = outcome?.category;
  return (
    (filter.isPresentAtVendor === undefined || filter.isPresentAtVendor === remembered.isPresentAtVendor) &&
    (filter.isAssigned === undefined || filter.isAssigned === ((assignment?.agentId ?? null) !== null)) &&
    (filter.outcomes === undefined || (category !== undefined && filter.outcomes.includes(category))) &&
    (!hasTimes(filter) || statuses.some((status) => matchesAs(filter, remembered, status, context)))
  );
}

function hasTimes({ isOverdue: overdue, promises, endedAt, dueAt, waitingSince: waiting }: CallbackFilter): boolean {
  return [overdue, promises, endedAt, dueAt, waiting].some((part) => part !== undefined);
}

function matchesAs(
  filter: CallbackFilter,
  remembered: RememberedCallback,
  status: CallbackStatus,
  { now, promises }: TimeContext,
): boolean {
  const times = timesOf(remembered, status, promises.get(remembered.callback.source) ?? DEFAULT_PROMISE);
  return (
    (filter.isOverdue === undefined || filter.isOverdue === isOverdue(status, times.dueAt, now)) &&
    (filter.promises === undefined || filter.promises.includes(promiseOf(remembered, status, times, now))) &&
    isWithin(times.endedAt, filter.endedAt) &&
    isWithin(times.dueAt, filter.dueAt) &&
    isWithin(waitingSince(times, now), filter.waitingSince)
  );
}
