import type { DurationMs } from "../domain/time/instant.js";
import type { DeliveryProgress } from "../stores/store.js";
import { DeliveryRound, type DeliveryParts } from "./delivery-round.js";

/** How often the log and the retries are read without a notification. */
const IDLE_MS: DurationMs = 1000;

/**
 * Delivers until the signal aborts. To be called under the lease of the delivery: one gateway at a time. Failures of the store
 * are logged, and the round is repeated.
 */
export async function runDelivery(parts: DeliveryParts, signal: AbortSignal): Promise<void> {
  const { store, name, logger } = parts;
  const waiter = createWaiter(signal);
  const unsubscribe = store.onChanges(() => waiter.wake());
  try {
    while (!signal.aborted) {
      try {
        if (await runRound(parts, signal)) continue;
      } catch (error) {
        if (!signal.aborted) logger.warn({ delivery: name, err: error }, "delivery round failed; it is repeated");
        waiter.reset();
      }
      await waiter.wait(IDLE_MS);
    }
  } finally {
    unsubscribe();
    waiter.close();
  }
}

/** Returns whether another round can begin at once. */
async function runRound(parts: DeliveryParts, signal: AbortSignal): Promise<boolean> {
  const { store, name, pause, clock, logger } = parts;
  if (pause.until > clock()) return false;
  const state = await store.readDelivery(name);
  if (state === null) throw new Error("the delivery was never begun");
  if (state.stoppedAt !== null) return false;
  const { progress, hasMore } = await new DeliveryRound(parts, state).run(signal);
  if (progress.position === state.position && isEmpty(progress)) return false;
  const isSaved = await store.saveDelivery(name, state.revision, progress, clock());
  if (!isSaved) logger.warn({ delivery: name }, "another gateway has taken this delivery over; events may be repeated");
  return hasMore;
}

function isEmpty({ done, pending, dead, stoppedAt }: DeliveryProgress): boolean {
  return done.length + pending.length + dead.length === 0 && stoppedAt === null;
}

interface Waiter {
  /** Ends the current wait, or the next one at once. */
  wake(): void;
  /** Forgets that it was woken. */
  reset(): void;
  wait(ms: DurationMs): Promise<void>;
  close(): void;
}

/** Waits that end early when something happens, or the signal aborts. */
function createWaiter(signal: AbortSignal): Waiter {
  let isWoken = false;
  let end = (): void => undefined;
  const wake = (): void => {
    isWoken = true;
    end();
  };
  signal.addEventListener("abort", wake, { once: true });
  return {
    wake,
    reset: () => void (isWoken = signal.aborted),
    async wait(ms) {
      if (!isWoken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isWoken = signal.aborted;
    },
    close: () => signal.removeEventListener("abort", wake),
  };
}
