import type { Instant } from "../time/instant.js";
import type { JsonValue } from "../../lib/json.js";

/**
 * A record that could not be read. It is stored raw and counted; the other records of its response are not affected.
 */
export interface QuarantinedRecord {
  /** The vendor's id where one could be read. */
  readonly vendorId: string | null;
  readonly raw: JsonValue;
  /** Field and reason: `startTime: expected text`. Holds no value of the record. */
  readonly reason: string;
}

/** A record as quarantine keeps it. */
export interface StoredQuarantinedRecord {
  readonly source: string;
  /** Distinguishes the record from others without an id. */
  readonly fingerprint: string;
  readonly vendorId: string | null;
  readonly reason: string;
  /** Null if it was too large to be stored. */
  readonly raw: JsonValue;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly seenCount: number;
}
