import { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import { staySmall } from "../../lib/heap.js";

/** Exports that run at once in this process: each keeps the store busy about as much as it allows. */
const MOST_EXPORTS = 4;
/** Exports of one caller, so that others find a free place. */
const MOST_OF_CALLER = 2;
const RETRY_MS: DurationMs = 10_000;

/** Counts the running exports. */
export interface ExportSlots {
  /** Takes a place for the caller; the returned function frees it, once. Throws TOO_MANY_OPERATIONS where none is free. */
  take(account: string): () => void;
}

export function createExportSlots(clock: Clock): ExportSlots {
  const running = new Set<{ readonly account: string }>();
  return {
    take(account) {
      const own = [...running].filter((one) => one.account === account).length;
      if (own >= MOST_OF_CALLER) throw tooMany(`${MOST_OF_CALLER} per caller`, MOST_OF_CALLER, clock);
      if (running.size >= MOST_EXPORTS) throw tooMany(`${MOST_EXPORTS} per gateway`, MOST_EXPORTS, clock);
      const slot = { account };
      running.add(slot);
      // The rows of a long list are garbage soon after they were read.
      const relax = staySmall();
      return () => {
        running.delete(slot);
        relax();
      };
    },
  };
}

function tooMany(bound: string, allowed: number, clock: Clock): GatewayError {
  const message = `over the limit exports: at most ${bound} at a time`;
  return new GatewayError("TOO_MANY_OPERATIONS", message, {
    retryAfter: clock() + RETRY_MS,
    limit: { name: "exports", allowed },
  });
}
