import type { JsonValue } from "./json.js";

/** A record that could not be read: kept raw, counted, and never the reason to lose its neighbours. */
export interface QuarantinedRecord {
  /** The vendor's id where one could be read. */
  readonly vendorId: string | null;
  readonly raw: JsonValue;
  /** Where and what: `startTime: expected text`. Holds no value of the record. */
  readonly reason: string;
}
