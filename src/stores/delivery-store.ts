import type { DeadLetter, DeliveryEvent, DeliveryState, DeliverySummary } from "../domain/delivery.js";
import type { Instant } from "../domain/time/instant.js";

/** The progress of one round of a delivery. */
export interface DeliveryProgress {
  readonly position: number;
  readonly stoppedAt: Instant | null;
  /** Ids of events that are not needed any more. */
  readonly done: readonly string[];
  /** Events to insert or to update. */
  readonly pending: readonly DeliveryEvent[];
  readonly dead: readonly DeadLetter[];
}

/** The state of outgoing deliveries: how far each has read the change log, and its events that are not delivered. */
export interface DeliveryStore {
  /** Begins a delivery that is new, at the end of the change log or at its beginning. Leaves an existing one as it is. */
  beginDelivery(name: string, from: "now" | "beginning"): Promise<void>;
  /** Null for a delivery that was never begun. */
  readDelivery(name: string): Promise<DeliveryState | null>;
  /**
   * Saves progress in one transaction. Returns false, and saves nothing, if the state has another revision by now. At most
   * 1,000 dead letters of a delivery are stored, for at most 30 days; the oldest go first.
   */
  saveDelivery(name: string, revision: number, progress: DeliveryProgress, now: Instant): Promise<boolean>;
  /** All deliveries by name, also ones that were removed from the settings. */
  listDeliveries(): Promise<readonly DeliverySummary[]>;
  /** Dead letters by delivery and position, at most `limit`. */
  listDeadLetters(limit: number): Promise<readonly (DeadLetter & { readonly delivery: string })[]>;
  /**
   * Has all dead letters of a delivery, or one by its id, delivered again, and a stopped delivery go on. Returns how many
   * dead letters.
   */
  retryDeadLetters(name: string, eventId: string | null): Promise<number>;
}
