import { stringify } from "node:querystring";
import { Pool, type Dispatcher } from "undici";
import type { RequestStamp, StampRequest } from "../../domain/change/request-stamp.js";
import { GatewayError } from "../../domain/errors.js";
import type { Connect } from "../../lib/connect.js";
import type { JsonValue } from "../../lib/json.js";
import { readBody } from "./body.js";
import type { AuthorizationHeaders, Credentials } from "./credentials.js";
import { ACCEPTED_ENCODINGS } from "./encoding.js";
import { refusedResponse, trackingIdOf, type FailureContext } from "./failure.js";
import { createLargeBodies } from "./large-bodies.js";
import { createResponseCache } from "./response-cache.js";

/** The content of a request to a vendor. */
export interface RequestContent {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path below the base URL, with a leading slash. Its variable parts are encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: JsonValue;
  /** Sent as a form instead of `json`. */
  readonly form?: Readonly<Record<string, string>>;
  /** True if 404 means that the vendor has no such record: it is then a response, not an error. */
  readonly mayBeMissing?: boolean;
  /**
   * Returns true for an error status that is a response, not a failure, such as "no capacity" with a 503: it then counts
   * neither for the breaker nor for the quota. `body` is null if it is not JSON. Default: none is.
   */
  readonly accepts?: (status: number, body: JsonValue) => boolean;
  /** The body that an empty response stands for, 204 included; an empty list, for example. Default: null. */
  readonly whenEmpty?: JsonValue;
  /** True if the request may be repeated without harm. Default: true for GET. */
  readonly isIdempotent?: boolean;
}

export interface VendorResponse {
  readonly status: number;
  /** The parsed JSON; null for an empty body. An identical response to the same request has the identical value. */
  readonly body: JsonValue;
  /** The id under which the vendor's support finds the call, if a header has it. */
  readonly trackingId?: string;
  /**
   * When the request was sent. The stamp of a write is drawn after its response, whose contents are newer than those of
   * any response to a request that was sent before.
   */
  readonly stamp: RequestStamp;
}

export interface TransportOptions extends FailureContext {
  readonly baseUrl: string;
  readonly maxResponseBytes: number;
  /** Open connections, and so the most calls at a time. */
  readonly connections: number;
  readonly stampRequest: StampRequest;
  /** Opens the connections. Default: directly, without a proxy. */
  readonly connect?: Connect | undefined;
  /** Null if the vendor requires none. */
  readonly credentials: Credentials | null;
  /** Called with the headers of every response. */
  readonly onHeaders: (headers: Dispatcher.ResponseData["headers"]) => void;
}

const KEEP_ALIVE_MS = 30_000;

/** An address of the API, and the connections to it. */
interface Target {
  readonly baseUrl: string;
  readonly origin: string;
  readonly prefix: string;
  readonly dispatcher: Dispatcher;
}

/** Sends single requests with credentials over keep-alive connections, and parses the responses. */
export class Transport {
  #target: Target;
  #isClosed = false;
  readonly #cache = createResponseCache();
  readonly #largeBodies = createLargeBodies();

  /** Opens no connection before the first request. */
  constructor(private readonly options: TransportOptions) {
    this.#target = openTarget(options.baseUrl, options);
  }

  /** Rejects with a GatewayError for a status other than 2xx. A token that was rejected is renewed once. */
  async send(request: RequestContent, signal: AbortSignal): Promise<VendorResponse> {
    const { credentials } = this.options;
    const authorization = await this.#authorize(request, signal);
    try {
      return await this.#sendOnce(request, authorization, signal);
    } catch (error) {
      const isUnauthorized = error instanceof GatewayError && error.vendorCode === "401";
      if (!isUnauthorized || credentials?.renew === undefined) throw error;
      // A token may be revoked or rotated before it expires.
      credentials.renew(authorization);
      return this.#sendOnce(request, await this.#authorize(request, signal), signal);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#target.dispatcher.destroy();
  }

  /** The address that the token names, else that of the settings. Requests to an earlier address are not cut. */
  #currentTarget(): Target {
    const { credentials, baseUrl } = this.options;
    const current = credentials?.baseUrl?.() ?? baseUrl;
    if (current === this.#target.baseUrl || this.#isClosed) return this.#target;
    this.#target.dispatcher.close().catch(() => undefined);
    this.#target = openTarget(current, this.options);
    return this.#target;
  }

  async #authorize(request: RequestContent, signal: AbortSignal): Promise<AuthorizationHeaders> {
    const { credentials } = this.options;
    if (credentials === null) return {};
    const { method = "GET" } = request;
    const { origin, prefix } = this.#currentTarget();
    const url = origin + pathOf(prefix, request);
    return credentials.headers(signal, { method, url, body: contentOf(request)?.body ?? null });
  }

  async #sendOnce(
    request: RequestContent,
    authorization: AuthorizationHeaders,
    signal: AbortSignal,
  ): Promise<VendorResponse> {
    const { stampRequest, maxResponseBytes, onHeaders } = this.options;
    const sent = await stampRequest();
    const { origin, prefix, dispatcher } = this.#currentTarget();
    const response = await dispatcher.request({ origin, ...toDispatch(prefix, request, authorization, signal) });
    onHeaders(response.headers);
    const body = await readBody(response, {
      maxBytes: maxResponseBytes,
      memory: this.#cache,
      largeBodies: this.#largeBodies,
      signal,
    });
    const trackingId = trackingIdOf(response.headers);
    // A store that became unavailable must not make a write that was executed look like one that was not.
    const stamp = isRead(request) ? sent : await stampRequest().catch(() => sent);
    if (response.statusCode < 300) {
      return {
        status: response.statusCode,
        body: body.isEmpty ? (request.whenEmpty ?? null) : body.json(cacheKeyOf(request)),
        ...(trackingId === null ? {} : { trackingId }),
        stamp,
      };
    }
    if (response.statusCode === 404 && request.mayBeMissing === true) return { status: 404, body: null, stamp };
    if (request.accepts !== undefined) {
      const json = body.jsonIfAny();
      if (request.accepts(response.statusCode, json)) return { status: response.statusCode, body: json, stamp };
    }
    throw refusedResponse(response.statusCode, response.headers, body, this.options);
  }
}

function openTarget(baseUrl: string, { connections, timeoutMs, connect }: TransportOptions): Target {
  const { origin, pathname } = new URL(baseUrl);
  const poolOptions = { connections, keepAliveTimeout: KEEP_ALIVE_MS, connect: { timeout: timeoutMs } };
  const dispatcher = connect?.(origin, poolOptions) ?? new Pool(origin, poolOptions);
  return { baseUrl, origin, prefix: pathname.replace(/\/+$/u, ""), dispatcher };
}

/** True if the request may be repeated without harm. */
export function isRead({ method = "GET", isIdempotent = method === "GET" }: RequestContent): boolean {
  return isIdempotent;
}

/** The key under which the parsed body is cached; null for a write. */
function cacheKeyOf(request: RequestContent): string | null {
  const { method = "GET", path, query, json } = request;
  return isRead(request) ? JSON.stringify([method, path, query, json]) : null;
}

function toDispatch(
  prefix: string,
  request: RequestContent,
  authorization: AuthorizationHeaders,
  signal: AbortSignal,
): Dispatcher.RequestOptions {
  const content = contentOf(request);
  return {
    method: request.method ?? "GET",
    path: pathOf(prefix, request),
    headers: {
      accept: "application/json",
      "accept-encoding": ACCEPTED_ENCODINGS,
      ...(content === null ? {} : { "content-type": content.type }),
      ...authorization,
      ...request.headers,
    },
    body: content?.body ?? null,
    signal,
  };
}

/** Returns the path with the query, exactly as they are sent: a signature covers them. */
function pathOf(prefix: string, { path, query }: RequestContent): string {
  const sent = query === undefined ? "" : stringify(query);
  return prefix + path + (sent === "" ? "" : `?${sent}`);
}

function contentOf({ json, form }: RequestContent): { readonly type: string; readonly body: string } | null {
  if (json !== undefined) return { type: "application/json", body: JSON.stringify(json) };
  if (form === undefined) return null;
  return { type: "application/x-www-form-urlencoded", body: new URLSearchParams(form).toString() };
}
