import type { Clock, Instant } from "../time/instant.js";

/** When a request was sent to a vendor. */
export interface RequestStamp {
  /**
   * Drawn from the store when the request is sent: larger than that of every earlier request, over restarts and all
   * gateways of the store. It alone decides which of two responses is newer, because clocks may step.
   */
  readonly requestNumber: number;
  /** By the gateway's clock, for display and ages. */
  readonly requestedAt: Instant;
}

/** Draws the stamp of a request that is sent now. Rejects with STORE_UNAVAILABLE. */
export type StampRequest = () => Promise<RequestStamp>;

/** Numbers from the store, moments from the clock. */
export function stampBy(drawNumber: () => Promise<number>, clock: Clock): StampRequest {
  return async () => ({ requestNumber: await drawNumber(), requestedAt: clock() });
}

/** Counts in memory, from 1: for a process that shares its store with none, and begins with an empty one. */
export function countRequests(clock: Clock): StampRequest {
  let last = 0;
  return stampBy(() => Promise.resolve((last += 1)), clock);
}
