import type { Observation } from "../change/observation.js";
import type { RequestStamp } from "../change/request-stamp.js";
import type { QuarantinedRecord } from "./quarantine.js";
import type { VendorQuery } from "./vendor-query.js";

/** A webhook's headers, with names in lower case. */
export type DeliveryHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Records that a delivery contains. */
export interface DeliveredRecords {
  readonly observations: readonly Observation[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly coerced: readonly string[];
}

/** The query that a delivery suggests: the vendor's response to it is published. */
export interface Hint {
  readonly queries: readonly VendorQuery[];
  /** Ids for replay protection; empty if a repeated delivery is harmless. */
  readonly deliveryIds: readonly string[];
  /**
   * Reads the records of a delivery that contains them; they are recorded before it is acknowledged. Default: none, and
   * nothing of the delivery is published.
   */
  readonly observe?: (stamp: RequestStamp) => DeliveredRecords;
}

/** Why a delivery is not taken. */
export const REFUSALS = {
  UNAUTHENTICATED: "The delivery has no valid proof of origin.",
  OUTDATED: "The delivery is from the vendor, but its timestamp is out of range.",
  MALFORMED: "The delivery is from the vendor, but could not be parsed.",
  REPLAYED: "The delivery was accepted before.",
  BUSY: "Too many deliveries are waiting.",
} as const;
export type Refusal = keyof typeof REFUSALS;

/** A delivery that is rejected. The message is public: it contains nothing of the delivery and no secret. */
export class RefusedDelivery extends Error {
  constructor(
    readonly reason: Refusal,
    message: string,
  ) {
    super(message);
    this.name = "RefusedDelivery";
  }
}
