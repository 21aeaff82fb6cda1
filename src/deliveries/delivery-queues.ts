import type { DeliveryEvent } from "../domain/delivery.js";
import type { RecordedChange } from "../domain/query.js";
import type { Instant } from "../domain/time/instant.js";
import { groupBy } from "../lib/group.js";

/** An event to deliver in a round. */
export interface QueuedEvent {
  readonly event: DeliveryEvent;
  /** Null for a gap, and for an event of an earlier round, whose change is read when it is attempted. */
  readonly change: RecordedChange | null;
}

/** The events of one callback in order; the gaps have a queue of their own. */
export type CallbackQueue = readonly QueuedEvent[];

/** Splits events, which are in the order of their positions, by callback. */
export function queuesOf(events: readonly QueuedEvent[]): CallbackQueue[] {
  return [...groupBy(events, ({ event }) => event.rowId).values()];
}

/**
 * The queues that are attempted now. A queue whose first event waits for its retry is left out, unless `isAfterOutage`. If
 * `isProbing`, one queue is attempted, with as few failures as any: a receiver that rejects some callbacks always is still
 * found to be well by the others.
 */
export function dueQueues(
  queues: readonly CallbackQueue[],
  now: Instant,
  { isAfterOutage, isProbing }: { readonly isAfterOutage: boolean; readonly isProbing: boolean },
): readonly CallbackQueue[] {
  const due = queues.filter(([head]) => isAfterOutage || (head !== undefined && head.event.nextAttemptAt <= now));
  if (!isProbing) return due;
  const attempts = ([head]: CallbackQueue): number => head?.event.attempts ?? 0;
  return due.toSorted((a, b) => attempts(a) - attempts(b)).slice(0, 1);
}
