import type { DurationMs } from "./time/instant.js";

/** So many at once, and so many again over the time. */
export interface Rate {
  readonly requests: number;
  readonly perMs: DurationMs;
}

/** Tokens that a gateway has drawn from the bucket of a key since it last said so. */
export interface DrawnTokens {
  /** A digest, never an address or the name of a caller. */
  readonly key: string;
  readonly tokens: number;
}

/** The buckets of a rate that all gateways of a store draw from. */
export interface RateLedger {
  /**
   * Draws tokens, and returns what each bucket has left, in the same order: less than 0 where gateways together have drawn
   * more than there was, at least -`requests`.
   */
  drawTokens(rate: Rate, drawn: readonly DrawnTokens[]): Promise<readonly number[]>;
  /** Deletes buckets that nobody has drawn from for so long. */
  trimRates(unusedMs: DurationMs): Promise<void>;
}
