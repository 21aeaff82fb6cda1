import type { DurationMs } from "./instant.js";

/** What a vendor lets a source ask: so many requests in so many milliseconds, and as many at once. */
export interface QuotaSettings {
  readonly requests: number;
  readonly perMs: DurationMs;
}

/** What came of asking for one request's share. */
export interface DrawnQuota {
  /** Null where it was given; else after how long there will be one. */
  readonly waitMs: DurationMs | null;
  /** What is left for all. */
  readonly left: number;
}

/** One bucket a source, from which all gateways draw: their sum stays within the quota. Rejects with STORE_UNAVAILABLE. */
export interface QuotaLedger {
  /** Takes one request's share, if `reserve` are left to others then. */
  draw(source: string, quota: QuotaSettings, reserve: number): Promise<DrawnQuota>;
  /** The vendor says that no more than this is left, and nothing at all for so long. */
  limit(source: string, remaining: number, closedForMs: DurationMs): Promise<void>;
}
