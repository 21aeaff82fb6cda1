import pLimit, { type LimitFunction } from "p-limit";
import type { Adapter, CallOptions } from "../../adapters/adapter.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import { waitAtMost } from "../../lib/at-most.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { PollTime } from "../schedule/poll-times.js";
import type { SourceSync } from "../schedule/source-sync.js";
import type { Fetched, Fetcher } from "./fetcher.js";
import { startRequest, type InFlightRequest } from "./in-flight.js";
import type { RefreshOptions } from "./refresh-options.js";
import { isRefusedKey, toGatewayError } from "./vendor-failure.js";

export interface SharedFetchesOptions {
  readonly source: string;
  readonly adapter: Adapter;
  readonly sync: SourceSync;
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly timer: Timer;
  /** The most queries at a time that clients cause. */
  readonly concurrency: number;
}

/** Fetches each query of a source once at a time, however many wait for it, and notes in the sync how it ended. */
export class SharedFetches {
  readonly #inFlight = new Map<string, InFlightRequest<Fetched>>();
  readonly #limit: LimitFunction;

  constructor(private readonly options: SharedFetchesOptions) {
    this.#limit = pLimit(options.concurrency);
  }

  /** Starts or joins the fetch of a query for a client. Its result is noted under `key`. */
  fetchForClient(
    query: VendorQuery,
    key: string,
    priority: RefreshOptions["priority"] = "interactive",
  ): InFlightRequest<Fetched> {
    return this.#startOrJoin(key, query, (signal) =>
      this.#limit(() => this.options.fetcher(query, { signal, priority })),
    );
  }

  /** Starts or joins the fetch of a query for the background sync. Rejects if it fails. */
  fetch(query: VendorQuery, call: CallOptions): Promise<Fetched> {
    return this.#startOrJoin(vendorQueryKey(query), query, (signal) =>
      this.options.fetcher(query, { ...call, signal: AbortSignal.any([signal, call.signal]) }),
    ).result;
  }

  /** Waits at most `maxMs` until none is in flight, and then cancels them. */
  async drain(maxMs: DurationMs): Promise<void> {
    await waitAtMost(maxMs, this.#idle());
    await this.close();
  }

  /** Cancels the fetches in flight and waits for their end. */
  async close(): Promise<void> {
    const inFlight = [...this.#inFlight.values()];
    for (const request of inFlight) request.cancel();
    await Promise.all(inFlight.map((request) => request.ended));
  }

  async #idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all([...this.#inFlight.values()].map(({ ended }) => ended));
  }

  #startOrJoin(
    key: string,
    query: VendorQuery,
    send: (signal: AbortSignal) => Promise<Fetched>,
  ): InFlightRequest<Fetched> {
    const existing = this.#inFlight.get(key);
    if (existing !== undefined && !existing.isCanceled()) return existing;
    const { sync, timer } = this.options;
    const request = startRequest(performance.now(), async (signal) => {
      try {
        const fetched = await send(signal);
        if (fetched.isComplete || query.by !== "openList") this.#noteSuccess(key, query, fetched.pollTime);
        sync.foundUnidentified(key, fetched.unidentified);
        sync.succeeded(timer.now() - fetched.pollTime.at);
        if (query.by === "list") sync.listPages(fetched.pageCount ?? undefined);
        return fetched;
      } catch (error) {
        if (!signal.aborted) this.#noteFailure(key, query, error);
        throw error;
      } finally {
        if (this.#inFlight.get(key) === request) this.#inFlight.delete(key);
      }
    });
    this.#inFlight.set(key, request);
    return request;
  }

  #noteSuccess(key: string, query: VendorQuery, pollTime: PollTime): void {
    const { adapter, sync } = this.options;
    sync.pollTimes.succeeded(key, pollTime);
    if (key === vendorQueryKey(query) || query.by !== "phoneNumber") return;
    // The fetch covered the number in every form: each form counts as polled.
    for (const phoneNumber of [query.phoneNumber, ...(adapter.otherForms?.(query.phoneNumber) ?? [])]) {
      sync.pollTimes.succeeded(vendorQueryKey({ by: "phoneNumber", phoneNumber }), pollTime);
    }
  }

  #noteFailure(key: string, query: VendorQuery, thrown: unknown): void {
    const { source, sync, clock, timer } = this.options;
    const error = toGatewayError(thrown, source);
    if (error.isOwnRestraint) return;
    const isOfKey = isRefusedKey(error) && !["list", "openList", "ended"].includes(query.by);
    if (isOfKey) {
      sync.pollTimes.refused(key, { requestedAt: clock(), at: timer.now() }, error);
    } else {
      sync.pollTimes.failed(key, error, clock());
      sync.failed();
    }
  }
}
