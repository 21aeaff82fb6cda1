import type { Rate } from "../../domain/rate.js";
import type { Instant } from "../../domain/time/instant.js";

/** The remaining tokens of a rate, and when they were counted. */
export interface RateBucket {
  /** Below 0 where other gateways have drawn more than was left. */
  tokens: number;
  countedAt: Instant;
}

/** Fractions of tokens add up to slightly less than one. */
const WHOLE = 1 - 1e-9;

export function fullBucket({ requests }: Rate, now: Instant): RateBucket {
  return { tokens: requests, countedAt: now };
}

/** Refills the bucket. Returns when it will have a token; null where it has one. */
export function waitFor(bucket: RateBucket, { requests, perMs }: Rate, now: Instant): Instant | null {
  const gained = (Math.max(0, now - bucket.countedAt) / perMs) * requests;
  bucket.tokens = Math.min(requests, bucket.tokens + gained);
  bucket.countedAt = now;
  return bucket.tokens < WHOLE ? now + Math.ceil(((1 - bucket.tokens) / requests) * perMs) : null;
}
