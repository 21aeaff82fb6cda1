import type { Instant } from "../domain/time/instant.js";
import type { StoredQuarantinedRecord } from "../domain/vendor/quarantine.js";

/** Vendor records that could not be read. `CallbackStore.record` adds them. */
export interface QuarantineStore {
  /** The latest records first; at most `limit`. */
  readQuarantine(limit: number): Promise<readonly StoredQuarantinedRecord[]>;
  /** Deletes records that were last observed before this time. */
  trimQuarantine(lastSeenBefore: Instant): Promise<void>;
  /** Deletes a record, once it can be read. */
  releaseQuarantined(record: Pick<StoredQuarantinedRecord, "source" | "fingerprint">): Promise<void>;
}
