import type { DurationMs } from "../time/instant.js";

/** The quota of a source at its vendor: `requests` in any window of `perMs` milliseconds. */
export interface QuotaSettings {
  readonly requests: number;
  readonly perMs: DurationMs;
}

/**
 * The priority of a request. A client waits for `interactive` ones; change hints cause `prompt` ones, which leave half
 * of the burst to clients; the background sync makes `background` ones, which leave nearly all of it.
 */
export type RequestPriority = "interactive" | "prompt" | "background";

/** A token bucket: `burst` requests at once, and then one every `refillMs`. */
export interface TokenBucket {
  readonly burst: number;
  readonly refillMs: DurationMs;
  /** No vendor closes it for longer: what says otherwise is not believed. */
  readonly maxClosedMs: DurationMs;
}

/** The part of a quota that may be used at once. The rest is spread evenly over the window. */
const BURST_SHARE = 0.1;

/**
 * Returns the bucket that keeps to a quota in every window, not only on average: its burst and its refill within one
 * window are together at most the quota. With 300 a minute that is 30 at once, and 271 a minute.
 */
export function bucketOf({ requests, perMs }: QuotaSettings, maxClosedMs: DurationMs): TokenBucket {
  const burst = Math.max(1, Math.floor(requests * BURST_SHARE));
  return { burst, refillMs: perMs / (requests - burst + 1), maxClosedMs };
}

/** The result of drawing one token. */
export interface DrawnToken {
  /** Null where it was granted; else after how long there will be one. */
  readonly waitMs: DurationMs | null;
  /** Tokens that are left for all. */
  readonly left: number;
}

/** One bucket a source, from which all gateways draw: their sum stays within the quota. Rejects with STORE_UNAVAILABLE. */
export interface QuotaLedger {
  /** Draws one token, if `reserve` are left to others then. */
  draw(source: string, bucket: TokenBucket, reserve: number): Promise<DrawnToken>;
  /** Lowers the tokens to `remaining`, and closes the bucket for a time. */
  limit(source: string, remaining: number, closedForMs: DurationMs): Promise<void>;
}

/** A permit from the quota, reserved ahead, so that the query is chosen when it may be sent. */
export interface RequestPermit {
  /** Uses the permit up. Returns false if it was used before: the request then waits for the quota. */
  use(): boolean;
  /** Gives it back unused. No effect once it was used. */
  release(): void;
}

/** How a source's quota is used at the moment. Requests are counted over the last minute. */
export interface QuotaUsage {
  /** Requests that the vendor allows; null if no quota is known. */
  readonly allowedPerMinute: number | null;
  readonly usedPerMinute: number;
  /** Requests that the background sync can send; Infinity if no quota is known. */
  readonly backgroundPerMinute: number;
  /** Requests of clients and hints that wait for the quota. */
  readonly waiting: number;
}
