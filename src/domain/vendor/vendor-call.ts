import type { Vendor } from "../callback.js";
import type { ErrorCode } from "../errors.js";

/** One request to a vendor, as those who count and trace see it: never by which key. */
export interface VendorCall {
  readonly source: string;
  /** Null for who has none: a token endpoint. */
  readonly vendor: Vendor | null;
  readonly method: string;
  /** What is asked: `list`, `phoneNumber`, `agent`, `customer`, `id`; null for all else. */
  readonly asks: string | null;
}

/** What came of a call: GIVEN_UP where whoever wanted it has left. */
export type VendorCallOutcome = "OK" | "GIVEN_UP" | ErrorCode;

/** A call that is under way. */
export interface VendorCallWatch {
  /** What the vendor is told about it: where the trace context goes on. */
  readonly headers: Readonly<Record<string, string>>;
  ended(outcome: VendorCallOutcome): void;
}

/** Told of every request to a vendor, each attempt by itself. */
export interface VendorCallObserver {
  began(call: VendorCall): VendorCallWatch;
}
