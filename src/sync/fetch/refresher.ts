import type { CallOptions } from "../../adapters/adapter.js";
import type { Callback } from "../../domain/callback.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { SourceDescription, SourceHealth, SourceReport, SyncState } from "../../domain/source.js";
import { timerOf } from "../../domain/time/timer.js";
import type { Fetched } from "./fetcher.js";
import type { RefreshOptions, RefresherOptions, Wanted } from "./refresh-options.js";
import { createSourceRefresher, type SourceRefresher } from "./source-refresher.js";
import type { SourceSync } from "../schedule/source-sync.js";
import type { Source } from "../source.js";

/** Queries vendors for data that is older than requested, each query once at a time for all who wait. */
export interface Refresher {
  /** Never rejects: what failed is in the report. */
  refresh(source: string, wanted: Wanted, options: RefreshOptions): Promise<SourceReport>;
  /** How to query a source for one callback; null where it cannot be queried. */
  queryForId(source: string, vendorId: string, existing: Callback | null): VendorQuery | null;
  sources(): readonly SourceDescription[];
  health(source: string): SourceHealth;
  /** How far the background sync is. */
  syncState(source: string): SyncState;
  /** Returns the longest time between two polls of a callback. */
  promiseFor(source: string, vendorId: string): DurationMs;
  /** True where the settings name this agent. */
  isWatchedAgent(source: string, agentId: string): boolean;
  /** Sends one query for the background sync, or joins one that is in flight. Rejects where it fails. */
  fetch(source: string, query: VendorQuery, call: CallOptions): Promise<Fetched>;
  /** Returns the background sync's state of a source. */
  syncOf(source: string): SourceSync;
  /**
   * Creates the refresher of a source that is about to replace the one of its name in the registry, or to be added to it.
   * Rejects with STORE_UNAVAILABLE, and then nothing has changed.
   */
  prepare(source: Source): Promise<void>;
  /** Waits at most `maxMs` for the requests of a source that was replaced or removed, and cancels those in flight then. */
  drain(source: Source, maxMs: DurationMs): Promise<void>;
  /** Cancels what is in flight and waits for its end. */
  close(): Promise<void>;
}

/** Creates the refreshers of all sources, and loads their poll times from the store. */
export async function createRefresher(options: RefresherOptions): Promise<Refresher> {
  const { recorder, store, sources } = options;
  const timer = options.timer ?? timerOf(options.clock);
  const refreshers = new Map<Source, SourceRefresher>();
  const of = (name: string): SourceRefresher => {
    // A request that began before its source was removed ends with the last one.
    const source = sources.findLatest(name);
    const refresher = source === undefined ? undefined : refreshers.get(source);
    if (refresher === undefined) throw new Error(`unknown source ${name}`);
    return refresher;
  };
  const prepare = async (source: Source): Promise<void> => {
    const refresher = createSourceRefresher({ ...options, timer, source });
    await refresher.sync.reload();
    refreshers.set(source, refresher);
  };
  const endings = [
    recorder.onRecord((source, observations) => {
      of(source).sync.observed(observations);
      return Promise.resolve();
    }),
    // Here or in another gateway: a callback may be new, or due at another time.
    store.onChanges(() => {
      for (const { sync } of refreshers.values()) sync.changed();
    }),
  ];
  await Promise.all(sources.all().map(prepare));
  return {
    refresh: (source, wanted, refreshOptions) =>
      sources.during(source, () => of(source).refresh(wanted, refreshOptions)),
    queryForId: (source, vendorId, callback) => of(source).queryForId(vendorId, callback),
    sources: () => sources.all().map(({ description }) => description),
    health: (source) => of(source).health(),
    syncState: (source) => of(source).syncState(),
    // One that has ended is in no lane, and hardly ever changes.
    promiseFor: (source, vendorId) =>
      of(source).sync.promiseFor({ by: "id", vendorId }) ?? options.intervals.farIntervalMs,
    isWatchedAgent: (source, agentId) => of(source).isWatchedAgent(agentId),
    fetch: (source, query, call) => of(source).fetch(query, call),
    syncOf: (source) => of(source).sync,
    prepare,
    async drain(source, maxMs) {
      const refresher = refreshers.get(source);
      await refresher?.drain(maxMs);
      // The last one of a removed source remains, for callers that still name it.
      if (sources.findLatest(source.description.name) !== source) refreshers.delete(source);
    },
    async close() {
      for (const end of endings) end();
      await Promise.all([...refreshers.values()].map((refresher) => refresher.close()));
    },
  };
}
