import type { Logger } from "pino";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { Store } from "../stores/store.js";

/** The clock of all gateways that share a store. */
export interface SharedClock {
  readonly clock: Clock;
  /** Ends the comparing with the store's clock. */
  close(): Promise<void>;
}

export interface SharedClockOptions {
  readonly store: Pick<Store, "sharedTime">;
  readonly timer: Timer;
  readonly logger: Logger;
}

const COMPARE_EVERY_MS: DurationMs = 10_000;

/**
 * Opens a clock that follows the store's clock, and the monotonic timer between two readings of it: gateways agree on
 * ages and due times, and a step of one machine's clock changes nothing. Null for a store without a clock, which serves
 * one process only. Rejects with STORE_UNAVAILABLE.
 */
export async function openSharedClock({ store, timer, logger }: SharedClockOptions): Promise<SharedClock | null> {
  /** Returns the difference between the store's clock and the timer. */
  const readOffset = async (): Promise<number | null> => {
    const sentAt = timer.now();
    const time = await store.sharedTime();
    // The store's time is assumed to be read half-way between query and response.
    return time === null ? null : time - (sentAt + timer.now()) / 2;
  };
  const first = await readOffset();
  if (first === null) return null;
  let offset = first;
  const closing = new AbortController();
  const follow = async (): Promise<void> => {
    for (;;) {
      await timer.sleep(COMPARE_EVERY_MS, closing.signal);
      if (closing.signal.aborted) return;
      try {
        offset = (await readOffset()) ?? offset;
      } catch (error) {
        logger.debug({ err: error }, "failed to read store clock; using last offset");
      }
    }
  };
  const following = follow();
  return {
    clock: () => Math.round(timer.now() + offset),
    async close() {
      closing.abort();
      await following;
    },
  };
}
