import type { Vendor } from "../callback.js";
import type { ErrorCode } from "../errors.js";

/** One request to a vendor, without its key, for metrics and traces. */
export interface VendorCall {
  readonly source: string;
  /** Null for who has none: a token endpoint. */
  readonly vendor: Vendor | null;
  readonly method: string;
  /** The kind of the query: `list`, `phoneNumber`, `agent`, `customer`, `id`; null for other requests. */
  readonly asks: string | null;
}

/** The outcome of a call. GIVEN_UP: its caller no longer waited. */
export type VendorCallOutcome = "OK" | "GIVEN_UP" | ErrorCode;

/** A call that is under way. */
export interface VendorCallWatch {
  /** Headers to send with the request: the trace context. */
  readonly headers: Readonly<Record<string, string>>;
  ended(outcome: VendorCallOutcome): void;
}

/** Observes every request to a vendor, each attempt by itself. */
export interface VendorCallObserver {
  began(call: VendorCall): VendorCallWatch;
}
