import { GatewayError, type ErrorCode } from "../domain/errors.js";
import { userError, type UserError, type UserErrorCode } from "../domain/user-error.js";

/**
 * Whether the vendor may have executed a command whose call failed.
 * NOT_ACTED: it rejected the call, or was never reached. RESPONDED: it responded with an error of its own, and no
 * longer processes the command. LOST: its response was lost, and it may still be processing the command.
 */
export type Certainty = "NOT_ACTED" | "RESPONDED" | "LOST";

/** System errors of a connection that was never opened. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** Statuses of a proxy: the vendor behind it may still be processing the command. */
const PROXY_STATUSES: ReadonlySet<number | null> = new Set([502, 504]);

/** Returns whether the vendor may have executed the command of a failed write. */
export function certaintyOf({ code, status, cause, retryAfter }: GatewayError): Certainty {
  if (code === "VENDOR_MALFORMED") return "LOST";
  if (code === "VENDOR_REJECTED" || code === "VENDOR_UNAUTHORIZED" || code === "VENDOR_RATE_LIMITED")
    return "NOT_ACTED";
  // The failure of a token request, which names no source: without a token, the write was not sent.
  if (cause instanceof GatewayError && cause.source === null) return "NOT_ACTED";
  if (code !== "VENDOR_UNAVAILABLE") return "LOST";
  if (status !== null) return PROXY_STATUSES.has(status) ? "LOST" : "RESPONDED";
  // The circuit breaker was open: the vendor was not called.
  if (cause === undefined && retryAfter !== null) return "NOT_ACTED";
  return NEVER_CONNECTED.has(systemCodeOf(cause)) ? "NOT_ACTED" : "LOST";
}

const CODES: Readonly<Partial<Record<ErrorCode, UserErrorCode>>> = {
  VENDOR_UNAVAILABLE: "VENDOR_UNAVAILABLE",
  DEADLINE_EXCEEDED: "VENDOR_UNAVAILABLE",
  VENDOR_MALFORMED: "VENDOR_UNAVAILABLE",
  VENDOR_REJECTED: "VENDOR_REJECTED",
  VENDOR_UNAUTHORIZED: "VENDOR_UNAUTHORIZED",
  VENDOR_RATE_LIMITED: "VENDOR_RATE_LIMITED",
  UNSUPPORTED: "UNSUPPORTED",
};

/** Returns a failure as a userError of the payload; null for a failure that is not the vendor's. */
export function toUserError(error: GatewayError): UserError | null {
  const code = CODES[error.code];
  if (code === undefined) return null;
  const { vendorCode, trackingId, retryAfter } = error;
  const details = [
    vendorCode === null ? null : `vendor code ${vendorCode}`,
    trackingId === null ? null : `tracking id ${trackingId}`,
    retryAfter === null || !Number.isFinite(retryAfter) ? null : `retry at ${new Date(retryAfter).toISOString()}`,
  ].filter((part) => part !== null);
  return userError(code, details.length === 0 ? error.message : `${error.message} (${details.join(", ")})`);
}

/** True for a temporary failure: the key of the command may be used again. */
export function isPassing({ code }: UserError): boolean {
  return code === "VENDOR_UNAVAILABLE" || code === "VENDOR_RATE_LIMITED" || code === "VENDOR_UNAUTHORIZED";
}

function systemCodeOf(cause: unknown): unknown {
  if (cause instanceof AggregateError) return systemCodeOf(cause.errors[0]);
  return cause instanceof Error && "code" in cause ? cause.code : null;
}
