import { matchesFilter, matchesSource } from "../domain/filter.js";
import { matchesTimes } from "../domain/filter-times.js";
import type { PromisesBySource } from "../domain/promise.js";
import type { RecordedChange } from "../domain/query.js";
import type { SubscriptionRequest } from "./published-change.js";

/** Whether a subscriber or a delivery with this filter and these kinds receives the change. */
export function isWanted(
  { filter, kinds }: Pick<SubscriptionRequest, "filter" | "kinds">,
  change: RecordedChange,
  promises: PromisesBySource,
): boolean {
  const isErased = change.kind === "ERASED";
  const isChangeOfStatus = isErased || change.status !== change.previousStatus;
  if (kinds === "statuses" ? !isChangeOfStatus : !kinds.includes(change.kind)) return false;
  // Nothing is left of its callback that other conditions could match, and clients that stored it have to delete it.
  if (isErased) return matchesSource(filter, change.callback.callback);
  // A callback that leaves the filter by its status is published, too: clients have to remove it.
  const statuses = change.previousStatus === null ? [change.status] : [change.status, change.previousStatus];
  const { callback: remembered, observedAt: now } = change;
  return (
    matchesFilter(filter, remembered.callback, statuses) &&
    matchesTimes(filter, remembered, statuses, { now, promises })
  );
}
