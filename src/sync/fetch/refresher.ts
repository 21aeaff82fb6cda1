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
  /** Cancels what is in flight and waits for its end. */
  close(): Promise<void>;
}

/** Creates the refreshers of all sources, and loads their poll times from the store. */
export async function createRefresher(options: RefresherOptions): Promise<Refresher> {
  const { recorder, store } = options;
  const bySource = new Map<string, SourceRefresher>();
  for (const source of options.sources) {
    const timer = options.timer ?? timerOf(options.clock);
    bySource.set(source.description.name, createSourceRefresher({ ...options, timer, source }));
  }
  const of = (name: string): SourceRefresher => {
    const refresher = bySource.get(name);
    if (refresher === undefined) throw new Error(`unknown source ${name}`);
    return refresher;
  };
  const endings = [
    recorder.onRecord((source, observations) => {
      of(source).sync.observed(observations);
      return Promise.resolve();
    }),
    // Here or in another gateway: a callback may be new, or due at another time.
    store.onChanges(() => {
      for (const { sync } of bySource.values()) sync.changed();
    }),
  ];
  await Promise.all([...bySource.values()].map(({ sync }) => sync.reload()));
  return {
    refresh: (source, wanted, refreshOptions) => of(source).refresh(wanted, refreshOptions),
    queryForId: (source, vendorId, callback) => of(source).queryForId(vendorId, callback),
    sources: () => options.sources.map(({ description }) => description),
    health: (source) => of(source).health(),
    syncState: (source) => of(source).syncState(),
    // One that has ended is in no lane, and hardly ever changes.
    promiseFor: (source, vendorId) =>
      of(source).sync.promiseFor({ by: "id", vendorId }) ?? options.intervals.farIntervalMs,
    isWatchedAgent: (source, agentId) => of(source).isWatchedAgent(agentId),
    fetch: (source, query, call) => of(source).fetch(query, call),
    syncOf: (source) => of(source).sync,
    async close() {
      for (const end of endings) end();
      await Promise.all([...bySource.values()].map((refresher) => refresher.close()));
    },
  };
}
