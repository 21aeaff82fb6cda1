import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { CallOptions } from "../../adapters/adapter.js";
import type { Callback } from "../../domain/callback.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { SourceHealth, SourceReport, SyncState } from "../../domain/source.js";
import { systemTimer, type Timer } from "../../domain/time/timer.js";
import type { PollTime } from "../schedule/poll-times.js";
import { MOST_PAGES_AT_ONCE } from "../schedule/list-walk.js";
import { FULL_LIST_KEY, type PlannedKey } from "../schedule/plan.js";
import { discoveryOf } from "../schedule/queries.js";
import { createSourceSync, type SourceSync } from "../schedule/source-sync.js";
import { summarizeKeys, type KeyAge, type SyncSummary } from "../schedule/summary.js";
import { fetchFunctionOf } from "./fetch-functions.js";
import { startRequest, waitFor, type InFlightRequest } from "./in-flight.js";
import { createHealthRecord, showHealth } from "../health.js";
import { createFetcher, type Fetched } from "./fetcher.js";
import type { RefreshOptions, RefresherOptions, Wanted } from "./refresh-options.js";
import { reportOf, unsupportedReport, type ReportContext } from "./report.js";
import type { Source } from "../source.js";
import { isRefusedKey, toGatewayError } from "./vendor-failure.js";

/** The refresher of one source. */
export interface SourceRefresher {
  refresh(wanted: Wanted, options: RefreshOptions): Promise<SourceReport>;
  queryForId(vendorId: string, known: Callback | null): VendorQuery | null;
  health(): SourceHealth;
  syncState(): SyncState;
  isWatchedAgent(agentId: string): boolean;
  fetch(query: VendorQuery, call: CallOptions): Promise<Fetched>;
  readonly sync: SourceSync;
  close(): Promise<void>;
}

export interface SourceRefresherOptions extends RefresherOptions {
  readonly source: Source;
  readonly timer: Timer;
}

/** One query that a client's request depends on. */
interface Needed {
  readonly query: VendorQuery;
  /** What its answer is noted under: a number that is looked up in every form is not one in the form given. */
  readonly key: string;
  readonly isFresh: () => boolean;
}

/** A client waits for the initial sync where so few keys are left. */
const NEARLY_SYNCED = 20;

export function createSourceRefresher(options: SourceRefresherOptions): SourceRefresher {
  const { source, clock, timer, intervals, isPolled } = options;
  const { adapter, concurrency } = source;
  const { name } = source.description;
  const canRequest = (query: VendorQuery): boolean => fetchFunctionOf(adapter, query) !== null;
  const health = createHealthRecord(clock);
  const sync = createSourceSync({ ...options, source: name, adapter, concurrency, canRequest });
  const ask = createFetcher({ ...options, health });
  const limit = pLimit(concurrency);
  const requestsInFlight = new Map<string, InFlightRequest<Fetched>>();
  const { pollTimes, schedule } = sync;
  const wideQuery = discoveryOf(adapter);

  /** Starts or joins the one flight of a key. */
  const startOrJoin = (
    key: string,
    query: VendorQuery,
    send: (signal: AbortSignal) => Promise<Fetched>,
  ): InFlightRequest<Fetched> => {
    const existing = requestsInFlight.get(key);
    if (existing !== undefined && !existing.isCanceled()) return existing;
    const inFlight = startRequest(performance.now(), async (signal) => {
      try {
        const fetched = await send(signal);
        if (fetched.isComplete || query.by !== "openList") noteSuccess(key, query, fetched.pollTime);
        sync.foundUnidentified(key, fetched.unidentified);
        sync.succeeded(timer.now() - fetched.pollTime.at);
        if (query.by === "list") sync.listPages(fetched.pageCount ?? undefined);
        return fetched;
      } catch (error) {
        if (!signal.aborted) noteFailure(key, query, error);
        throw error;
      } finally {
        if (requestsInFlight.get(key) === inFlight) requestsInFlight.delete(key);
      }
    });
    requestsInFlight.set(key, inFlight);
    return inFlight;
  };

  const noteSuccess = (key: string, query: VendorQuery, pollTime: PollTime): void => {
    pollTimes.succeeded(key, pollTime);
    if (key === vendorQueryKey(query) || query.by !== "phoneNumber") return;
    // It was looked up in every form: each of them was looked at.
    for (const phoneNumber of [query.phoneNumber, ...(adapter.otherForms?.(query.phoneNumber) ?? [])]) {
      pollTimes.succeeded(vendorQueryKey({ by: "phoneNumber", phoneNumber }), pollTime);
    }
  };

  const noteFailure = (key: string, query: VendorQuery, thrown: unknown): void => {
    const error = toGatewayError(thrown, name);
    if (error.isOwnRestraint) return;
    const isOfKey = isRefusedKey(error) && query.by !== "list" && query.by !== "openList";
    if (isOfKey) pollTimes.refused(key, { requestedAt: clock(), at: timer.now() }, error);
    else {
      pollTimes.failed(key, error, clock());
      sync.failed();
    }
  };

  const startOrJoinFor = (
    { query, key }: Needed,
    priority: RefreshOptions["priority"] = "interactive",
  ): InFlightRequest<Fetched> => startOrJoin(key, query, (signal) => limit(() => ask(query, { signal, priority })));

  const pollTimeOf = (key: string, query: VendorQuery): PollTime | null =>
    key === vendorQueryKey(query) ? sync.pollTimeOf(query) : (pollTimes.of(key)?.pollTime ?? null);
  const ageOf = (key: string, query: VendorQuery): DurationMs =>
    timer.now() - (pollTimeOf(key, query)?.at ?? Number.NEGATIVE_INFINITY);

  /** Requests what is not fresh, the most urgent first, until the client's time is over. */
  const ensure = async (needed: readonly Needed[], refresh: RefreshOptions): Promise<void> => {
    const begunAt = performance.now();
    const left = (): DurationMs => refresh.waitMs - (performance.now() - begunAt);
    const { signal } = refresh.client;
    // Many may wait at a time, all on the one signal.
    setMaxListeners(0, signal);
    const queue = needed.filter(({ isFresh, key }) => !isFresh() && !pollTimes.isResting(key));
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (left() <= 0 || signal.aborted) return;
        // One that was in flight already may have been sent too early to be new enough: then once more.
        const canTry = ({ isFresh, key }: Needed): boolean =>
          !signal.aborted && !isFresh() && !pollTimes.isResting(key);
        for (let tries = 0; tries < 2 && canTry(next); tries += 1) {
          const inFlight = startOrJoinFor(next, refresh.priority);
          const isJoined = inFlight.startedAt < begunAt;
          await waitFor(inFlight, left(), signal);
          if (!isJoined) break;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(queue.length, concurrency) }, work));
  };

  const contextOf = (isRequested: boolean, skippedList: string | null = null): ReportContext => {
    const { waiting, allowedPerMinute } = adapter.usage();
    return {
      source: name,
      toInstant: (at) => clock() + (at - timer.now()),
      isPaced: isRequested ? waiting > 0 : allowedPerMinute !== null,
      isRequested,
      skippedList,
      unidentified: sync.unidentified(),
      outage: health.current().state === "DOWN" ? health.current().lastError : null,
    };
  };

  const neededFor = (planned: PlannedKey, boundMs: DurationMs | null): Needed => {
    const { query, key } = planned;
    const isFresh = (): boolean => {
      const pollTime = pollTimes.pollTimeOf(planned);
      return pollTime !== null && timer.now() - pollTime.at <= (boundMs ?? sync.promiseFor(query) ?? 0);
    };
    return { query, key, isFresh };
  };

  const refreshAll = async (isOpenOnly: boolean, refresh: RefreshOptions): Promise<SourceReport> => {
    const { maxStalenessMs } = refresh;
    await sync.reloadForQuery();
    if (schedule.plan().keys.size === 0) return unsupportedReport(name);
    const isLongList = adapter.listPage !== undefined && sync.listPages() > MOST_PAGES_AT_ONCE;
    const skipsList = (planned: PlannedKey): boolean =>
      planned.key === FULL_LIST_KEY && adapter.listOpen !== undefined && (isOpenOnly || isLongList);
    const summary = (): SyncSummary => sync.summary(maxStalenessMs, isOpenOnly);
    const isRequested = maxStalenessMs !== null || !isPolled;
    if (!isRequested) {
      const { never } = summary();
      if (never > 0 && never <= NEARLY_SYNCED) await waitForSync(refresh);
    } else {
      const stale = (isCovered: boolean): Needed[] =>
        [...schedule.plan().keys.values()]
          .filter((one) => (one.coveredBy !== null) === isCovered && !one.isOptional && !skipsList(one))
          .map((one) => neededFor(one, maxStalenessMs));
      const begunAt = performance.now();
      const left = (): RefreshOptions => ({ ...refresh, waitMs: refresh.waitMs - (performance.now() - begunAt) });
      // The whole list first, where it is read: it answers the rest as well.
      await ensure(
        stale(false).filter(({ key }) => key === FULL_LIST_KEY),
        left(),
      );
      await ensure(stale(false), left());
      await ensure(stale(true), left());
    }
    const skipped = isLongList && !isOpenOnly && maxStalenessMs !== null;
    const reason = `the full list takes ${sync.listPages()} requests and is read by the background sync only`;
    return reportOf(summary(), contextOf(isRequested, skipped ? reason : null));
  };

  /** Waits until the background sync has looked at everything once, for as long as the client does. */
  const waitForSync = async ({ waitMs, client }: RefreshOptions): Promise<void> => {
    const synced = new AbortController();
    let isChecking = false;
    const check = (): void => {
      isChecking = false;
      if (sync.summary(null, true).never === 0) synced.abort();
    };
    const stop = pollTimes.onChange(() => {
      // One answer may note thousands.
      if (!isChecking) setImmediate(check);
      isChecking = true;
    });
    await systemTimer.sleep(waitMs, AbortSignal.any([synced.signal, client.signal]));
    stop();
  };

  const refreshQuestions = async (wanted: readonly VendorQuery[], refresh: RefreshOptions): Promise<SourceReport> => {
    const queries = wanted.filter(canRequest);
    if (queries.length === 0) return unsupportedReport(name);
    const { maxStalenessMs, isLookup = false } = refresh;
    const needed = queries.map((query): Needed & { readonly boundMs: DurationMs } => {
      const promise = sync.promiseFor(query);
      const boundMs = maxStalenessMs ?? promise ?? intervals.hotIntervalMs;
      const hasForms = query.by === "phoneNumber" && (adapter.otherForms?.(query.phoneNumber) ?? []).length > 0;
      const isOfAllForms = hasForms && (isLookup || promise === null);
      const key = `${vendorQueryKey(query)}${isOfAllForms ? ":all" : ""}`;
      return { query, key, boundMs, isFresh: () => ageOf(key, query) <= boundMs };
    });
    const stale = needed.filter(({ isFresh }) => !isFresh());
    // One list is cheaper than many keys, for the vendor too.
    const isWide = wideQuery !== null && (stale.length > 1 || stale[0]?.query.by === "list");
    if (isWide) {
      await refreshAll(adapter.listOpen !== undefined, {
        ...refresh,
        maxStalenessMs: maxStalenessMs ?? stale[0]?.boundMs ?? 0,
      });
    } else await ensure(stale, refresh);
    const wideState = wideQuery === null ? undefined : pollTimes.of(vendorQueryKey(wideQuery));
    const ages = needed.map(({ query, key, boundMs }): KeyAge => {
      // Where a wide query was sent in its stead, that is what failed.
      return { pollTime: pollTimeOf(key, query), boundMs, state: pollTimes.of(key) ?? wideState, isHot: false };
    });
    return reportOf(summarizeKeys(ages, timer.now()), contextOf(true));
  };

  return {
    sync,
    refresh(wanted, refresh) {
      if (wanted === "everything" || wanted === "open") return refreshAll(wanted === "open", refresh);
      return refreshQuestions(wanted, refresh);
    },
    queryForId(vendorId, known) {
      if (adapter.get !== undefined) return { by: "id", vendorId };
      return known === null ? wideQuery : (adapter.queryFor(known) ?? wideQuery);
    },
    fetch(query, call) {
      const existing = requestsInFlight.get(vendorQueryKey(query));
      if (existing !== undefined && !existing.isCanceled()) return existing.result;
      return startOrJoin(vendorQueryKey(query), query, (signal) => {
        return ask(query, { ...call, signal: AbortSignal.any([signal, call.signal]) });
      }).result;
    },
    health: () => showHealth(health.current(), adapter.condition()),
    syncState() {
      const { keys, overdue, never, failed, refused, oldest, polledSince } = sync.summary(null, true);
      const { delays } = schedule.plan();
      const { usedPerMinute, allowedPerMinute } = adapter.usage();
      return {
        lastCompletedAt: oldest?.requestedAt ?? null,
        oldestPollAgeMs: polledSince === null ? null : timer.now() - polledSince,
        keys,
        overdueKeys: overdue,
        neverRequestedKeys: never,
        failedKeys: failed,
        refusedKeys: refused,
        unidentifiedRecords: sync.unidentified(),
        dueSoonDelayMs: Math.round(delays.hot),
        laterDelayMs: Math.round(delays.others),
        isDueSoonLate: sync.isHotLate(),
        requestsPerMinute: usedPerMinute,
        allowedRequestsPerMinute: allowedPerMinute,
      };
    },
    isWatchedAgent: (agentId) => adapter.watched.some((query) => query.by === "agent" && query.agentId === agentId),
    async close() {
      const underWay = [...requestsInFlight.values()];
      for (const inFlight of underWay) inFlight.cancel();
      await Promise.all(underWay.map((inFlight) => inFlight.ended));
    },
  };
}
