import type { DurationMs } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import type { QuotaUsage, RequestPriority } from "../../domain/vendor/quota.js";
import type { Bucket } from "./bucket.js";
import { createRequestCounter } from "./request-counter.js";
import { RequestQueue, type WaitingRequest } from "./request-queue.js";
import type { VendorPace } from "./vendor-pace.js";

/** While clients cause requests, the background sync uses at most this part of the quota. */
const SHARE_BESIDE_CLIENTS = 0.7;
/** However many requests clients cause, the background sync gets this part: the rest of the data must not go stale. */
const LEAST_SHARE = 0.2;
const MINUTE: DurationMs = 60_000;
/** The part of the burst that a request leaves to more urgent ones. */
const RESERVED: Readonly<Record<RequestPriority, number>> = { interactive: 0, prompt: 0.5, background: 0.8 };

export interface RequestPacerOptions {
  readonly bucket: Bucket;
  /** Requests that may be sent at once. */
  readonly burst: number;
  readonly pace: VendorPace;
  /** The part of the quota that the background sync may use while clients cause no requests: 0 to 1. */
  readonly backgroundShare: number;
  readonly timer: Timer;
}

/** Grants waiting requests one after another: clients first, the background sync evenly and never less than its least share. */
export class RequestPacer {
  readonly #queue = new RequestQueue();
  readonly #all;
  readonly #ofClients;
  #lastGrantAt = Number.NEGATIVE_INFINITY;
  #lastBackgroundAt = Number.NEGATIVE_INFINITY;
  #isRunning = false;
  #wake = new AbortController();

  constructor(private readonly options: RequestPacerOptions) {
    this.#all = createRequestCounter(options.timer);
    this.#ofClients = createRequestCounter(options.timer);
  }

  /** Queues a request. One that is more urgent than those in the queue is considered at once. */
  add(request: WaitingRequest): void {
    this.#queue.add(request);
    this.#interruptSleep();
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  /** Removes a request whose caller no longer waits. */
  remove(request: WaitingRequest): void {
    this.#queue.remove(request);
    this.#interruptSleep();
  }

  usage(): QuotaUsage {
    const allowed = this.options.pace.lowestPerMinute();
    const isLimited = Number.isFinite(allowed);
    const besideClients = Math.min(allowed * this.#backgroundShare(), allowed - this.#ofClients.count());
    return {
      allowedPerMinute: isLimited ? Math.floor(allowed) : null,
      usedPerMinute: this.#all.count(),
      backgroundPerMinute: isLimited ? Math.max(allowed * LEAST_SHARE, besideClients) : Number.POSITIVE_INFINITY,
      waiting: this.#queue.countForClients(),
    };
  }

  async #run(): Promise<void> {
    for (let next = this.#choose(); next !== null; next = this.#choose()) {
      const wake = this.#wake.signal;
      let waitMs: DurationMs | null = null;
      try {
        waitMs = await this.#grant(next.request, next.reserve);
      } catch (error) {
        this.#queue.remove(next.request);
        next.request.reject(error);
      }
      if (waitMs !== null) await this.options.timer.sleep(waitMs, wake);
    }
    this.#isRunning = false;
  }

  /** Returns the next request, and how many tokens it leaves to others; null if none waits. */
  #choose(): { readonly request: WaitingRequest; readonly reserve: number } | null {
    const { timer, burst } = this.options;
    const background = this.#queue.first("background");
    const isOverdue = timer.now() - this.#lastBackgroundAt >= this.#backgroundIntervalMs(LEAST_SHARE);
    if (background !== null && isOverdue) return { request: background, reserve: 0 };
    const request = this.#queue.first();
    return request === null ? null : { request, reserve: Math.floor(burst * RESERVED[request.priority]) };
  }

  /** Grants a request, and returns null; or returns after how long to try again. */
  async #grant(request: WaitingRequest, reserve: number): Promise<DurationMs | null> {
    const { bucket, timer } = this.options;
    const pacedMs = this.#pacedMs(request);
    // A wait that is only a rounding error is none.
    if (pacedMs > 0.01) return pacedMs;
    const { waitMs } = await bucket.draw(reserve);
    if (waitMs !== null) return waitMs;
    if (!this.#queue.has(request)) {
      // Its caller aborted while the token was drawn.
      bucket.putBack();
      return null;
    }
    this.#queue.remove(request);
    this.#lastGrantAt = timer.now();
    this.#all.add();
    if (request.priority === "background") this.#lastBackgroundAt = this.#lastGrantAt;
    else if (request.priority === "interactive") this.#ofClients.add();
    request.grant();
    return null;
  }

  #pacedMs({ priority }: WaitingRequest): DurationMs {
    const { timer, pace } = this.options;
    const now = timer.now();
    const intervalMs = this.#backgroundIntervalMs(this.#backgroundShare());
    const ownMs = priority === "background" ? this.#lastBackgroundAt + intervalMs - now : 0;
    return Math.max(ownMs, this.#lastGrantAt + pace.spacingMs() - now);
  }

  #backgroundShare(): number {
    const { backgroundShare } = this.options;
    return this.#ofClients.count() > 0 ? Math.min(SHARE_BESIDE_CLIENTS, backgroundShare) : backgroundShare;
  }

  #backgroundIntervalMs(share: number): DurationMs {
    return MINUTE / (this.options.pace.allowedPerMinute() * share);
  }

  #interruptSleep(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }
}
