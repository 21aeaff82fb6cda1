import type { Instant } from "./time/instant.js";

/** The error codes, a closed set on which clients may switch. */
export const ERROR_CODES = {
  BAD_USER_INPUT: "The request is invalid; the message says what is wrong and where. Do not repeat it unchanged.",
  UNAUTHENTICATED: "The credentials are missing or unknown, or the token has expired. Send new ones.",
  FORBIDDEN: "The caller lacks the scope that the message names.",
  QUERY_TOO_COMPLEX: "The operation exceeds a limit; extensions.limit names it. Request less at a time.",
  RATE_LIMITED:
    "The caller started too many operations, or too many logins from its address failed. Retry at retryAfter.",
  TOO_MANY_OPERATIONS: "The caller has too many queries and mutations in flight. Wait until one of them completes.",
  TOO_MANY_SUBSCRIPTIONS: "The caller, or the WebSocket, has too many open subscriptions. Close one of them.",
  OPERATION_TIMEOUT:
    "The operation took longer than the limit. A mutation may have been executed: repeat it with its idempotency " +
    "key.",
  PERSISTED_QUERY_NOT_FOUND:
    "No document with this hash is known. Send the whole document, where the gateway accepts any document.",
  UNTRUSTED_DOCUMENT: "The document is not in the manifest of trusted documents; the gateway executes only those.",
  AUTHENTICATION_UNAVAILABLE: "The signing keys for verifying tokens cannot be read at the moment. Try again.",
  VENDOR_UNAVAILABLE: "The vendor could not be reached, closed the connection, or responded with 5xx. Try again later.",
  VENDOR_RATE_LIMITED: "The vendor's quota is used up. Try again at retryAfter.",
  VENDOR_REJECTED: "The vendor rejected the request (4xx). Repeating it does not help.",
  VENDOR_UNAUTHORIZED: "The vendor rejected the gateway's credentials (401, 403). An operator has to act.",
  VENDOR_MALFORMED: "The vendor's response could not be read: not JSON, unexpected structure, too large or truncated.",
  DEADLINE_EXCEEDED: "The vendor did not respond in time. It may have executed the request.",
  UNSUPPORTED: "The vendor does not support this.",
  STORE_UNAVAILABLE: "The gateway's store is unavailable. Try again.",
  CURSOR_EXPIRED:
    "The change log no longer reaches back to this cursor. Read the list again and resume from its changeCursor.",
  EXPORT_INTERRUPTED:
    "The gateway ended an exported list before its end, because it shuts down. Go on after the cursor of the last row.",
  SUBSCRIPTION_INTERRUPTED:
    "The gateway ended a subscription over multipart HTTP or of a router, because it shuts down. Resume from the cursor in the error.",
  FEED_OVERFLOW: "The client reads its subscription too slowly. Resume from the cursor in the error.",
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

export interface GatewayErrorDetails {
  readonly cause?: unknown;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean;
  readonly source?: string;
  /** The vendor's error code, or the HTTP status. */
  readonly vendorCode?: string;
  /** The HTTP status of the vendor's response. */
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
  /** True if the gateway's own quota prevented the request: nothing was sent, and the vendor rejected nothing. */
  readonly isOwnRestraint?: boolean;
}

/**
 * The only error that the gateway throws on purpose. Its message is public: it contains no secret and no unmasked
 * number.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly source: string | null;
  readonly vendorCode: string | null;
  /** Null if the vendor did not respond, or its response is not the failure. */
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
  "EXPORT_INTERRUPTED",
  "SUBSCRIPTION_INTERRUPTED",
]);

/** A request that is wrong in itself. */
export function badUserInput(message: string): GatewayError {
  return new GatewayError("BAD_USER_INPUT", message);
}

/**
 * Formats the stacks of an error and its causes. To be called for errors that are cached: until its stack is formatted,
 * an error references everything in scope of the functions on it, such as a vendor's response.
 */
export function releaseStack(error: Error): void {
  for (let one: unknown = error; one instanceof Error; one = one.cause) void one.stack;
}

/** Converts a thrown value, which can be anything, into an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
