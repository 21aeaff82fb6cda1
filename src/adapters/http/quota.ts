import { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import {
  bucketOf,
  type QuotaLedger,
  type QuotaSettings,
  type QuotaUsage,
  type RequestPermit,
  type RequestPriority,
} from "../../domain/vendor/quota.js";
import type { Timer } from "../../domain/time/timer.js";
import { createLocalBucket, createOpenBucket, createSharedBucket } from "./bucket.js";
import { createRequestCounter } from "./request-counter.js";

/** Paces the requests to one source: running out of quota makes a request wait for its turn, and is no failure. */
export interface Quota {
  /**
   * Resolves when the request may be sent; clients go first. Rejects with VENDOR_RATE_LIMITED of the gateway's own where the signal aborts before, or
   * where the vendor takes no request within `withinMs`, and with STORE_UNAVAILABLE where a shared quota cannot be drawn from.
   */
  acquire(priority: RequestPriority, signal: AbortSignal, withinMs?: DurationMs): Promise<void>;
  /** Waits for the background sync's next turn, before it is decided what to request. Rejects as `acquire` does. */
  reserve(signal: AbortSignal): Promise<RequestPermit>;
  /** The vendor refused for its rate: nothing is sent until then. */
  exhausted(until: Instant): void;
  /** The vendor says how much is left, and until when. */
  corrected(remaining: number, resetsAt: Instant | null): void;
  /** What may be sent at once; null where no quota is known. `resetsAt` is set while the vendor takes no request. */
  current(): { readonly remaining: number | null; readonly resetsAt: Instant | null };
  usage(): QuotaUsage;
}

export interface QuotaOptions {
  readonly source: string;
  /** Null: only what the vendor says is heeded. */
  readonly settings: QuotaSettings | null;
  /** The part of the quota that the background sync may use while no client needs any: 0 to 1. */
  readonly backgroundShare: number;
  /** The longest that the vendor's word to come back later is believed. */
  readonly maxRetryAfterMs: DurationMs;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Where all gateways of a store draw from; in memory where left out. */
  readonly ledger?: QuotaLedger | undefined;
}

/** While clients cause requests, the background sync uses no more than this part of the quota. */
const SHARE_BESIDE_CLIENTS = 0.7;
/** However much clients request, the background sync gets this part: what nobody asks for must not grow old without bound. */
const LEAST_SHARE = 0.2;
const MINUTE = 60_000;
const LEAST_KEPT_MS: DurationMs = 2 * MINUTE;
const BY_URGENCY: readonly RequestPriority[] = ["interactive", "prompt", "background"];
/** The part of the burst that a request leaves to more urgent ones. */
const RESERVED: Readonly<Record<RequestPriority, number>> = { interactive: 0, prompt: 0.5, background: 0.8 };

interface Waiter {
  readonly priority: RequestPriority;
  readonly signal: AbortSignal;
  grant(): void;
  reject(error: unknown): void;
}

export function createQuota(options: QuotaOptions): Quota {
  const { source, settings, backgroundShare, maxRetryAfterMs, clock, timer, ledger } = options;
  const tokens = settings === null ? null : bucketOf(settings, maxRetryAfterMs);
  const bucket =
    tokens === null
      ? createOpenBucket(timer)
      : ledger === undefined
        ? createLocalBucket(tokens, timer)
        : createSharedBucket(source, tokens, ledger);
  const perMinute = settings === null ? null : (settings.requests * MINUTE) / settings.perMs;
  const all = createRequestCounter(timer);
  const ofClients = createRequestCounter(timer);
  const queues: Record<RequestPriority, Waiter[]> = { interactive: [], prompt: [], background: [] };
  let lastGrantAt = Number.NEGATIVE_INFINITY;
  let lastBackgroundAt = Number.NEGATIVE_INFINITY;
  let closedUntil = Number.NEGATIVE_INFINITY;
  /** While the vendor says that it allows less than the settings, its pace. */
  let slow: { readonly spacingMs: DurationMs; readonly until: DurationMs } | null = null;
  /** The least that the vendor's headers allowed lately: towards the end of their window they seem to allow more. */
  let least: { readonly perMinute: number; readonly until: DurationMs } | null = null;
  let isPumping = false;
  let wake = new AbortController();

  const spacing = (): DurationMs => (slow !== null && timer.now() < slow.until ? slow.spacingMs : 0);
  /** What the vendor allows a minute now. */
  const allowed = (): number => {
    const spaced = spacing();
    return Math.min(perMinute ?? Number.POSITIVE_INFINITY, spaced > 0 ? MINUTE / spaced : Number.POSITIVE_INFINITY);
  };
  const share = (): number =>
    ofClients.count() > 0 ? Math.min(SHARE_BESIDE_CLIENTS, backgroundShare) : backgroundShare;
  const backgroundEvery = (part: number): DurationMs => MINUTE / (allowed() * part);

  /** The next waiter to be served, and what it has to leave to others. The background does not wait for ever. */
  const choose = (): { readonly waiter: Waiter; readonly reserve: number } | null => {
    const [background] = queues.background;
    if (background !== undefined && timer.now() - lastBackgroundAt >= backgroundEvery(LEAST_SHARE)) {
      return { waiter: background, reserve: 0 };
    }
    const priority = BY_URGENCY.find((one) => queues[one].length > 0);
    const waiter = priority === undefined ? undefined : queues[priority][0];
    const burst = tokens?.burst ?? 1;
    const reserve = priority === undefined ? 0 : Math.floor(burst * RESERVED[priority]);
    return waiter === undefined ? null : { waiter, reserve };
  };

  const paceOf = ({ priority }: Waiter): DurationMs => {
    const now = timer.now();
    const own = priority === "background" ? lastBackgroundAt + backgroundEvery(share()) - now : 0;
    return Math.max(own, lastGrantAt + spacing() - now);
  };

  const leave = (waiter: Waiter): void => {
    const queue = queues[waiter.priority];
    const index = queue.indexOf(waiter);
    if (index >= 0) queue.splice(index, 1);
  };

  const serve = async (waiter: Waiter, reserve: number): Promise<DurationMs | null> => {
    const pacedMs = paceOf(waiter);
    // Rounding must not cost a turn.
    if (pacedMs > 0.01) return pacedMs;
    const { waitMs } = await bucket.draw(reserve);
    if (waitMs !== null) return waitMs;
    if (!queues[waiter.priority].includes(waiter)) {
      // It gave up while the token was drawn.
      bucket.putBack();
      return null;
    }
    leave(waiter);
    lastGrantAt = timer.now();
    all.add();
    if (waiter.priority === "background") lastBackgroundAt = lastGrantAt;
    else if (waiter.priority === "interactive") ofClients.add();
    waiter.grant();
    return null;
  };

  /** Serves the waiters one after another; a more urgent one that arrives meanwhile is considered at once. */
  const pump = async (): Promise<void> => {
    for (;;) {
      const next = choose();
      if (next === null) {
        isPumping = false;
        return;
      }
      const woken = wake.signal;
      let waitMs: DurationMs | null = null;
      try {
        waitMs = await serve(next.waiter, next.reserve);
      } catch (error) {
        leave(next.waiter);
        next.waiter.reject(error);
      }
      if (waitMs !== null) await timer.sleep(waitMs, woken);
    }
  };

  const wakeUp = (): void => {
    wake.abort();
    wake = new AbortController();
  };

  const startPump = (): void => {
    wakeUp();
    if (isPumping) return;
    isPumping = true;
    void pump();
  };

  const refusal = (retryAfter: Instant | null): GatewayError => {
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
    if (closedMs > withinMs) return Promise.reject(refusal(clock() + closedMs));
    if (signal.aborted) return Promise.reject(refusal(null));
    return new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        leave(waiter);
        wakeUp();
        reject(refusal(null));
      };
      const waiter: Waiter = {
        priority,
        signal,
        grant() {
          signal.removeEventListener("abort", giveUp);
          resolve();
        },
        reject(error) {
          signal.removeEventListener("abort", giveUp);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      queues[priority].push(waiter);
      startPump();
    });
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
      let isOpen = true;
      const end = (): boolean => {
        const was = isOpen;
        isOpen = false;
        return was;
      };
      return { use: end, release: () => void (end() && bucket.putBack()) };
    },
    exhausted(until) {
      // A vendor that refuses has counted more than we did: begin again from nothing.
      bucket.limit(0, close(until));
    },
    corrected(remaining, resetsAt) {
      const forMs = resetsAt === null ? 0 : Math.min(resetsAt - clock(), maxRetryAfterMs);
      if (remaining <= 0) {
        bucket.limit(0, forMs > 0 ? close(clock() + forMs) : 0);
        return;
      }
      bucket.limit(remaining, 0);
      if (forMs <= 0) return;
      const spacingMs = forMs / remaining;
      slow = spacingMs > (tokens?.refillMs ?? 0) ? { spacingMs, until: timer.now() + forMs } : null;
      if (slow === null || (least !== null && timer.now() < least.until && allowed() >= least.perMinute)) return;
      least = { perMinute: allowed(), until: timer.now() + LEAST_KEPT_MS };
    },
    current() {
      const closedMs = closedUntil - timer.now();
      if (closedMs > 0) return { remaining: 0, resetsAt: clock() + closedMs };
      return { remaining: tokens === null ? null : bucket.left(), resetsAt: null };
    },
    usage() {
      const lately = least !== null && timer.now() < least.until ? least.perMinute : Number.POSITIVE_INFINITY;
      const allowedPerMinute = Math.min(allowed(), lately);
      const rest = allowedPerMinute - ofClients.count();
      const background = Math.max(allowedPerMinute * LEAST_SHARE, Math.min(allowedPerMinute * share(), rest));
      return {
        allowedPerMinute: Number.isFinite(allowedPerMinute) ? Math.floor(allowedPerMinute) : null,
        usedPerMinute: all.count(),
        backgroundPerMinute: Number.isFinite(allowedPerMinute) ? background : Number.POSITIVE_INFINITY,
        waiting: queues.interactive.length + queues.prompt.length,
      };
    },
  };
}
