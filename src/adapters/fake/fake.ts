import type { CallbackStatus } from "../../domain/status.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { QuotaSettings } from "../../domain/vendor/quota.js";

/** One request that a fake vendor was sent. */
export interface FakeRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A fault that a fake simulates. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** No response until the fault ends. */
  | { readonly kind: "hang" }
  /** The connection is cut before the first byte of the response. */
  | { readonly kind: "cut" }
  /** The vendor executes the request, and the connection is cut before the first byte of the response. */
  | { readonly kind: "lost" }
  /** The vendor executes the request, and sends no response until the fault ends. */
  | { readonly kind: "stall" }
  /** The connection is cut in the middle of the body. */
  | { readonly kind: "half" }
  /** 200 with a page of HTML. */
  | { readonly kind: "not-json" }
  /** 200 with JSON of another shape. */
  | { readonly kind: "wrong-types" }
  /** 200 with a body of this many bytes. */
  | { readonly kind: "huge"; readonly bytes: number };

/** A callback in the gateway's terms, from which a fake creates a vendor record. */
export interface FakeCallback {
  /** The fake stores the number as given, also a national one. */
  readonly phoneNumber: string;
  readonly start: Instant;
  /** The end of the window, at a vendor that has windows. Default: chosen by the fake. */
  readonly end?: Instant;
  readonly timeZone?: string;
  readonly customerId?: string;
  readonly agentId?: string;
  readonly name?: string;
  /** The vendor status. Default: the fake's status for a waiting callback. Ignored by vendors without a status. */
  readonly vendorStatus?: string;
}

/** A vendor's webhooks, as it sends them. */
export interface FakeWebhook {
  /** A delivery about a record, signed at a moment. */
  deliver(
    vendorId: string,
    sentAt: Instant,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** Takes the ids that the vendor has deliveries about, in the order in which it sends them. Default: the demo sends none. */
  due?(): readonly string[];
}

/** The initial state of a fake. */
export interface FakeOptions {
  /** Equal seeds create equal fakes. Default 1. */
  readonly seed?: number;
  /** How many callbacks there are at first. Default: enough for a demo. Tests begin with 0 and add their own. */
  readonly count?: number;
  /** Requests that the fake allows in any window, by its clock; null: no limit. Default: 300 per minute. */
  readonly quota?: QuotaSettings | null;
  /** How far lists are behind, at a vendor whose lists are. Default: as its documents say. */
  readonly lagMs?: DurationMs;
}

/**
 * A simulation of a vendor's cloud after its documentation, quirks included: a function from Request to Response with
 * visible state, a request log and fault injection. It contains no code or data of a vendor.
 */
export interface FakeVendor {
  handle(request: Request): Promise<Response>;
  /** Requests to the API, oldest first; token requests are in `tokenLog`. */
  readonly log: FakeRequest[];
  readonly tokenLog: FakeRequest[];
  /** API requests that were rejected with 429 so far. */
  readonly refusals: () => number;
  /** The fault of every API request that `match` accepts, until it is set to null. */
  fault: (Fault & { readonly match?: (request: FakeRequest) => boolean }) | null;
  /** The vendor's records by vendor id, in the vendor's own shape; may be changed in place. */
  readonly records: Map<string, JsonObject>;
  /** Adds a callback, and says under which id. */
  add(callback: FakeCallback): string;
  /** Sets the vendor status. Throws for a vendor without statuses. */
  setVendorStatus(vendorId: string, vendorStatus: string): void;
  /** Makes a record unreadable (a field of another JSON type), though it is found by its keys as before. */
  corrupt(vendorId: string): void;
  /** Every documented vendor status with its status; empty for vendors without statuses. */
  readonly vendorStatuses: Readonly<Record<string, CallbackStatus>>;
  /** Lifetime of a token by the fake's clock; null if `settings` contain credentials without tokens. */
  readonly tokenLifeMs: number | null;
  /** Rejects the tokens granted so far with 401. Has no effect at a vendor without tokens. */
  revokeTokens(): void;
  /** Present for a vendor with webhooks; the fake's `settings` hold the secret. */
  readonly webhook?: FakeWebhook;
  /** Settings of a source that talks to this fake at `baseUrl`, as they would stand in the settings file. */
  settings(baseUrl: string): JsonObject;
  /** Advances the fake to `now`: callbacks start, end and arrive. For the demo. */
  advance(now: Instant): void;
}
