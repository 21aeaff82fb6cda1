import type { CallbackStatus } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";
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

/** What a fake can be told to do wrong. */
export type Trouble =
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** No answer until the trouble is over. */
  | { readonly kind: "hang" }
  /** The connection is cut before a byte of the answer. */
  | { readonly kind: "cut" }
  /** The vendor acts, and the connection is cut before a byte of the answer. */
  | { readonly kind: "lost" }
  /** The vendor acts, and answers nothing until the trouble is over. */
  | { readonly kind: "stall" }
  /** The connection is cut in the middle of the body. */
  | { readonly kind: "half" }
  /** 200 with a page of HTML. */
  | { readonly kind: "not-json" }
  /** 200 with JSON of another shape. */
  | { readonly kind: "wrong-types" }
  /** 200 with a body of this many bytes. */
  | { readonly kind: "huge"; readonly bytes: number };

/** A callback in the gateway's terms, for a fake to hold in the vendor's. */
export interface FakeCallback {
  /** A local number may do; the fake holds it as given. */
  readonly phoneNumber: string;
  readonly start: Instant;
  /** Where the vendor has windows; a default of the fake's otherwise. */
  readonly end?: Instant;
  readonly timeZone?: string;
  readonly customerId?: string;
  readonly agentId?: string;
  readonly name?: string;
  /** The vendor's own word; the fake's word for "waiting" where it is left out. Ignored by vendors without a status. */
  readonly word?: string;
}

/** A vendor's webhooks, as it sends them. */
export interface FakeWebhook {
  /** A delivery about a record, signed at a moment. */
  deliver(
    vendorId: string,
    sentAt: Instant,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** What a fake's world begins with. */
export interface FakeOptions {
  /** Equal seeds give equal worlds. Default 1. */
  readonly seed?: number;
  /** How many callbacks there are at first. Default: enough for a demo. Tests begin with 0 and add their own. */
  readonly count?: number;
  /** What it allows in any window of so much time, by its clock; null: everything. Default: 300 requests a minute. */
  readonly quota?: QuotaSettings | null;
}

/**
 * A vendor's cloud, as its document describes it, quirks included: a function from Request to Response with visible
 * state, a request log, and switches for trouble. Nothing here is a vendor's code or data.
 */
export interface FakeVendor {
  handle(request: Request): Promise<Response>;
  /** Requests to the API, oldest first; token requests are in `tokenLog`. */
  readonly log: FakeRequest[];
  readonly tokenLog: FakeRequest[];
  /** Requests to the API that were refused for the rate (429) so far. */
  readonly refusals: () => number;
  /** Trouble for every request to the API that `match` lets through, until it is null again. */
  trouble: (Trouble & { readonly match?: (request: FakeRequest) => boolean }) | null;
  /** The vendor's records by vendor id, in the vendor's own shape; may be changed in place. */
  readonly records: Map<string, JsonObject>;
  /** Adds a callback, and says under which id. */
  add(callback: FakeCallback): string;
  /** Sets the vendor's own word for the status; throws for vendors that have none. */
  setWord(vendorId: string, word: string): void;
  /** Makes a record unreadable (a field of another JSON type), though it is found by its keys as before. */
  spoil(vendorId: string): void;
  /** Every word that the vendor's document lists, with its status; empty for vendors without one. */
  readonly words: Readonly<Record<string, CallbackStatus>>;
  /** How long a granted token lives by the fake's clock; null where `settings` hold credentials that need no token. */
  readonly tokenLifeMs: number | null;
  /** Refuses the tokens granted so far: the next call with one is answered 401. Of no effect where there are none. */
  revokeTokens(): void;
  /** For vendors that tell of changes by themselves; `settings` hold its secret. */
  readonly webhook?: FakeWebhook;
  /** Settings of a source that talks to this fake at `baseUrl`, as they would stand in the settings file. */
  settings(baseUrl: string): JsonObject;
  /** Moves the fake's world to `now`: callbacks begin, end and appear. For the demo. */
  advance(now: Instant): void;
}
