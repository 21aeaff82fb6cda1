import { GatewayError, type ErrorCode } from "../../domain/errors.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { ResponseBody } from "./body.js";

/**
 * The error that a vendor's response body describes. Its message is not used, because vendors quote the request in it.
 */
export interface VendorErrorBody {
  readonly code: string | null;
  readonly trackingId: string | null;
  /** The names of the fields that it complains about, as the vendor calls them. Default: none. */
  readonly fields?: readonly string[];
  /** The cause as far as the vendor's error reveals it, in the adapter's own text, for operators. Default: none. */
  readonly cause?: string;
}
export type VendorErrorReader = (body: JsonValue, headers: ResponseHeaders) => VendorErrorBody;

export interface FailureContext {
  readonly source: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly readError?: VendorErrorReader;
  /** The longest Retry-After that is followed. Default 15 minutes. */
  readonly maxRetryAfterMs?: DurationMs;
}

/** The longest Retry-After that is followed without a setting. */
export const DEFAULT_MAX_RETRY_AFTER_MS: DurationMs = 900_000;

export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Creates the error for a status other than 2xx, with the same code for the same failure at every vendor. */
export function refusedResponse(
  status: number,
  headers: ResponseHeaders,
  body: ResponseBody,
  context: FailureContext,
): GatewayError {
  const said: VendorErrorBody = context.readError?.(body.jsonIfAny(), headers) ?? { code: null, trackingId: null };
  const trackingId = said.trackingId ?? trackingIdOf(headers);
  const retryAfter = readRetryAfter(firstOf(headers["retry-after"]), context);
  const cause = said.cause === undefined ? "" : `: ${said.cause}`;
  return new GatewayError(codeOf(status), `${context.source} responded with ${status}${cause}`, {
    source: context.source,
    // A 401 keeps its status as code: the client then renews the token once.
    vendorCode: status === 401 ? "401" : (said.code ?? String(status)),
    status,
    ...(said.fields === undefined ? {} : { vendorFields: said.fields }),
    ...(trackingId === null ? {} : { trackingId }),
    ...(retryAfter === null ? {} : { retryAfter }),
  });
}

/** Returns the id under which the vendor's support finds a call, from the response headers. */
export function trackingIdOf(headers: ResponseHeaders): string | null {
  return firstOf(headers["trackingid"]) ?? firstOf(headers["inin-correlation-id"]);
}

/** Makes any failure of a call a GatewayError that names the source; `end` is why the call itself was ended. */
export function failedRequest(
  error: unknown,
  end: "expired" | "abandoned" | null,
  context: FailureContext,
): GatewayError {
  if (end === "expired") {
    return new GatewayError("DEADLINE_EXCEEDED", `${context.source} did not respond within ${context.timeoutMs} ms`, {
      source: context.source,
      cause: error,
    });
  }
  if (error instanceof GatewayError) {
    if (error.source !== null) return error;
    return new GatewayError(error.code, `${context.source}: ${error.message}`, {
      source: context.source,
      cause: error,
    });
  }
  // The reason of an abort is the caller's own: it can be anything, and look like any failure.
  if (end === "abandoned") {
    return new GatewayError("DEADLINE_EXCEEDED", `the call to ${context.source} was aborted`, {
      source: context.source,
      cause: error,
    });
  }
  return new GatewayError("VENDOR_UNAVAILABLE", `${context.source} could not be reached (${reasonOf(error)})`, {
    source: context.source,
    cause: error,
  });
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return "VENDOR_UNAUTHORIZED";
  if (status === 408) return "DEADLINE_EXCEEDED";
  if (status === 429) return "VENDOR_RATE_LIMITED";
  return status >= 500 ? "VENDOR_UNAVAILABLE" : "VENDOR_REJECTED";
}

/** `Retry-After` in seconds or as an HTTP date, within the bound. Null where there is none, or none that can be read. */
function readRetryAfter(
  value: string | null,
  { clock, maxRetryAfterMs = DEFAULT_MAX_RETRY_AFTER_MS }: FailureContext,
): Instant | null {
  if (value === null) return null;
  const now = clock();
  const at = /^\d+$/u.test(value) ? now + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(at) ? null : Math.min(at, now + maxRetryAfterMs);
}

function firstOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

const PROXY_REFUSAL = /^Proxy response \((\d{3})\) !== 200/u;

/** Returns the system's error code, which never contains data. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const [, status] = PROXY_REFUSAL.exec(error instanceof Error ? error.message : "") ?? [];
  if (status !== undefined) return `the proxy responded with ${status}`;
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown";
}

/** Reads the parts of an error body that have these names. */
export function errorFields(codeName: string, trackingName?: string): (body: JsonValue) => VendorErrorBody {
  return (body) => {
    const read = (name: string | undefined): string | null => {
      const value = name !== undefined && isJsonObject(body) ? body[name] : null;
      return typeof value === "string" || typeof value === "number" ? String(value).slice(0, MAX_CODE_LENGTH) : null;
    };
    return { code: read(codeName), trackingId: read(trackingName) };
  };
}

const MAX_CODE_LENGTH = 100;
