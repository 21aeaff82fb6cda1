import type { Registry } from "prom-client";
import { countAfter } from "../domain/change/log-bounds.js";
import { SOURCE_STATES, type SourceState, type SyncState, type VendorCondition } from "../domain/source.js";
import type { StatisticsGroup } from "../domain/query.js";
import type { Clock } from "../domain/time/instant.js";
import type { Deliveries } from "../deliveries/deliveries.js";
import type { LiveCounts } from "../server/live/live-transports.js";
import type { Store } from "../stores/store.js";
import type { SubscriptionHub } from "../subscriptions/subscription-hub.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { Recorder } from "../sync/recorder.js";
import { addDeliveryMetrics } from "./delivery-metrics.js";
import { SampledMetrics, type ReadSamples, type Sample } from "./samples.js";

/** The parts of a gateway whose state the gauges read. */
export interface GaugeOptions {
  readonly refresher: Refresher;
  readonly recorder: Recorder;
  readonly subscriptions: Pick<SubscriptionHub, "isReading" | "last">;
  readonly deliveries: Pick<Deliveries, "names" | "countsOf">;
  readonly store: Store;
  readonly clock: Clock;
  /** Breaker, connections and quota of a source; null for a source that was removed. */
  readonly conditionOf: (source: string) => VendorCondition | null;
  readonly live: () => LiveCounts;
  /** All leases that gateways share, and whether this gateway holds them. */
  readonly leases: () => readonly (readonly [name: string, isHeldHere: boolean])[];
}

/** Registers the gauges of one gateway. They are read when metrics are collected, and cost nothing before. */
export function createGauges(registry: Registry, options: GaugeOptions): void {
  const metrics = new SampledMetrics(registry);
  addSyncGauges(metrics, options);
  addVendorGauges(metrics, options);
  addCallbackGauges(metrics, options);
  addChangeLogGauges(metrics, options);
  addReplicaMetrics(metrics, options);
  addConnectionGauges(metrics, options);
  addDeliveryMetrics(metrics, options);
}

/** Reads one value of every source; sources whose value is null have no sample. */
function perSource(refresher: Refresher, read: (source: string) => number | null): ReadSamples {
  return () =>
    refresher.sources().flatMap(({ name: source }): Sample[] => {
      const value = read(source);
      return value === null ? [] : [[{ source }, value]];
    });
}

function addSyncGauges(metrics: SampledMetrics, { refresher }: GaugeOptions): void {
  const names = (): readonly string[] => refresher.sources().map(({ name }) => name);
  const ofSync = (read: (state: SyncState) => number | null): ReadSamples =>
    perSource(refresher, (source) => read(refresher.syncState(source)));
  metrics.gauge("ringback_source_state", "1 for the current state of the source, 0 for the others.", () =>
    names().flatMap((source) => {
      const { state } = refresher.health(source);
      const states = Object.keys(SOURCE_STATES) as SourceState[];
      return states.map((one): Sample => [{ source, state: one }, Number(one === state)]);
    }),
  );
  metrics.gauge(
    "ringback_source_sync_lag_seconds",
    "Age of the oldest poll of anything that has not ended; a key that was never polled counts from when it was planned.",
    ofSync(({ oldestPollAgeMs }) => (oldestPollAgeMs === null ? null : oldestPollAgeMs / 1000)),
  );
  metrics.gauge("ringback_sync_keys", "Keys that the background sync polls, by state; states overlap.", () =>
    names().flatMap((source) => {
      const { keys, overdueKeys, neverRequestedKeys, failedKeys, refusedKeys } = refresher.syncState(source);
      const states = {
        known: keys,
        overdue: overdueKeys,
        never: neverRequestedKeys,
        failed: failedKeys,
        refused: refusedKeys,
      };
      return Object.entries(states).map(([state, count]): Sample => [{ source, state }, count]);
    }),
  );
  metrics.gauge(
    "ringback_sync_due_soon_delay_seconds",
    "Time within which a change to a callback that is due soon becomes visible.",
    ofSync(({ dueSoonDelayMs }) => dueSoonDelayMs / 1000),
  );
  metrics.gauge(
    "ringback_sync_later_delay_seconds",
    "Time within which a change to a callback that is due later becomes visible.",
    ofSync(({ laterDelayMs }) => laterDelayMs / 1000),
  );
  metrics.gauge(
    "ringback_sync_unidentified_records",
    "Records without an id in the last responses; while there are any, removed callbacks cannot be detected.",
    ofSync(({ unidentifiedRecords }) => unidentifiedRecords),
  );
  metrics.gauge(
    "ringback_sync_due_soon_late",
    "1 while the quota is too small to poll callbacks that are due soon nearly as often as configured.",
    ofSync(({ isDueSoonLate }) => Number(isDueSoonLate)),
  );
  metrics.gauge(
    "ringback_vendor_requests_per_minute",
    "Requests sent to the vendor in the last minute.",
    ofSync(({ requestsPerMinute }) => requestsPerMinute),
  );
  metrics.gauge(
    "ringback_vendor_allowed_requests_per_minute",
    "Requests per minute that the vendor allows; absent if no quota is known.",
    ofSync(({ allowedRequestsPerMinute }) => allowedRequestsPerMinute),
  );
}

/** Breaker, connections, quota, and records that a vendor sent with errors. */
function addVendorGauges(metrics: SampledMetrics, { refresher, recorder, store, conditionOf }: GaugeOptions): void {
  const ofSources = (read: (source: string) => number | null): ReadSamples => perSource(refresher, read);
  metrics.gauge(
    "ringback_vendor_breaker_open",
    "1 while the circuit breaker is open: the vendor is not called after too many failures in a row.",
    ofSources((source) => flag(conditionOf(source)?.isBroken)),
  );
  metrics.gauge(
    "ringback_vendor_calls_waiting",
    "Requests to the vendor that wait for a connection.",
    ofSources((source) => conditionOf(source)?.waiting ?? null),
  );
  metrics.gauge(
    "ringback_vendor_quota_remaining",
    "Requests that may be sent immediately; absent if no quota is known.",
    ofSources((source) => conditionOf(source)?.rateLimit.remaining ?? null),
  );
  metrics.gauge(
    "ringback_ambiguous_records",
    "Records that may be one callback with several others, and so are shown as callbacks of their own.",
    async () => {
      const counts = await store.countAmbiguous();
      return [...counts].map(([source, count]): Sample => [{ source }, count]);
    },
  );
  metrics.counter(
    "ringback_quarantined_records_total",
    "Records that could not be read and were quarantined.",
    ofSources((source) => recorder.counts(source).quarantined),
  );
  metrics.counter(
    "ringback_coerced_fields_total",
    "Fields that were invalid as sent and coerced to null.",
    ofSources((source) => recorder.counts(source).coerced),
  );
}

/** Customers who wait, as `callbackStatistics` counts them: by one statement for each collection of the metrics. */
function addCallbackGauges(metrics: SampledMetrics, { refresher, store, clock }: GaugeOptions): void {
  const names = (): readonly string[] => refresher.sources().map(({ name }) => name);
  let counting: Promise<readonly StatisticsGroup[]> | null = null;
  const count = (): Promise<readonly StatisticsGroup[]> => {
    if (counting !== null) return counting;
    const request = { filter: { isOpen: true, sources: names() }, groupBy: ["SOURCE" as const], timeZone: "UTC" };
    counting = store.statistics({ ...request, now: clock() }).finally(() => (counting = null));
    return counting;
  };
  const ofGroups =
    (read: (group: StatisticsGroup | undefined) => number): ReadSamples =>
    async () => {
      const groups = await count();
      return names().map((source): Sample => [{ source }, read(groups.find((group) => group.source === source))]);
    };
  metrics.gauge(
    "ringback_callbacks_waiting",
    "Callbacks whose customers wait, now or from a later time on.",
    ofGroups((group) => group?.waitingCount ?? 0),
  );
  metrics.gauge(
    "ringback_callbacks_overdue",
    "Callbacks whose customers still wait after the promised time.",
    ofGroups((group) => group?.overdueCount ?? 0),
  );
  metrics.gauge(
    "ringback_longest_wait_seconds",
    "The longest wait of a customer who waits now; 0 if nobody does.",
    ofGroups((group) => {
      const since = group?.oldestWaitingSince ?? null;
      return since === null ? 0 : Math.max(0, clock() - since) / 1000;
    }),
  );
}

function addChangeLogGauges(metrics: SampledMetrics, { subscriptions, store }: GaugeOptions): void {
  metrics.gauge("ringback_feed_position", "Position of the last change that was read from the change log.", () => [
    [{}, subscriptions.last()],
  ]);
  metrics.gauge("ringback_feed_lag", "Changes in the change log that were not read yet.", async () => {
    return [[{}, countAfter(subscriptions.last(), await store.logBounds())]];
  });
  metrics.gauge("ringback_feed_up", "1 while the change log can be read, else 0.", () => [
    [{}, Number(subscriptions.isReading())],
  ]);
}

/** Without samples where the store has no replicas. */
function addReplicaMetrics(metrics: SampledMetrics, { store: { replicas } }: GaugeOptions): void {
  metrics.counter(
    "ringback_store_replica_reads_total",
    "Reads that a replica may serve, by how they were served.",
    () => Object.entries(replicas?.readCounts() ?? {}).map(([result, count]): Sample => [{ result }, count]),
  );
  metrics.gauge("ringback_store_replica_up", "1 while the replica serves reads, 0 while it is left out.", () =>
    (replicas?.states() ?? []).map(({ name, isServing }): Sample => [{ replica: name }, Number(isServing)]),
  );
}

function addConnectionGauges(metrics: SampledMetrics, { live, leases }: GaugeOptions): void {
  metrics.gauge("ringback_connections", "Open WebSockets and streams, and subscriptions of routers.", () => {
    const { sockets, streams, multipart, ofRouters } = live();
    return [
      [{ transport: "websocket" }, sockets],
      [{ transport: "sse" }, streams],
      [{ transport: "multipart" }, multipart],
      [{ transport: "http-callback" }, ofRouters],
    ];
  });
  metrics.gauge("ringback_buffered_bytes", "Bytes waiting in WebSockets to be sent.", () => [
    [{}, live().bufferedBytes],
  ]);
  metrics.gauge("ringback_lease_held", "1 for each lease that this gateway holds, 0 for the others.", () =>
    leases().map(([lease, isHeldHere]): Sample => [{ lease }, Number(isHeldHere)]),
  );
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}
