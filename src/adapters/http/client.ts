import { setMaxListeners } from "node:events";
import { Pool, type Dispatcher } from "undici";
import { GatewayError } from "../../domain/errors.js";
import type { Vendor } from "../../domain/callback.js";
import type { Connect } from "../../lib/connect.js";
import type { VendorCondition } from "../../domain/source.js";
import type { VendorCallObserver, VendorCallOutcome, VendorCallWatch } from "../../domain/vendor/vendor-call.js";
import type { Clock } from "../../domain/time/instant.js";
import type { QuotaLedger, QuotaUsage, RequestPermit, RequestPriority } from "../../domain/vendor/quota.js";
import { countRequests, type RequestStamp, type StampRequest } from "../../domain/change/request-stamp.js";
import { timerOf, type Timer } from "../../domain/time/timer.js";
import type { JsonValue } from "../../lib/json.js";
import { createResponseCache } from "./response-cache.js";
import { readBody } from "./body.js";
import { createLargeBodies } from "./large-bodies.js";
import type { AuthorizationHeaders, Credentials } from "./credentials.js";
import { ACCEPTED_ENCODINGS } from "./encoding.js";
import {
  DEFAULT_MAX_RETRY_AFTER_MS,
  failedRequest,
  refusedResponse,
  trackingIdOf,
  type VendorErrorReader,
} from "./failure.js";
import { createPolicy, GivenUp, type Policy, type PolicySettings } from "./policy.js";

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
  /** What an answer without a body stands for, 204 included: an empty list. Default: null. */
  readonly whenEmpty?: JsonValue;
  /** True where asking twice does no harm. Default: for GET. */
  readonly isIdempotent?: boolean;
  /** Who the request is for. Default: a client, who waits for it. */
  readonly priority?: RequestPriority;
  /** The request's turn in the quota, where it was waited for before. */
  readonly permit?: RequestPermit;
  /** What is asked, for those who count and trace. */
  readonly asks?: string;
}

export interface VendorResponse {
  readonly status: number;
  /** The parsed JSON; null for an empty body. The same answer to the same request is the very same value. */
  readonly body: JsonValue;
  /** The id under which the vendor's support finds the call, where a header tells it. */
  readonly trackingId?: string;
  /**
   * When the request was sent. Of a write it is drawn once it was answered: what the answer shows is newer than what any
   * request shows that was sent until then.
   */
  readonly stamp: RequestStamp;
}

/** HTTP to one vendor for one source. Every failure is a GatewayError with the source's name. */
export interface VendorHttp {
  request(request: VendorRequest): Promise<VendorResponse>;
  /** Waits for the background sync's next turn in the quota. Rejects when the signal aborts. */
  reserve(signal: AbortSignal): Promise<RequestPermit>;
  usage(): QuotaUsage;
  /** How the vendor may be asked at the moment. */
  condition(): VendorCondition;
  /** Ends the connections. May be called twice. */
  close(): Promise<void>;
}

/** Left out of the options, there are no repeats, no breaker and no quota. */
export interface VendorHttpOptions extends Partial<Omit<PolicySettings, "connections">> {
  readonly source: string;
  readonly baseUrl: string;
  /** The longest that one call may take, to the last byte. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Connections that are kept open, and so the most calls at a time; more wait in line. */
  readonly connections: number;
  readonly clock: Clock;
  /** What intervals are measured with. Default: the clock. */
  readonly timer?: Timer | undefined;
  /** Default: counted in memory. */
  readonly stampRequest?: StampRequest | undefined;
  /** Opens the connections. Default: directly. */
  readonly connect?: Connect | undefined;
  /** Null where the vendor asks for none. */
  readonly credentials: Credentials | null;
  /** Where the quota is counted for all gateways; in memory where left out. */
  readonly quotas?: QuotaLedger | undefined;
  /** Whose API it is; left out for who is no vendor. */
  readonly vendor?: Vendor;
  /** Told of every request that is sent. */
  readonly calls?: VendorCallObserver | undefined;
  /** Reads the vendor's own error body. */
  readonly readError?: VendorErrorReader;
}

/** Opens keep-alive connections to a vendor. Nothing is sent before the first request. */
export function createVendorHttp(options: VendorHttpOptions): VendorHttp {
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/+$/u, "");
  const { connect = (origin: string, given: Pool.Options) => new Pool(origin, given) } = options;
  const dispatcher = connect(base.origin, {
    connections: options.connections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: options.timeoutMs },
  });
  let isClosed = false;

  const { clock, connections, timer = timerOf(clock), retries = 0, quota = null } = options;
  const { breakAfter = Number.POSITIVE_INFINITY, breakMs = 0, backgroundShare = 1 } = options;
  const { maxRetryAfterMs = DEFAULT_MAX_RETRY_AFTER_MS } = options;
  const policySettings = { connections, retries, breakAfter, breakMs, quota, backgroundShare, maxRetryAfterMs };
  const policy = createPolicy(options.source, policySettings, { clock, timer, ledger: options.quotas });

  const { stampRequest = countRequests(clock) } = options;
  const memory = createResponseCache();
  const largeBodies = createLargeBodies();
  const authorize = async (signal: AbortSignal): Promise<AuthorizationHeaders> =>
    (await options.credentials?.headers(signal)) ?? {};

  const send = async (
    request: VendorRequest,
    authorization: AuthorizationHeaders,
    signal: AbortSignal,
  ): Promise<VendorResponse> => {
    const sent = await stampRequest();
    const response = await dispatcher.request({
      origin: base.origin,
      ...toDispatch(prefix, request, authorization, signal),
    });
    heedQuota(response.headers, policy, options.clock);
    const body = await readBody(response, { maxBytes: options.maxResponseBytes, memory, largeBodies, signal });
    const trackingId = trackingIdOf(response.headers);
    // A store that is away by now must not have a write that was carried out look like one that was not.
    const stamp = isRead(request) ? sent : await stampRequest().catch(() => sent);
    if (response.statusCode < 300) {
      return {
        status: response.statusCode,
        body: body.isEmpty ? (request.whenEmpty ?? null) : body.json(nameOf(request)),
        ...(trackingId === null ? {} : { trackingId }),
        stamp,
      };
    }
    if (response.statusCode === 404 && request.mayBeMissing === true) return { status: 404, body: null, stamp };
    throw refusedResponse(response.statusCode, response.headers, body, options);
  };

  const sendAuthorized = async (request: VendorRequest, signal: AbortSignal): Promise<VendorResponse> => {
    const authorization = await authorize(signal);
    try {
      return await send(request, authorization, signal);
    } catch (error) {
      const refused = error instanceof GatewayError && error.vendorCode === "401";
      if (!refused || options.credentials?.renew === undefined) throw error;
      // A token may be revoked or rotated before its time: once more with a new one.
      options.credentials.renew(authorization);
      return send(request, await authorize(signal), signal);
    }
  };

  return {
    async request(request) {
      const { priority = "interactive", permit, signal } = request;
      const isIdempotent = isRead(request);
      // A client waits for its turn in the quota as part of its call; the background sync waits for as long as it takes.
      const whole = priority === "interactive" ? startDeadline(signal, options.timeoutMs) : null;
      const call = { isIdempotent, priority, permit, signal: whole?.signal ?? signal };
      try {
        return await policy.run({ ...call, ...(whole !== null && { withinMs: options.timeoutMs }) }, async () => {
          const deadline = whole ?? startDeadline(signal, options.timeoutMs);
          const watch = observe(request, options);
          let outcome: VendorCallOutcome = "OK";
          try {
            const headers = { ...request.headers, ...watch?.headers };
            return await sendAuthorized({ ...request, headers }, deadline.signal);
          } catch (error) {
            outcome = "GIVEN_UP";
            // The policy has to tell what a vendor did from what a caller did.
            if (signal.aborted && !deadline.expired()) throw new GivenUp();
            const failure = failedRequest(error, deadline.expired() ? "expired" : null, options);
            outcome = failure.code;
            throw failure;
          } finally {
            watch?.ended(outcome);
            if (deadline !== whole) deadline.end();
          }
        });
      } catch (error) {
        if (error instanceof GatewayError && error.isOwnRestraint && !signal.aborted) throw error;
        const end = whole?.expired() === true ? "expired" : signal.aborted ? "abandoned" : null;
        throw failedRequest(error, end, options);
      } finally {
        whole?.end();
      }
    },
    reserve: (signal) => policy.quota.reserve(signal),
    usage: () => policy.quota.usage(),
    condition: () => ({ isBroken: policy.isBroken(), waiting: policy.waiting(), rateLimit: policy.quota.current() }),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await dispatcher.destroy();
    },
  };
}

const KEEP_ALIVE_MS = 30_000;

/** Whether asking twice does no harm. */
function isRead({ method = "GET", isIdempotent = method === "GET" }: VendorRequest): boolean {
  return isIdempotent;
}

/** What an answer is remembered by, so that one that is the same is not read again; null for that of a write. */
function nameOf(request: VendorRequest): string | null {
  const { method = "GET", path, query, json } = request;
  return isRead(request) ? JSON.stringify([method, path, query, json]) : null;
}

function observe(
  { method = "GET", asks }: VendorRequest,
  { source, vendor, calls }: VendorHttpOptions,
): VendorCallWatch | undefined {
  return calls?.began({ source, vendor: vendor ?? null, method, asks: asks ?? null });
}

/** What the vendor says of its quota, by the names of the IETF draft and their older form; the reset is in seconds. */
function heedQuota(headers: Dispatcher.ResponseData["headers"], { quota }: Policy, clock: Clock): void {
  const read = (name: string): number | null => {
    const value = headers[name] ?? headers[`x-${name}`];
    return typeof value === "string" && /^\d{1,9}$/u.test(value) ? Number(value) : null;
  };
  const [remaining, resetsIn] = [read("ratelimit-remaining"), read("ratelimit-reset")];
  if (remaining !== null) quota.corrected(remaining, resetsIn === null ? null : clock() + resetsIn * 1000);
}

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
      "accept-encoding": ACCEPTED_ENCODINGS,
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
