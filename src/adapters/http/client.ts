import type { Dispatcher } from "undici";
import type { Vendor } from "../../domain/callback.js";
import { countRequests, type StampRequest } from "../../domain/change/request-stamp.js";
import { GatewayError } from "../../domain/errors.js";
import type { VendorCondition } from "../../domain/source.js";
import type { Clock } from "../../domain/time/instant.js";
import { timerOf, type Timer } from "../../domain/time/timer.js";
import type { QuotaLedger, QuotaUsage, RequestPermit, RequestPriority } from "../../domain/vendor/quota.js";
import type { VendorCallObserver, VendorCallOutcome, VendorCallWatch } from "../../domain/vendor/vendor-call.js";
import { startDeadline, type Deadline } from "../../lib/deadline.js";
import { DEFAULT_MAX_RETRY_AFTER_MS, failedRequest, type FailureContext } from "./failure.js";
import { createPolicy, GivenUp, type Policy, type PolicySettings } from "./policy.js";
import { isRead, Transport, type RequestContent, type TransportOptions, type VendorResponse } from "./transport.js";

export type { VendorResponse } from "./transport.js";

export interface VendorRequest extends RequestContent {
  readonly signal: AbortSignal;
  /** Default: "interactive", for a client that waits. */
  readonly priority?: RequestPriority;
  /** The request's permit from the quota, if it was reserved before. */
  readonly permit?: RequestPermit;
  /** The kind of the query, for metrics and traces. */
  readonly asks?: string;
}

/** HTTP to one vendor for one source. Every failure is a GatewayError with the source's name. */
export interface VendorHttp {
  request(request: VendorRequest): Promise<VendorResponse>;
  /** Waits until the quota allows the background sync's next request. Rejects when the signal aborts. */
  reserve(signal: AbortSignal): Promise<RequestPermit>;
  usage(): QuotaUsage;
  /** Returns the state of breaker, connections and quota. */
  condition(): VendorCondition;
  /** Closes the connections. May be called twice. */
  close(): Promise<void>;
}

/** Without policy settings there are no retries, no breaker and no quota. */
export interface VendorHttpOptions
  extends
    Partial<Omit<PolicySettings, "connections">>,
    Omit<TransportOptions, keyof FailureContext | "stampRequest" | "onHeaders">,
    Omit<FailureContext, "maxRetryAfterMs"> {
  /** Measures intervals. Default: the clock. */
  readonly timer?: Timer | undefined;
  /** Default: numbers counted in memory. */
  readonly stampRequest?: StampRequest | undefined;
  /** The quota that all gateways share. Default: one in memory. */
  readonly quotas?: QuotaLedger | undefined;
  /** Left out for an HTTP API that is not a vendor's. */
  readonly vendor?: Vendor;
  /** Observes every request that is sent. */
  readonly calls?: VendorCallObserver | undefined;
}

/** Creates the HTTP client of one source. It sends nothing before the first request. */
export function createVendorHttp(options: VendorHttpOptions): VendorHttp {
  const { source, clock, connections, timer = timerOf(clock), retries = 0, quota = null } = options;
  const { breakAfter = Number.POSITIVE_INFINITY, breakMs = 0, backgroundShare = 1 } = options;
  const { maxRetryAfterMs = DEFAULT_MAX_RETRY_AFTER_MS, stampRequest = countRequests(clock) } = options;
  const policySettings = { connections, retries, breakAfter, breakMs, quota, backgroundShare, maxRetryAfterMs };
  const policy = createPolicy(source, policySettings, { clock, timer, ledger: options.quotas });
  const transport = new Transport({
    ...options,
    stampRequest,
    onHeaders: (headers) => applyQuotaHeaders(headers, policy, clock),
  });
  let isClosed = false;

  return {
    request: (request) => callWithPolicy(request, { options, policy, transport }),
    reserve: (signal) => policy.quota.reserve(signal),
    usage: () => policy.quota.usage(),
    condition: () => ({ isBroken: policy.isBroken(), waiting: policy.waiting(), rateLimit: policy.quota.current() }),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await transport.close();
    },
  };
}

interface CallContext {
  readonly options: VendorHttpOptions;
  readonly policy: Policy;
  readonly transport: Transport;
}

/** Sends a request under the policy: quota, retries, breaker and deadline. */
async function callWithPolicy(request: VendorRequest, context: CallContext): Promise<VendorResponse> {
  const { options, policy } = context;
  const { priority = "interactive", permit, signal } = request;
  // A client's deadline includes the wait for the quota; the background sync waits for the quota without a deadline.
  const whole = priority === "interactive" ? startDeadline(signal, options.timeoutMs) : null;
  const call = {
    isIdempotent: isRead(request),
    priority,
    permit,
    signal: whole?.signal ?? signal,
    ...(whole !== null && { withinMs: options.timeoutMs }),
  };
  try {
    return await policy.run(call, () => attempt(request, whole, context));
  } catch (error) {
    if (error instanceof GatewayError && error.isOwnRestraint && !signal.aborted) throw error;
    const end = whole?.expired() === true ? "expired" : signal.aborted ? "abandoned" : null;
    throw failedRequest(error, end, options);
  } finally {
    whole?.end();
  }
}

/** Sends a request once, within the deadline of the whole call or one of its own. */
async function attempt(
  request: VendorRequest,
  whole: Deadline | null,
  { options, transport }: CallContext,
): Promise<VendorResponse> {
  const deadline = whole ?? startDeadline(request.signal, options.timeoutMs);
  const watch = observe(request, options);
  let outcome: VendorCallOutcome = "OK";
  try {
    const headers = { ...request.headers, ...watch?.headers };
    return await transport.send({ ...request, headers }, deadline.signal);
  } catch (error) {
    outcome = "GIVEN_UP";
    // The policy has to distinguish a vendor's failure from an aborted call.
    if (request.signal.aborted && !deadline.expired()) throw new GivenUp();
    const failure = failedRequest(error, deadline.expired() ? "expired" : null, options);
    outcome = failure.code;
    throw failure;
  } finally {
    watch?.ended(outcome);
    if (deadline !== whole) deadline.end();
  }
}

function observe(
  { method = "GET", asks }: VendorRequest,
  { source, vendor, calls }: VendorHttpOptions,
): VendorCallWatch | undefined {
  return calls?.began({ source, vendor: vendor ?? null, method, asks: asks ?? null });
}

/** Passes the rate limit headers of the IETF draft, or their older `x-` form, to the quota. The reset is in seconds. */
function applyQuotaHeaders(headers: Dispatcher.ResponseData["headers"], { quota }: Policy, clock: Clock): void {
  const read = (name: string): number | null => {
    const value = headers[name] ?? headers[`x-${name}`];
    return typeof value === "string" && /^\d{1,9}$/u.test(value) ? Number(value) : null;
  };
  const [remaining, resetsIn] = [read("ratelimit-remaining"), read("ratelimit-reset")];
  if (remaining !== null) quota.corrected(remaining, resetsIn === null ? null : clock() + resetsIn * 1000);
}
