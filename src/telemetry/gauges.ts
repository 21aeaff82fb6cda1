import { Counter, Gauge, type Registry } from "prom-client";
import { SOURCE_STATES, type SourceState, type SyncState, type VendorCondition } from "../domain/source.js";
import type { Feed } from "../subscriptions/feed.js";
import type { Recorder } from "../sync/recorder.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { LiveCounts } from "../server/live/live-transports.js";
import type { Store } from "../stores/store.js";

/** What is looked at. */
export interface GaugeOptions {
  readonly refresher: Refresher;
  readonly recorder: Recorder;
  readonly feed: Feed;
  readonly store: Store;
  /** How the vendor of a source may be asked; null for a source that is gone. */
  readonly conditionOf: (source: string) => VendorCondition | null;
  readonly live: () => LiveCounts;
  /** The leases that gateways share, and whether this one holds them. */
  readonly leases: () => readonly (readonly [name: string, isPresent: boolean])[];
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** What is read when somebody looks, and costs nothing before. */
export function createGauges(registry: Registry, options: GaugeOptions): void {
  const { refresher, recorder, feed, store, conditionOf } = options;
  const names = refresher.sources().map(({ name }) => name);
  const show = (name: string, help: string, read: () => readonly Sample[] | Promise<readonly Sample[]>): void => {
    showAll(registry, name, help, read);
  };
  const ofSources = (read: (source: string) => number | null): (() => readonly Sample[]) => {
    return () =>
      names.flatMap((source): Sample[] => {
        const value = read(source);
        return value === null ? [] : [[{ source }, value]];
      });
  };

  show("ringback_source_state", "1 for the current state of the source, 0 for the others.", () =>
    names.flatMap((source) => {
      const { state } = refresher.health(source);
      const states = Object.keys(SOURCE_STATES) as SourceState[];
      return states.map((one): Sample => [{ source, state: one }, Number(one === state)]);
    }),
  );
  const ofSync = (read: (state: SyncState) => number | null): (() => readonly Sample[]) =>
    ofSources((source) => read(refresher.syncState(source)));
  show(
    "ringback_source_sync_lag_seconds",
    "Age of the oldest poll of anything that has not ended; a key that was never polled counts from when it was planned.",
    ofSync(({ oldestPollAgeMs }) => (oldestPollAgeMs === null ? null : oldestPollAgeMs / 1000)),
  );
  show("ringback_sync_keys", "Keys that the background sync polls, by state; states overlap.", () =>
    names.flatMap((source) => {
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
  show(
    "ringback_sync_due_soon_delay_seconds",
    "Time within which a change to a callback that is due soon becomes visible.",
    ofSync(({ dueSoonDelayMs }) => dueSoonDelayMs / 1000),
  );
  show(
    "ringback_sync_later_delay_seconds",
    "Time within which a change to a callback that is due later becomes visible.",
    ofSync(({ laterDelayMs }) => laterDelayMs / 1000),
  );
  show(
    "ringback_sync_unidentified_records",
    "Records without an id in the last responses; while there are any, removed callbacks cannot be detected.",
    ofSync(({ unidentifiedRecords }) => unidentifiedRecords),
  );
  show(
    "ringback_sync_due_soon_late",
    "1 while the quota is too small to poll callbacks that are due soon nearly as often as configured.",
    ofSync(({ isDueSoonLate }) => Number(isDueSoonLate)),
  );
  show(
    "ringback_vendor_requests_per_minute",
    "Requests sent to the vendor in the last minute.",
    ofSync(({ requestsPerMinute }) => requestsPerMinute),
  );
  show(
    "ringback_vendor_allowed_requests_per_minute",
    "Requests per minute that the vendor allows; absent if no quota is known.",
    ofSync(({ allowedRequestsPerMinute }) => allowedRequestsPerMinute),
  );
  show(
    "ringback_vendor_breaker_open",
    "1 while the circuit breaker is open: the vendor is not called after too many failures in a row.",
    ofSources((source) => flag(conditionOf(source)?.isBroken)),
  );
  show(
    "ringback_vendor_calls_waiting",
    "Requests to the vendor that wait for a connection.",
    ofSources((source) => conditionOf(source)?.waiting ?? null),
  );
  show(
    "ringback_vendor_quota_remaining",
    "Requests that may be sent immediately; absent if no quota is known.",
    ofSources((source) => conditionOf(source)?.rateLimit.remaining ?? null),
  );
  showTotals(
    registry,
    "ringback_quarantined_records_total",
    "Records that could not be read and were quarantined.",
    ofSources((source) => recorder.counts(source).quarantined),
  );
  showTotals(
    registry,
    "ringback_coerced_fields_total",
    "Fields that were invalid as sent and coerced to null.",
    ofSources((source) => recorder.counts(source).coerced),
  );
  show("ringback_feed_position", "Position of the last change that was read from the change log.", () => [
    [{}, feed.last()],
  ]);
  show("ringback_feed_lag", "Changes in the change log that were not read yet.", async () => {
    const { last } = await store.logBounds();
    return [[{}, Math.max(0, last - feed.last())]];
  });
  show("ringback_feed_up", "1 while the change log can be read, else 0.", () => [[{}, Number(feed.isReading())]]);
  show("ringback_connections", "Open WebSockets and event streams.", () => {
    const { sockets, streams } = options.live();
    return [
      [{ transport: "websocket" }, sockets],
      [{ transport: "sse" }, streams],
    ];
  });
  show("ringback_buffered_bytes", "Bytes waiting in WebSockets to be sent.", () => [
    [{}, options.live().bufferedBytes],
  ]);
  show("ringback_lease_held", "1 for each lease that this gateway holds, 0 for the others.", () =>
    options.leases().map(([lease, isPresent]): Sample => [{ lease }, Number(isPresent)]),
  );
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

interface Shown {
  reset(): void;
  inc(labels: Labels, value: number): void;
}

const LABELS = ["source", "state", "transport", "lease"];

function showAll(
  registry: Registry,
  name: string,
  help: string,
  read: () => readonly Sample[] | Promise<readonly Sample[]>,
): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: LABELS,
    registers: [registry],
    collect: () => fill(gauge, read),
  });
}

function showTotals(registry: Registry, name: string, help: string, read: () => readonly Sample[]): void {
  const counter: Counter = new Counter({
    name,
    help,
    labelNames: LABELS,
    registers: [registry],
    collect: () => fill(counter, read),
  });
}

/** What cannot be read now has no value; the rest is shown all the same. */
async function fill(shown: Shown, read: () => readonly Sample[] | Promise<readonly Sample[]>): Promise<void> {
  const samples = await Promise.resolve(read()).catch(() => []);
  shown.reset();
  for (const [labels, value] of samples) shown.inc(labels, value);
}
