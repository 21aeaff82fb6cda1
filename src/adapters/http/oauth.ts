import { GatewayError } from "../../domain/errors.js";
import type { Connect } from "../../lib/connect.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import { timerOf, type Timer } from "../../domain/time/timer.js";
import type { JsonValue } from "../../lib/json.js";
import { createVendorHttp } from "./client.js";
import {
  headerCredentials,
  parseGrant,
  tokenCredentials,
  type AuthorizationHeaders,
  type HeaderCredentials,
} from "./credentials.js";

export interface OauthOptions {
  readonly source: string;
  /** The whole address of the token endpoint. */
  readonly tokenUrl: string;
  readonly timeoutMs: DurationMs;
  readonly clock: Clock;
  /** Measures the lifetime of a token. Default: the clock. */
  readonly timer?: Timer | undefined;
  /** Opens the connection. Default: directly. */
  readonly connect?: Connect | undefined;
  /** Authenticates the gateway at the token endpoint, if the form does not. */
  readonly headers?: AuthorizationHeaders;
  /** Returns what to send. Called for each grant, because a refresh token may have been replaced. */
  readonly form: () => Readonly<Record<string, string>>;
  /** True if the endpoint takes it as JSON instead of a form. Default false. */
  readonly isJson?: boolean;
  /** Returns the address of the API that the endpoint's response names; null if it names none. */
  readonly readBaseUrl?: (body: JsonValue) => string | null;
  /** Called with a refresh token that came with a grant. */
  readonly onRefreshToken?: (refreshToken: string) => void;
}

/** A bearer token, and the connection to where it comes from. */
export interface BearerCredentials extends HeaderCredentials {
  /** Ends the connection. May be called twice. */
  close(): Promise<void>;
}

/** A bearer token from the settings, which is never renewed. */
export function bearerCredentials(accessToken: string): BearerCredentials {
  return { ...headerCredentials("authorization", `Bearer ${accessToken}`), close: () => Promise.resolve() };
}

const MAX_GRANT_BYTES = 65_536;

/**
 * Fetches bearer tokens of an OAuth 2 token endpoint. Rejected credentials (also a 400, for `invalid_grant`) are
 * VENDOR_UNAUTHORIZED: an operator has to act.
 */
export function oauthCredentials(options: OauthOptions): BearerCredentials {
  const { source, clock, timer = timerOf(clock), timeoutMs } = options;
  const { origin, pathname, search } = new URL(options.tokenUrl);
  const http = createVendorHttp({
    source,
    baseUrl: origin,
    timeoutMs,
    maxResponseBytes: MAX_GRANT_BYTES,
    connections: 1,
    clock,
    timer,
    connect: options.connect,
    credentials: null,
  });
  let baseUrl: string | null = null;
  const credentials = tokenCredentials(async (signal) => {
    try {
      const { body } = await http.request({
        method: "POST",
        path: pathname + search,
        ...(options.isJson === true ? { json: options.form() } : { form: options.form() }),
        ...(options.headers === undefined ? {} : { headers: options.headers }),
        signal,
      });
      const granted = parseGrant(body);
      if (granted.refreshToken !== null) options.onRefreshToken?.(granted.refreshToken);
      baseUrl = options.readBaseUrl?.(body) ?? null;
      return granted;
    } catch (error) {
      throw refusedGrant(error, source);
    }
  }, timer);
  return { ...credentials, baseUrl: () => baseUrl, close: () => http.close() };
}

/** Converts a failure into one of the token endpoint; a rejection is always an error of the credentials. */
function refusedGrant(error: unknown, source: string): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { code, vendorCode, retryAfter, message } = error;
  const isRefused = code === "VENDOR_REJECTED" || code === "VENDOR_UNAUTHORIZED";
  return new GatewayError(isRefused ? "VENDOR_UNAUTHORIZED" : code, `no token for ${source}: ${message}`, {
    source,
    cause: error,
    ...(vendorCode === null ? {} : { vendorCode }),
    ...(retryAfter === null ? {} : { retryAfter }),
  });
}
