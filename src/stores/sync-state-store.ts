import type { DurationMs, Instant } from "../domain/time/instant.js";
import type { RateLedger } from "../domain/rate.js";
import type { QuotaLedger } from "../domain/vendor/quota.js";

/** When the background sync last polled one key of a source. */
export interface SyncKey {
  readonly key: string;
  /** When the last successful poll was sent; null where a poll of several pages is not complete yet. */
  readonly requestedAt: Instant | null;
  /** The next page of a list that is polled page by page; null for any other key, and between two polls. */
  readonly page: number | null;
}

/** The state of the background sync and of webhooks, which survives restarts and is shared by all gateways. */
export interface SyncStateStore {
  /** The quotas that all gateways share; null where one process has the store to itself and counts in memory. */
  readonly quotas: QuotaLedger | null;
  /** The rates of callers that all gateways share; null likewise. */
  readonly rates: RateLedger | null;
  /** The number of a request that is sent now: larger than every number drawn before, here or in another gateway. */
  drawRequestNumber(): Promise<number>;
  /** The saved schedule of a source's background sync. */
  readSyncKeys(source: string): Promise<readonly SyncKey[]>;
  /** Saves when keys were polled. A power cut may undo the last call; these keys are polled again. */
  saveSyncKeys(source: string, keys: readonly SyncKey[]): Promise<void>;
  /** Deletes keys of a source that were not polled since. */
  trimSyncKeys(source: string, requestedBefore: Instant): Promise<void>;
  /** Claims delivery ids for so long, for replay protection; false where one of them is claimed already. */
  claimDeliveryIds(ids: readonly string[], now: Instant, forMs: DurationMs): Promise<boolean>;
  /** The clock of all gateways that share the store; null where one process has the store to itself. */
  sharedTime(): Promise<Instant | null>;
}
