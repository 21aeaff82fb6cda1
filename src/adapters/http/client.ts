import { setMaxListeners } from "node:events";
import { Pool, type Dispatcher } from "undici";
import { GatewayError } from "../../callback/errors.js";
import type { Clock } from "../../callback/instant.js";
import type { JsonValue } from "../../callback/json.js";
import { readBody } from "./body.js";
import type { AuthorizationHeaders, Credentials } from "./credentials.js";
import { failedRequest, refusedResponse, type VendorErrorReader } from "./failure.js";

export interface VendorRequest {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, with a leading slash; its variable parts are encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: JsonValue;
  /** Sent as a form; instead of `json`. */
  readonly form?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** True where 404 means that the vendor has no such record: it is then an answer, not an error. */
  readonly mayBeMissing?: boolean;
}

export interface VendorResponse {
  readonly status: number;
  /** The parsed JSON; null for an empty body. */
  readonly body: JsonValue;
}

/** HTTP to one vendor for one source. Every failure is a GatewayError with the source's name. */
export interface VendorHttp {
  request(request: VendorRequest): Promise<VendorResponse>;
  /** Ends the connections. May be called twice. */
  close(): Promise<void>;
}

export interface VendorHttpOptions {
  readonly source: string;
  readonly baseUrl: string;
  /** The longest that one call may take, to the last byte. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Connections that are kept open, and so the most calls at a time; more wait in line. */
  readonly connections: number;
  readonly clock: Clock;
  /** Null where the vendor asks for none. */
  readonly credentials: Credentials | null;
  /** Reads the vendor's own error body. */
  readonly readError?: VendorErrorReader;
}

/** Opens keep-alive connections to a vendor. Nothing is sent before the first request. */
export function createVendorHttp(options: VendorHttpOptions): VendorHttp {
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/+$/u, "");
  const pool = new Pool(base.origin, {
    connections: options.connections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: options.timeoutMs },
  });

  const authorize = async (signal: AbortSignal): Promise<AuthorizationHeaders> =>
    (await options.credentials?.headers(signal)) ?? {};

  const send = async (
    request: VendorRequest,
    authorization: AuthorizationHeaders,
    signal: AbortSignal,
  ): Promise<VendorResponse> => {
    const response = await pool.request(toDispatch(prefix, request, authorization, signal));
    const body = await readBody(response, options.maxResponseBytes);
    if (response.statusCode < 300) return { status: response.statusCode, body: body.json() };
    if (response.statusCode === 404 && request.mayBeMissing === true) return { status: 404, body: null };
    throw refusedResponse(response.statusCode, response.headers, body, options);
  };

  return {
    async request(request) {
      const deadline = startDeadline(request.signal, options.timeoutMs);
      try {
        const authorization = await authorize(deadline.signal);
        try {
          return await send(request, authorization, deadline.signal);
        } catch (error) {
          const refused = error instanceof GatewayError && error.vendorCode === "401";
          if (!refused || options.credentials?.renew === undefined) throw error;
          // A token may be revoked or rotated before its time: once more with a new one.
          options.credentials.renew(authorization);
          return await send(request, await authorize(deadline.signal), deadline.signal);
        }
      } catch (error) {
        const end = deadline.expired() ? "expired" : request.signal.aborted ? "abandoned" : null;
        throw failedRequest(error, end, options);
      } finally {
        deadline.end();
      }
    },
    async close() {
      if (!pool.destroyed) await pool.destroy();
    },
  };
}

const KEEP_ALIVE_MS = 30_000;

function toDispatch(
  prefix: string,
  request: VendorRequest,
  authorization: AuthorizationHeaders,
  signal: AbortSignal,
): Dispatcher.RequestOptions {
  const content =
    request.json !== undefined
      ? { type: "application/json", body: JSON.stringify(request.json) }
      : request.form !== undefined
        ? { type: "application/x-www-form-urlencoded", body: new URLSearchParams(request.form).toString() }
        : null;
  return {
    method: request.method ?? "GET",
    path: prefix + request.path,
    ...(request.query === undefined ? {} : { query: request.query }),
    headers: {
      accept: "application/json",
      ...(content === null ? {} : { "content-type": content.type }),
      ...authorization,
      ...request.headers,
    },
    body: content?.body ?? null,
    signal,
  };
}

interface Deadline {
  readonly signal: AbortSignal;
  expired(): boolean;
  end(): void;
}

/** One deadline for a call and all that it waits for; ended, it leaves no timer and no listener behind. */
function startDeadline(outer: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const leave = (): void => controller.abort(outer.reason);
  const timer = setTimeout(() => {
    expired = true;
    controller.abort();
  }, timeoutMs);
  if (outer.aborted) leave();
  // Many calls may share one signal: that is no leak, and no reason to warn.
  setMaxListeners(0, outer);
  outer.addEventListener("abort", leave, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    end() {
      clearTimeout(timer);
      outer.removeEventListener("abort", leave);
    },
  };
}
