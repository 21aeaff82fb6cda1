import { listsAll } from "../../adapters/capability.js";
import type { SourceReport } from "../../domain/source.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import { systemTimer, type Timer } from "../../domain/time/timer.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { HealthRecord } from "../health.js";
import type { SyncIntervals } from "../schedule/intervals.js";
import { MOST_PAGES_AT_ONCE } from "../schedule/list-walk.js";
import { FULL_LIST_KEY, type PlannedKey } from "../schedule/plan.js";
import type { PollTime } from "../schedule/poll-times.js";
import type { SourceSync } from "../schedule/source-sync.js";
import { summarizeKeys, type KeyAge } from "../schedule/summary.js";
import type { Source } from "../source.js";
import type { RefreshOptions } from "./refresh-options.js";
import { reportOf, unsupportedReport, type ReportContext } from "./report.js";
import type { SharedFetches } from "./shared-fetches.js";
import { fetchStale, type NeededQuery } from "./stale-queries.js";

export interface SourceRefreshContext {
  readonly source: Source;
  readonly sync: SourceSync;
  readonly fetches: SharedFetches;
  readonly health: HealthRecord;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly intervals: SyncIntervals;
  readonly isPolled: boolean;
  /** False for a query that the vendor does not support. */
  readonly canRequest: (query: VendorQuery) => boolean;
  /** The query that finds new callbacks at a vendor that lists; null at one that does not. */
  readonly discovery: VendorQuery | null;
}

/** A client waits for the initial sync if at most so many keys were never polled. */
const NEARLY_SYNCED = 20;

/** Brings one source up to date for a client's request, as far as the client's wait allows, and reports the result. */
export class SourceRefresh {
  constructor(private readonly context: SourceRefreshContext) {}

  /** Refreshes all callbacks, or all open ones. Never rejects: failures are in the report. */
  async refreshAll(isOpenOnly: boolean, refresh: RefreshOptions): Promise<SourceReport> {
    const { source, sync, isPolled } = this.context;
    const { adapter } = source;
    const { maxStalenessMs } = refresh;
    const boundNow = this.#boundFrom(maxStalenessMs);
    await sync.reloadForQuery();
    if (sync.schedule.plan().keys.size === 0) return unsupportedReport(source.description.name);
    const isLongList = adapter.listPage !== undefined && sync.listPages() > MOST_PAGES_AT_ONCE;
    const isRequested = maxStalenessMs !== null || !isPolled;
    if (isRequested) {
      const skipsList = adapter.listOpen !== undefined && (isOpenOnly || isLongList);
      await this.#fetchPlanned(skipsList, refresh, boundNow);
    } else {
      const { never } = sync.summary(null, isOpenOnly);
      if (never > 0 && never <= NEARLY_SYNCED) await this.#waitForSync(refresh);
    }
    const isListSkipped = isLongList && !isOpenOnly && maxStalenessMs !== null;
    const reason = `the full list takes ${sync.listPages()} requests and is read by the background sync only`;
    const context = this.#reportContext(isRequested, isListSkipped ? reason : null);
    return reportOf(sync.summary(boundNow(), isOpenOnly), context);
  }

  /** Refreshes the results of these queries, by one list query if that takes fewer requests, or is the only way. */
  async refreshQueries(queries: readonly VendorQuery[], refresh: RefreshOptions): Promise<SourceReport> {
    const { source, sync, timer, discovery } = this.context;
    const { pollTimes } = sync;
    const boundNow = this.#boundFrom(refresh.maxStalenessMs);
    const needed = this.#possible(queries).map((query) => this.#neededQuery(query, refresh, boundNow));
    if (needed.length === 0) return unsupportedReport(source.description.name);
    const stale = needed.filter(({ isFresh }) => !isFresh());
    // One list takes fewer requests than many keys, if it contains all of them.
    const isListed = listsAll(source.adapter) && stale.length > 1;
    const isWide = discovery !== null && (isListed || stale[0]?.query.by === "list");
    if (isWide) {
      const maxStalenessMs = refresh.maxStalenessMs ?? stale[0]?.boundMs ?? 0;
      await this.refreshAll(source.adapter.listOpen !== undefined, { ...refresh, maxStalenessMs });
    } else {
      await this.#fetchStale(stale, refresh);
    }
    // If a list was fetched instead of a key, its failure is the key's failure.
    const wideState = discovery === null ? undefined : pollTimes.of(vendorQueryKey(discovery));
    const ages = needed.map(({ query, key, boundMs }): KeyAge => ({
      pollTime: this.#pollTimeOf(key, query),
      boundMs: boundNow() ?? boundMs,
      state: pollTimes.of(key) ?? wideState,
      isHot: false,
    }));
    return reportOf(summarizeKeys(ages, timer.now()), this.#reportContext(true));
  }

  /** Returns the queries that the vendor supports, each once. The list of all callbacks replaces the others. */
  #possible(queries: readonly VendorQuery[]): readonly VendorQuery[] {
    const { source, canRequest } = this.context;
    const isListed = listsAll(source.adapter);
    const possible = queries.flatMap((query): VendorQuery[] =>
      canRequest(query) ? [query] : isListed ? [{ by: "list" }] : [],
    );
    return [...new Map(possible.map((query) => [vendorQueryKey(query), query])).values()];
  }

  /** Fetches the stale keys of the plan: first the full list, which includes all others, then keys before covered keys. */
  async #fetchPlanned(skipsList: boolean, refresh: RefreshOptions, boundNow: () => DurationMs | null): Promise<void> {
    const { sync } = this.context;
    const needed = (isCovered: boolean): NeededQuery[] =>
      [...sync.schedule.plan().keys.values()]
        .filter((planned) => (planned.coveredBy !== null) === isCovered && !planned.isOptional)
        .filter(({ key }) => key !== FULL_LIST_KEY || !skipsList)
        .map((planned) => this.#neededKey(planned, boundNow));
    const startedAt = performance.now();
    const remaining = (): RefreshOptions => ({
      ...refresh,
      waitMs: refresh.waitMs - (performance.now() - startedAt),
    });
    const list = needed(false).filter(({ key }) => key === FULL_LIST_KEY);
    await this.#fetchStale(list, remaining());
    await this.#fetchStale(needed(false), remaining());
    await this.#fetchStale(needed(true), remaining());
  }

  #fetchStale(needed: readonly NeededQuery[], refresh: RefreshOptions): Promise<void> {
    const { fetches, sync, source } = this.context;
    return fetchStale(needed, refresh, { fetches, pollTimes: sync.pollTimes, concurrency: source.concurrency });
  }

  /** Waits until the background sync has polled every key once, at most for the client's wait. */
  async #waitForSync({ waitMs, client }: RefreshOptions): Promise<void> {
    const { sync } = this.context;
    const synced = new AbortController();
    let isChecking = false;
    const check = (): void => {
      isChecking = false;
      if (sync.summary(null, true).never === 0) synced.abort();
    };
    const stop = sync.pollTimes.onChange(() => {
      // One response may note thousands of poll times.
      if (!isChecking) setImmediate(check);
      isChecking = true;
    });
    await systemTimer.sleep(waitMs, AbortSignal.any([synced.signal, client.signal]));
    stop();
  }

  /**
   * Returns how old data may be, from the client's request on. It grows with the time since then: what was requested after the client's
   * request is as fresh as can be, however long the response took.
   */
  #boundFrom(maxStalenessMs: DurationMs | null): () => DurationMs | null {
    const { timer } = this.context;
    const startedAt = timer.now();
    return () => (maxStalenessMs === null ? null : maxStalenessMs + timer.now() - startedAt);
  }

  #neededKey(planned: PlannedKey, boundNow: () => DurationMs | null): NeededQuery {
    const { sync, timer } = this.context;
    const { query, key } = planned;
    const isFresh = (): boolean => {
      const pollTime = sync.pollTimes.pollTimeOf(planned);
      return pollTime !== null && timer.now() - pollTime.at <= (boundNow() ?? sync.promiseFor(query) ?? 0);
    };
    return { query, key, isFresh };
  }

  #neededQuery(
    query: VendorQuery,
    { maxStalenessMs, isLookup = false }: RefreshOptions,
    boundNow: () => DurationMs | null,
  ): NeededQuery & { readonly boundMs: DurationMs } {
    const { source, sync, timer, intervals } = this.context;
    const promise = sync.promiseFor(query);
    const boundMs = maxStalenessMs ?? promise ?? intervals.hotIntervalMs;
    const hasForms = query.by === "phoneNumber" && (source.adapter.otherForms?.(query.phoneNumber) ?? []).length > 0;
    const isOfAllForms = hasForms && (isLookup || promise === null);
    const key = `${vendorQueryKey(query)}${isOfAllForms ? ":all" : ""}`;
    const ageMs = (): DurationMs => timer.now() - (this.#pollTimeOf(key, query)?.at ?? Number.NEGATIVE_INFINITY);
    return { query, key, boundMs, isFresh: () => ageMs() <= (boundNow() ?? boundMs) };
  }

  #pollTimeOf(key: string, query: VendorQuery): PollTime | null {
    const { sync } = this.context;
    return key === vendorQueryKey(query) ? sync.pollTimeOf(query) : (sync.pollTimes.of(key)?.pollTime ?? null);
  }

  #reportContext(isRequested: boolean, skippedList: string | null = null): ReportContext {
    const { source, sync, health, clock, timer } = this.context;
    const { waiting, allowedPerMinute } = source.adapter.usage();
    return {
      source: source.description.name,
      toInstant: (at) => clock() + (at - timer.now()),
      isPaced: isRequested ? waiting > 0 : allowedPerMinute !== null,
      isRequested,
      skippedList,
      unidentified: sync.unidentified(),
      outage: health.current().state === "DOWN" ? health.current().lastError : null,
    };
  }
}
