import type { CallOptions } from "../../adapters/adapter.js";
import type { Callback } from "../../domain/callback.js";
import type { SourceHealth, SourceReport, SyncState } from "../../domain/source.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { createHealthRecord, showHealth } from "../health.js";
import { discoveryOf } from "../schedule/queries.js";
import { createSourceSync, type SourceSync } from "../schedule/source-sync.js";
import type { Source } from "../source.js";
import { createFetcher, type Fetched } from "./fetcher.js";
import { fetchFunctionOf } from "./fetch-functions.js";
import type { RefreshOptions, RefresherOptions, Wanted } from "./refresh-options.js";
import { SharedFetches } from "./shared-fetches.js";
import { SourceRefresh } from "./source-refresh.js";

/** The refresher of one source. */
export interface SourceRefresher {
  refresh(wanted: Wanted, options: RefreshOptions): Promise<SourceReport>;
  queryForId(vendorId: string, existing: Callback | null): VendorQuery | null;
  health(): SourceHealth;
  syncState(): SyncState;
  isWatchedAgent(agentId: string): boolean;
  fetch(query: VendorQuery, call: CallOptions): Promise<Fetched>;
  readonly sync: SourceSync;
  /** Waits at most `maxMs` for the fetches in flight, and then cancels them. */
  drain(maxMs: DurationMs): Promise<void>;
  close(): Promise<void>;
}

export interface SourceRefresherOptions extends RefresherOptions {
  readonly source: Source;
  readonly timer: Timer;
}

export function createSourceRefresher(options: SourceRefresherOptions): SourceRefresher {
  const { source, clock, timer, isPolled, intervals } = options;
  const { adapter, concurrency } = source;
  const { name } = source.description;
  const canRequest = (query: VendorQuery): boolean => fetchFunctionOf(adapter, query) !== null;
  const health = createHealthRecord(clock);
  const sync = createSourceSync({ ...options, source: name, adapter, concurrency, canRequest });
  const fetcher = createFetcher({ ...options, health });
  const fetches = new SharedFetches({ source: name, adapter, sync, fetcher, clock, timer, concurrency });
  const discovery = discoveryOf(adapter);
  const context = { source, sync, fetches, health, clock, timer, intervals, isPolled, canRequest, discovery };
  const sourceRefresh = new SourceRefresh(context);

  return {
    sync,
    refresh(wanted, refresh) {
      if (wanted === "everything" || wanted === "open") return sourceRefresh.refreshAll(wanted === "open", refresh);
      return sourceRefresh.refreshQueries(wanted, refresh);
    },
    queryForId(vendorId, existing) {
      if (adapter.get !== undefined) return { by: "id", vendorId };
      return existing === null ? discovery : (adapter.queryFor(existing) ?? discovery);
    },
    fetch: (query, call) => fetches.fetch(query, call),
    health: () => showHealth(health.current(), adapter.condition()),
    syncState: () => syncStateOf(sync, source, timer),
    isWatchedAgent: (agentId) => adapter.watched.some((query) => query.by === "agent" && query.agentId === agentId),
    drain: (maxMs) => fetches.drain(maxMs),
    close: () => fetches.close(),
  };
}

function syncStateOf(sync: SourceSync, { adapter }: Source, timer: Timer): SyncState {
  const { keys, overdue, never, failed, refused, oldest, polledSince } = sync.summary(null, true);
  const { delays } = sync.schedule.plan();
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
}
