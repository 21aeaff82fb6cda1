import type { Instant } from "../time/instant.js";
import type { JsonValue } from "../../lib/json.js";

/** A record that could not be read: kept raw, counted, and never the reason to lose its neighbours. */
export interface QuarantinedRecord {
  /** The vendor's id where one could be read. */
  readonly vendorId: string | null;
  readonly raw: JsonValue;
  /** Where and what: `startTime: expected text`. Holds no value of the record. */
  readonly reason: string;
}

/** A record as quarantine keeps it. */
export interface StoredQuarantinedRecord {
  readonly source: string;
  /** What it is told apart by. */
  readonly fingerprint: string;
  readonly vendorId: string | null;
  readonly reason: string;
  /** Null where it was too large to be kept whole. */
  readonly raw: JsonValue;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly seenCount: number;
}
