import type { Instant } from "./instant.js";

/** Everything that can go wrong, as a closed set: what a client may switch on. */
export const ERROR_CODES = {
  BAD_USER_INPUT: "The request itself is wrong; the message says what and where. Do not repeat it unchanged.",
  UNAUTHENTICATED:
    "Nobody is known by these credentials, there are none, or the token has expired. Come back with new ones.",
  FORBIDDEN: "The caller lacks the scope that the message names.",
  QUERY_TOO_COMPLEX: "The operation is beyond a limit; extensions.limit names it. Ask for less at a time.",
  RATE_LIMITED:
    "The caller has begun too many operations, or too many logins from its address have failed. Come back at retryAfter.",
  TOO_MANY_OPERATIONS: "The caller has too many queries and mutations under way. Wait for one of them.",
  TOO_MANY_SUBSCRIPTIONS: "The caller, or the socket, has too many subscriptions open. End one of them.",
  OPERATION_TIMEOUT:
    "The operation took longer than the limit. A mutation may have been fulfilled: repeat it with its key.",
  PERSISTED_QUERY_NOT_FOUND: "There is no document of this hash. Send it whole, where any document is served.",
  UNTRUSTED_DOCUMENT: "Only the documents of the manifest are served.",
  AUTHENTICATION_UNAVAILABLE: "The keys that tokens are checked with cannot be read at the moment. Try again.",
  VENDOR_UNAVAILABLE: "The vendor could not be reached, broke the connection off, or answered 5xx. Try again later.",
  VENDOR_RATE_LIMITED: "The vendor's quota is used up. Try again at retryAfter.",
  VENDOR_REJECTED: "The vendor refused the request as wrong (4xx). Repeating it does not help.",
  VENDOR_UNAUTHORIZED: "The vendor refused the gateway's credentials (401, 403). An operator has to act.",
  VENDOR_MALFORMED: "The vendor's answer could not be read: not JSON, of another shape, too large or cut short.",
  DEADLINE_EXCEEDED: "The vendor did not answer in time. It may have acted all the same.",
  UNSUPPORTED: "The vendor has no such ability.",
  STORE_UNAVAILABLE: "The gateway's own store could not answer. Try again.",
  CURSOR_EXPIRED:
    "The change log no longer reaches back to this cursor. Read the list again, and resume behind its changeCursor.",
  FEED_OVERFLOW: "This client is too slow for its subscription. Resume behind the cursor that is given.",
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

export interface GatewayErrorDetails {
  readonly cause?: unknown;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean;
  readonly source?: string;
  /** The vendor's own code: its word, or the HTTP status. */
  readonly vendorCode?: string;
  /** The HTTP status of the vendor's answer. */
  readonly status?: number;
  /** The fields that the vendor complains about, as it calls them. */
  readonly vendorFields?: readonly string[];
  /** The id under which the vendor's support finds the call. */
  readonly trackingId?: string;
  readonly retryAfter?: Instant;
  /** The limit that was exceeded. */
  readonly limit?: { readonly name: string; readonly allowed: number };
  /** A place in the change log that a client may resume behind. */
  readonly position?: number;
  /** True where the gateway kept to the vendor's quota by itself: nothing was sent, and the vendor refused nothing. */
  readonly isOwnRestraint?: boolean;
}

/** The only error the gateway throws on purpose. Its message may be shown: it holds no secret and no unmasked number. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly source: string | null;
  readonly vendorCode: string | null;
  /** Null where the vendor did not answer, or its answer is not what failed. */
  readonly status: number | null;
  readonly vendorFields: readonly string[];
  readonly trackingId: string | null;
  readonly retryAfter: Instant | null;
  readonly limit: { readonly name: string; readonly allowed: number } | null;
  readonly position: number | null;
  readonly isOwnRestraint: boolean;

  constructor(code: ErrorCode, message: string, details: GatewayErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "GatewayError";
    this.code = code;
    this.retryable = details.retryable ?? RETRYABLE.has(code);
    this.source = details.source ?? null;
    this.vendorCode = details.vendorCode ?? null;
    this.status = details.status ?? null;
    this.vendorFields = details.vendorFields ?? [];
    this.trackingId = details.trackingId ?? null;
    this.retryAfter = details.retryAfter ?? null;
    this.limit = details.limit ?? null;
    this.position = details.position ?? null;
    this.isOwnRestraint = details.isOwnRestraint ?? false;
  }
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  "AUTHENTICATION_UNAVAILABLE",
  "RATE_LIMITED",
  "TOO_MANY_OPERATIONS",
  "VENDOR_UNAVAILABLE",
  "VENDOR_RATE_LIMITED",
  "DEADLINE_EXCEEDED",
  "STORE_UNAVAILABLE",
]);

/** A request that is wrong in itself. */
export function badUserInput(message: string): GatewayError {
  return new GatewayError("BAD_USER_INPUT", message);
}

/** What was thrown, as an error: anything can be. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
