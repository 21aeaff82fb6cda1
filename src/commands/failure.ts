import { GatewayError, type ErrorCode } from "../domain/errors.js";
import { userError, type UserError, type UserErrorCode } from "../domain/user-error.js";

/**
 * What a failed call says of what the vendor has done.
 * NOT_ACTED: it refused, or was never reached. ANSWERED: it answered with a fault of its own; what it holds now is
 * what it will hold. LOST: its answer was lost, and it may be acting still.
 */
export type Certainty = "NOT_ACTED" | "ANSWERED" | "LOST";

/** The system's words for a connection that never was. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
/** A proxy's words: what is behind it may be acting still. */
const PROXY_STATUSES: ReadonlySet<number | null> = new Set([502, 504]);

/** What a failed write says of what the vendor has done. */
export function certaintyOf({ code, status, cause, retryAfter }: GatewayError): Certainty {
  if (code === "VENDOR_MALFORMED") return "LOST";
  if (code === "VENDOR_REJECTED" || code === "VENDOR_UNAUTHORIZED" || code === "VENDOR_RATE_LIMITED")
    return "NOT_ACTED";
  // No token, no call: the failure is that of another call, which came before, and names no source.
  if (cause instanceof GatewayError && cause.source === null) return "NOT_ACTED";
  if (code !== "VENDOR_UNAVAILABLE") return "LOST";
  if (status !== null) return PROXY_STATUSES.has(status) ? "LOST" : "ANSWERED";
  // Left alone after too many failures: it was not called at all.
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

/** A failure as a userError of the payload; null for a failure that is not about the vendor. */
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

/** Failures that pass: the key of such an attempt may be used again. */
export function isPassing({ code }: UserError): boolean {
  return code === "VENDOR_UNAVAILABLE" || code === "VENDOR_RATE_LIMITED" || code === "VENDOR_UNAUTHORIZED";
}

function systemCodeOf(cause: unknown): unknown {
  if (cause instanceof AggregateError) return systemCodeOf(cause.errors[0]);
  return cause instanceof Error && "code" in cause ? cause.code : null;
}
