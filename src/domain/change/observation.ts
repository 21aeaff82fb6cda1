import type { Callback } from "../callback.js";
import type { ComparableRecord } from "./comparable.js";
import type { Instant } from "../time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { CallbackStatus } from "../status.js";

/** What one answer says of one vendor record, mapped and as sent, and when it was requested. */
export interface Observation {
  readonly callback: Callback;
  /** The record as the vendor sent it. */
  readonly vendorRecord: JsonObject;
  /** How records of this vendor are compared; by all that they hold where it is left out. */
  readonly comparable?: ComparableRecord;
  /** That of the request: an answer to a later one is newer. */
  readonly requestNumber: number;
  /** When it was requested, by the gateway's clock. */
  readonly observedAt: Instant;
}

/** What the gateway remembers of one callback. */
export interface RememberedCallback extends Omit<Observation, "comparable"> {
  /** The status that was last told in the change log. A DERIVED one may have moved since by the clock. */
  readonly publishedStatus: CallbackStatus;
  readonly statusChangedAt: Instant;
  /**
   * When the status is ENDED unless the vendor says otherwise until then: by the end of its time, or since the record was
   * removed. Null where it is final by the vendor's word, and while the vendor reports it as open.
   */
  readonly endsAt: Instant | null;
  /** When the vendor last reported a status itself; null where it never did. */
  readonly statusReportedAt: Instant | null;
  /** That of the request whose answer reported it; null where none did. */
  readonly statusRequestNumber: number | null;
  /** False once the vendor has stopped returning the record. */
  readonly isPresentAtVendor: boolean;
  /** When a complete answer first lacked the record; null while the vendor returns it. */
  readonly absentSince: Instant | null;
  /** That of the request whose answer lacked it. */
  readonly absentRequestNumber: number | null;
}

/** Where a callback lives: unique over all sources. */
export interface CallbackKey {
  readonly source: string;
  readonly vendorId: string;
}
