import { pino } from "pino";
import type { Adapter, AdapterDefinition } from "../../src/adapters/adapter.js";
import { coverageOf } from "../../src/adapters/capability.js";
import type { FakeOptions, FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake } from "../../src/adapters/fake/serve.js";
import type { DurationMs } from "../../src/domain/time/instant.js";
import type { JsonObject } from "../../src/lib/json.js";
import type { SourceReport, SyncState } from "../../src/domain/source.js";
import { pollSource, type PollerOptions } from "../../src/sync/poller.js";
import { createRecorder } from "../../src/sync/recorder.js";
import { SourceRegistry } from "../../src/sync/source-registry.js";
import { createRefresher, type Refresher } from "../../src/sync/fetch/refresher.js";
import { syncSchema } from "../../src/config/settings-sections.js";
import { stampBy } from "../../src/domain/change/request-stamp.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import type { Store } from "../../src/stores/store.js";
import { createVirtualTime, type VirtualTime } from "./virtual-time.js";

const SOURCE = "north";
const MINUTE = 60_000;

/** A tenant at a vendor: its fake behind real HTTP, and a gateway's background sync over it, in time that passes at will. */
export interface Tenant {
  readonly time: VirtualTime;
  readonly fake: FakeVendor;
  readonly store: Store;
  readonly refresher: Refresher;
  /** When each request to the API arrived, by the timer. */
  readonly requests: readonly DurationMs[];
  report(maxStalenessMs?: number | null): Promise<SourceReport>;
  state(): SyncState;
  /** How long each change took from the vendor to the change log. */
  readonly delays: { readonly hot: number[]; readonly far: number[] };
  readonly longestPendingMs: () => number;
  /** Changes a callback at the vendor, unless an earlier change of it was not published yet. */
  change(vendorId: string, kind: "hot" | "far"): void;
  /** Ends the gateway as kill -9 does: nothing is saved any more. */
  kill(): Promise<void>;
  /** Ends it in order, as when its lease passes to another gateway. */
  end(): Promise<void>;
  /** Starts the gateway over what is in the store. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface TenantOptions extends FakeOptions {
  readonly definition: AdapterDefinition;
  /** Adds callbacks before the settings are made; watch lists are made of them. */
  readonly populate: (fake: FakeVendor, now: number) => void;
  readonly settings?: (fakes: JsonObject) => JsonObject;
  readonly intervals?: JsonObject;
  /** How a callback is changed at the vendor. */
  readonly touch: (record: JsonObject, count: number) => JsonObject;
  readonly store?: Store;
  /** What the vendor adds to each of its answers. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

export async function openTenant(options: TenantOptions): Promise<Tenant> {
  const { definition } = options;
  const time = createVirtualTime(Date.UTC(2026, 5, 1, 12));
  const { clock, timer } = time;
  const fake = definition.createFake(time.vendorClock, { count: 0, ...options });
  options.populate(fake, clock());
  const requests: DurationMs[] = [];
  const served = await serveFake({
    async handle(request) {
      const before = fake.log.length;
      const response = await fake.handle(request);
      if (fake.log.length > before) requests.push(timer.now());
      fake.log.length = 0;
      for (const [name, value] of Object.entries(options.headers?.() ?? {})) response.headers.set(name, value);
      return response;
    },
  });
  const own = { ...fake.settings(served.baseUrl), retries: 0, breakAfter: 1_000_000 };
  const settings = definition.settings.parse(options.settings?.(own) ?? own);
  const store = options.store ?? (await openSqliteStore(":memory:"));
  const intervals = syncSchema.parse(options.intervals ?? {});
  const logger = pino({ level: process.env["SIMULATION_LOG"] ?? "silent" });
  const delays: Tenant["delays"] = { hot: [], far: [] };
  const pending = new Map<string, { readonly at: number; readonly kind: "hot" | "far" }>();
  let touches = 0;
  let running: Running | null = null;

  store.onChanges((changes) => {
    for (const { callback } of changes) {
      const { vendorId } = callback.callback;
      const change = pending.get(vendorId);
      if (change === undefined) continue;
      delays[change.kind].push(timer.now() - change.at);
      pending.delete(vendorId);
    }
  });

  const start = async (): Promise<void> => {
    const adapter = definition.create(settings, {
      source: SOURCE,
      vendor: definition.vendor,
      clock,
      timer,
      backgroundShare: intervals.backgroundShare,
      stampRequest: stampBy(() => store.drawRequestNumber(), clock),
      calls: { began: () => ({ headers: {}, ended: time.busy() }) },
    });
    const coverage = coverageOf(adapter);
    const description = { name: SOURCE, vendor: definition.vendor, capabilities: [], coverage } as const;
    const source = { description, adapter, concurrency: 8 };
    const refresher = await createRefresher({
      sources: new SourceRegistry([source]),
      store,
      recorder: createRecorder({ store, clock, logger }),
      clock,
      timer,
      intervals,
      isPolled: true,
      onFailure: (name, { code, message }) => logger.warn({ source: name, code }, message),
    });
    const stop = new AbortController();
    const life = { isKilled: false };
    const schedule: PollerOptions["store"] = {
      readSyncKeys: (name) => store.readSyncKeys(name),
      trimSyncKeys: (name, before) => store.trimSyncKeys(name, before),
      // A process that is killed saves nothing any more.
      saveSyncKeys: (name, keys) => (life.isKilled ? Promise.resolve() : store.saveSyncKeys(name, keys)),
    };
    const polling = { refresher, store: schedule, clock, timer, logger, intervals };
    const ended = pollSource(source, polling, stop.signal);
    running = { adapter, refresher, stop, ended, life };
  };
  await start();
  const gateway = (): Running => {
    if (running === null) throw new Error("the gateway was killed");
    return running;
  };
  const end = async (): Promise<void> => {
    const { adapter, refresher, stop, ended } = gateway();
    running = null;
    stop.abort();
    await ended;
    await refresher.close();
    await adapter.close();
  };

  return {
    time,
    fake,
    store,
    get refresher() {
      return gateway().refresher;
    },
    requests,
    report: (maxStalenessMs = null) =>
      gateway().refresher.refresh(SOURCE, "everything", { maxStalenessMs, waitMs: 0, client: new AbortController() }),
    state: () => gateway().refresher.syncState(SOURCE),
    delays,
    longestPendingMs: () => Math.max(0, ...[...pending.values()].map(({ at }) => timer.now() - at)),
    change(vendorId, kind) {
      const record = fake.records.get(vendorId);
      if (record === undefined || pending.has(vendorId)) return;
      touches += 1;
      fake.records.set(vendorId, options.touch(record, touches));
      pending.set(vendorId, { at: timer.now(), kind });
    },
    async kill() {
      gateway().life.isKilled = true;
      await end();
    },
    end,
    start,
    async close() {
      if (running !== null) await end();
      await store.close();
      await served.close();
    },
  };
}

interface Running {
  readonly adapter: Adapter;
  readonly refresher: Refresher;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  readonly life: { isKilled: boolean };
}

/** The most requests in any window of a minute. */
export function mostAMinute(requests: readonly DurationMs[], from = 0): number {
  let first = 0;
  let most = 0;
  for (const [index, at] of requests.entries()) {
    while ((requests[first] ?? 0) <= at - MINUTE) first += 1;
    if (at >= from) most = Math.max(most, index - first + 1);
  }
  return most;
}

/** The value that this part of all is at most. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
