import { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import {
  bucketOf,
  type QuotaLedger,
  type QuotaSettings,
  type QuotaUsage,
  type RequestPermit,
  type RequestPriority,
  type TokenBucket,
} from "../../domain/vendor/quota.js";
import type { Timer } from "../../domain/time/timer.js";
import { createLocalBucket, createOpenBucket, createSharedBucket, type Bucket } from "./bucket.js";
import { RequestPacer } from "./request-pacer.js";
import type { WaitingRequest } from "./request-queue.js";
import { VendorPace } from "./vendor-pace.js";

/** Paces the requests to one source: a request beyond the quota waits, and does not fail. */
export interface Quota {
  /**
   * Resolves when the request may be sent; clients go first. Rejects with VENDOR_RATE_LIMITED (`isOwnRestraint`) if the
   * signal aborts before, or the vendor accepts no request within `withinMs`, and with STORE_UNAVAILABLE if a shared
   * quota cannot be read.
   */
  acquire(priority: RequestPriority, signal: AbortSignal, withinMs?: DurationMs): Promise<void>;
  /** Waits for the background sync's next request, before its query is chosen. Rejects as `acquire` does. */
  reserve(signal: AbortSignal): Promise<RequestPermit>;
  /** Notes that the vendor rejected a request for its rate: nothing is sent until then. */
  exhausted(until: Instant): void;
  /** Notes the remaining requests that the vendor's headers say, and until when they have to last. */
  corrected(remaining: number, resetsAt: Instant | null): void;
  /** Returns the requests that may be sent at once; null if no quota is known. `resetsAt` is set while the vendor accepts none. */
  current(): { readonly remaining: number | null; readonly resetsAt: Instant | null };
  usage(): QuotaUsage;
}

export interface QuotaOptions {
  readonly source: string;
  /** Null: only the vendor's headers limit the rate. */
  readonly settings: QuotaSettings | null;
  /** The part of the quota that the background sync may use while clients cause no requests: 0 to 1. */
  readonly backgroundShare: number;
  /** The longest that a vendor's Retry-After is followed. */
  readonly maxRetryAfterMs: DurationMs;
  readonly clock: Clock;
  readonly timer: Timer;
  /** The bucket that all gateways of a store share. Default: one in memory. */
  readonly ledger?: QuotaLedger | undefined;
}

const MINUTE: DurationMs = 60_000;

/** Creates the quota of one source, with its burst available. */
export function createQuota(options: QuotaOptions): Quota {
  const { source, settings, backgroundShare, maxRetryAfterMs, clock, timer } = options;
  const tokens = settings === null ? null : bucketOf(settings, maxRetryAfterMs);
  const bucket = openBucket(tokens, options);
  const perMinute = settings === null ? null : (settings.requests * MINUTE) / settings.perMs;
  const pace = new VendorPace(perMinute ?? Number.POSITIVE_INFINITY, timer);
  const pacer = new RequestPacer({ bucket, burst: tokens?.burst ?? 1, pace, backgroundShare, timer });
  let closedUntil = Number.NEGATIVE_INFINITY;

  const rejection = (retryAfter: Instant | null): GatewayError => {
    const limit = perMinute === null ? "" : ` of ${Math.round(perMinute)} requests a minute`;
    const message = `the quota${limit} of ${source} is used up: the request could not be sent in time`;
    return new GatewayError("VENDOR_RATE_LIMITED", message, {
      source,
      isOwnRestraint: true,
      ...(retryAfter === null ? {} : { retryAfter }),
    });
  };

  const acquire: Quota["acquire"] = (priority, signal, withinMs = Number.POSITIVE_INFINITY) => {
    const closedMs = closedUntil - timer.now();
    if (closedMs > withinMs) return Promise.reject(rejection(clock() + closedMs));
    if (signal.aborted) return Promise.reject(rejection(null));
    return waitFor(pacer, priority, signal, () => rejection(null));
  };

  const close = (until: Instant): DurationMs => {
    const forMs = Math.min(Math.max(0, until - clock()), maxRetryAfterMs);
    closedUntil = Math.max(closedUntil, timer.now() + forMs);
    return forMs;
  };

  return {
    acquire,
    async reserve(signal) {
      await acquire("background", signal);
      return permitFrom(bucket);
    },
    exhausted(until) {
      // A vendor that rejects has counted more requests than the gateway: start again from zero.
      bucket.limit(0, close(until));
    },
    corrected(remaining, resetsAt) {
      const forMs = resetsAt === null ? 0 : Math.min(resetsAt - clock(), maxRetryAfterMs);
      if (remaining <= 0) {
        bucket.limit(0, forMs > 0 ? close(clock() + forMs) : 0);
        return;
      }
      bucket.limit(remaining, 0);
      if (forMs > 0) pace.spread(remaining, forMs, tokens?.refillMs ?? 0);
    },
    current() {
      const closedMs = closedUntil - timer.now();
      if (closedMs > 0) return { remaining: 0, resetsAt: clock() + closedMs };
      return { remaining: tokens === null ? null : bucket.left(), resetsAt: null };
    },
    usage: () => pacer.usage(),
  };
}

function openBucket(tokens: TokenBucket | null, { source, timer, ledger }: QuotaOptions): Bucket {
  if (tokens === null) return createOpenBucket(timer);
  return ledger === undefined ? createLocalBucket(tokens, timer) : createSharedBucket(source, tokens, ledger);
}

/** Waits until the pacer grants the request. Rejects if the signal aborts before. */
function waitFor(
  pacer: RequestPacer,
  priority: RequestPriority,
  signal: AbortSignal,
  toError: () => GatewayError,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      pacer.remove(request);
      reject(toError());
    };
    const request: WaitingRequest = {
      priority,
      grant() {
        signal.removeEventListener("abort", onAbort);
        resolve();
      },
      reject(error) {
        signal.removeEventListener("abort", onAbort);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    };
    signal.addEventListener("abort", onAbort, { once: true });
    pacer.add(request);
  });
}

/** Returns a permit for a token that was drawn from the bucket: it is used once, or put back. */
function permitFrom(bucket: Bucket): RequestPermit {
  let isOpen = true;
  const end = (): boolean => {
    const wasOpen = isOpen;
    isOpen = false;
    return wasOpen;
  };
  return { use: end, release: () => void (end() && bucket.putBack()) };
}
