import type { Logger } from "pino";
import { GatewayError } from "../domain/errors.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import { vendorQueryKey, type VendorQuery } from "../domain/vendor/vendor-query.js";
import type { RequestPermit } from "../domain/vendor/quota.js";
import type { Timer } from "../domain/time/timer.js";
import type { Store } from "../stores/store.js";
import type { SyncIntervals } from "./schedule/intervals.js";
import { createListWalk, type ListWalk } from "./schedule/list-walk.js";
import { FULL_LIST_KEY, type PlannedKey } from "./schedule/plan.js";
import type { Fetched } from "./fetch/fetcher.js";
import type { Refresher } from "./fetch/refresher.js";
import type { SourceSync } from "./schedule/source-sync.js";
import { FailureBackoff } from "./failure-backoff.js";
import { PlanUpdates } from "./plan-updates.js";
import type { Source } from "./source.js";
import { SyncKeySaver } from "./sync-key-saver.js";
import { isRefusedKey } from "./fetch/vendor-failure.js";

export interface PollerOptions {
  readonly refresher: Pick<Refresher, "fetch" | "syncOf">;
  readonly store: Pick<Store, "saveSyncKeys" | "readSyncKeys" | "trimSyncKeys">;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly intervals: SyncIntervals;
  /** Aborts once the source is replaced or removed: no further request is sent, and those in flight may end. */
  readonly retirement?: AbortSignal;
}

/** A step or a request that failed by no fault of the vendor is repeated after this time. */
const RETRY_MS: DurationMs = 1000;
/** Connections that the background sync leaves to clients. */
const LEFT_TO_CLIENTS = 2;
/** Keys outside of the plan are deleted from the store after at least this time. */
const RETENTION_MS: DurationMs = 7 * 86_400_000;

/**
 * Polls one source until it retires or the signal aborts, which cancels requests in flight: sends the requests of the schedule at the pace of the vendor's quota, and
 * saves when each key was polled, so that a restart continues where the sync ended. A failed request ends nothing.
 */
export async function pollSource(source: Source, options: PollerOptions, signal: AbortSignal): Promise<void> {
  const poller = new SourcePoller(source, options, signal);
  const { logger, timer } = options;
  await poller.begin();
  while (!poller.stopping.aborted) {
    try {
      await poller.step();
    } catch (error) {
      if (poller.stopping.aborted) break;
      logger.error({ source: source.description.name, err: error }, "background sync failed");
      await timer.sleep(RETRY_MS, poller.stopping);
    }
  }
  await poller.end();
}

class SourcePoller {
  /** Aborts once no further request may be sent. */
  readonly stopping: AbortSignal;
  readonly #name: string;
  readonly #sync: SourceSync;
  readonly #list: ListWalk;
  readonly #planUpdates: PlanUpdates;
  readonly #saver: SyncKeySaver;
  readonly #backoff = new FailureBackoff();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #concurrency: number;
  readonly #startedAt: DurationMs;
  readonly #onAbort = (): void => this.#wake.abort();
  #wake = new AbortController();
  #isSynced = false;

  constructor(
    private readonly source: Source,
    private readonly options: PollerOptions,
    private readonly signal: AbortSignal,
  ) {
    const { refresher, store, timer } = options;
    const { adapter, concurrency } = source;
    this.stopping = AbortSignal.any([signal, ...(options.retirement === undefined ? [] : [options.retirement])]);
    this.#name = source.description.name;
    this.#sync = refresher.syncOf(this.#name);
    this.#list = createListWalk(adapter, this.#sync);
    this.#planUpdates = new PlanUpdates(this.#name, this.#sync, options);
    this.#saver = new SyncKeySaver(this.#name, store, timer);
    // A list and other queries return the same callbacks: one at a time, so that no response overtakes a newer one.
    this.#concurrency = adapter.list === undefined ? Math.max(1, concurrency - LEFT_TO_CLIENTS) : 1;
    this.#startedAt = timer.now();
  }

  async begin(): Promise<void> {
    const { store, clock, logger, intervals } = this.options;
    this.stopping.addEventListener("abort", this.#onAbort);
    this.#sync.lead(true);
    try {
      this.#list.resume(await store.readSyncKeys(this.#name));
      await store.trimSyncKeys(this.#name, clock() - Math.max(RETENTION_MS, 2 * intervals.fullIntervalMs));
    } catch (error) {
      logger.warn({ source: this.#name, err: error }, "failed to read sync schedule; sync starts over");
    }
  }

  /** Sends the next request, or waits until one may be due. */
  async step(): Promise<void> {
    const { timer } = this.options;
    this.#wake = new AbortController();
    if (this.stopping.aborted) return;
    if (this.#planUpdates.dueInMs() <= 0) await this.#planUpdates.update();
    if (this.#saver.dueInMs() <= 0) await this.#saver.save();
    const waitMs = this.#waitMs();
    if (waitMs > 0) {
      const sleepMs = Math.min(waitMs, this.#saver.dueInMs(), this.#planUpdates.dueInMs());
      await timer.sleep(Math.max(1, sleepMs), this.#wake.signal);
      return;
    }
    // The quota comes first: the most urgent query is chosen at the moment when it may be sent.
    const permit = await this.source.adapter.reserve(this.stopping);
    const planned = this.stopping.aborted ? null : this.#sync.schedule.take(timer.now());
    if (planned === null) {
      permit.release();
      return;
    }
    const sent = this.#send(planned, permit).finally(() => this.#inFlight.delete(sent));
    this.#inFlight.add(sent);
  }

  async end(): Promise<void> {
    this.stopping.removeEventListener("abort", this.#onAbort);
    await Promise.all(this.#inFlight);
    this.#sync.lead(false);
    await this.#saver.save().catch((error: unknown) => {
      this.options.logger.warn({ source: this.#name, err: error }, "failed to save sync schedule");
    });
  }

  /** After how long the next request may be sent; Infinity while only the end of another one allows it. */
  #waitMs(): DurationMs {
    const now = this.options.timer.now();
    const isFull = this.#inFlight.size >= (this.#backoff.isFailing ? 1 : this.#concurrency);
    if (isFull) return Number.POSITIVE_INFINITY;
    return Math.max(this.#backoff.pausedUntil - now, this.#sync.schedule.waitMs(now));
  }

  async #send(planned: PlannedKey, permit: RequestPermit): Promise<void> {
    const query = planned.key === FULL_LIST_KEY ? this.#list.next() : planned.query;
    try {
      const call = { signal: this.signal, priority: "background", permit, isExactForm: true } as const;
      this.#succeeded(planned, query, await this.options.refresher.fetch(this.#name, query, call));
    } catch (error) {
      this.#failed(planned, error);
    } finally {
      // A query that a client had sent already was joined, and used no permit.
      permit.release();
      this.#sync.schedule.done(planned);
      this.#wake.abort();
    }
  }

  #succeeded(planned: PlannedKey, query: VendorQuery, fetched: Fetched): void {
    this.#backoff.succeeded();
    const { requestedAt } = fetched.pollTime;
    const polled =
      planned.key === FULL_LIST_KEY
        ? this.#list.answered(query, fetched)
        : [{ key: planned.key, requestedAt, page: null }];
    for (const key of polled) this.#saver.note(key);
    this.#expediteAbsent(planned, fetched);
    if (this.#isSynced || this.#sync.summary(null, true).never > 0) return;
    this.#isSynced = true;
    const tookMs = Math.round(this.options.timer.now() - this.#startedAt);
    const keys = this.#sync.schedule.plan().keys.size;
    this.options.logger.info({ source: this.#name, keys, tookMs }, "initial sync completed");
  }

  /** Polls callbacks by themselves that a complete response should have contained. */
  #expediteAbsent(planned: PlannedKey, { requestNumber, isComplete }: Fetched): void {
    if (!isComplete) return;
    const { pollTimes, schedule } = this.#sync;
    for (const vendorId of planned.members) {
      if (pollTimes.lastRequestOf(vendorId) >= requestNumber) continue;
      const byId: VendorQuery | null = this.source.adapter.get === undefined ? null : { by: "id", vendorId };
      const query = byId ?? this.#sync.ownQuery(vendorId);
      if (query !== null && vendorQueryKey(query) !== planned.key) {
        schedule.expedite(query, this.options.timer.now());
      }
    }
  }

  #failed(planned: PlannedKey, thrown: unknown): void {
    if (this.signal.aborted) return;
    const { schedule, pollTimes } = this.#sync;
    const now = this.options.timer.now();
    const error = thrown instanceof GatewayError ? thrown : null;
    // The vendor rejected this key: the rotation of its lane requests it again.
    if (error !== null && isRefusedKey(error) && planned.key !== FULL_LIST_KEY) return;
    if (error?.isOwnRestraint === true) return schedule.resume(planned.query, now + RETRY_MS);
    const retryAt = this.#backoff.failed({
      now,
      retryAfterMs: Math.max(0, (error?.retryAfter ?? 0) - this.options.clock()),
      keyFailures: pollTimes.of(planned.key)?.failure?.count ?? 1,
      lanePeriodMs: schedule.plan().periods[planned.lane],
    });
    schedule.expedite(planned.query, retryAt);
  }
}
