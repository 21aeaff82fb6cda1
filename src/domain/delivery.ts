import type { RecordedChange } from "./query.js";
import { callbackId } from "./id.js";
import type { Instant } from "./time/instant.js";

/** The kind of an event that reports missing changes. */
export const GAP = "GAP";

/**
 * An event of a delivery: a change, or a gap in the change log. It names a position of the log, and holds no data of the
 * callback: what is erased there is erased.
 */
export interface DeliveryEvent {
  /** Equal for every attempt to deliver the event, and for no other event. */
  readonly id: string;
  /** The change's position in the log. Of a gap: all changes up to it may be missing. */
  readonly position: number;
  /** The callback's row in the store; null for a gap. */
  readonly rowId: number | null;
  /** The global id of the callback; null for a gap. */
  readonly callbackId: string | null;
  /** The kind of the change, or GAP. */
  readonly kind: string;
  readonly observedAt: Instant;
  /** Failed attempts so far. */
  readonly attempts: number;
  /** Null before the first one. */
  readonly firstAttemptAt: Instant | null;
  /** The next attempt is due from then on, once the earlier events of the callback are delivered. */
  readonly nextAttemptAt: Instant;
  /** Why the last attempt failed; null before the first one. Holds no data of the callback. */
  readonly reason: string | null;
}

/** An event that is not attempted again, because the receiver refused it or the retries are over. */
export interface DeadLetter extends DeliveryEvent {
  readonly deadSince: Instant;
}

/** The stored state of a delivery. */
export interface DeliveryState {
  /** Every change up to this position was delivered, is among the events, or was not wanted. */
  readonly position: number;
  /** When the receiver ended the delivery (410); null while it goes on. */
  readonly stoppedAt: Instant | null;
  /** Grows with every saved progress, so that a gateway that lost its lease cannot overwrite the progress of another. */
  readonly revision: number;
  /** Events to deliver or to retry, in the order of their positions. */
  readonly pending: readonly DeliveryEvent[];
}

/** The state of a delivery, as operators read it. */
export interface DeliverySummary {
  readonly name: string;
  readonly position: number;
  readonly stoppedAt: Instant | null;
  readonly pendingCount: number;
  readonly deadLetterCount: number;
  /** When the oldest change was observed that is pending or not read yet; null if there is none. */
  readonly undeliveredSince: Instant | null;
}

/** The event of a change. A restored backup may number other changes alike, so the id holds the time as well. */
export function eventOfChange(delivery: string, change: RecordedChange): DeliveryEvent {
  const { position, rowId, kind, observedAt, callback } = change;
  const id = `${delivery}-${position}-${observedAt.toString(36)}`;
  return { ...NOT_ATTEMPTED, id, position, rowId, kind, observedAt, callbackId: callbackId(callback.callback) };
}

/** The event of a gap that ends at a position. */
export function eventOfGap(delivery: string, position: number, observedAt: Instant): DeliveryEvent {
  const id = `${delivery}-gap-${position}-${observedAt.toString(36)}`;
  return { ...NOT_ATTEMPTED, id, position, rowId: null, kind: GAP, observedAt, callbackId: null };
}

const NOT_ATTEMPTED = { attempts: 0, firstAttemptAt: null, nextAttemptAt: 0, reason: null };
