import { Counter, Gauge, type Registry } from "prom-client";
import type { Clock } from "../callback/instant.js";
import { SOURCE_STATES, type SourceState, type SyncState, type VendorCondition } from "../callback/source.js";
import type { Feed } from "../changes/feed.js";
import type { Recorder } from "../changes/recorder.js";
import type { Refresher } from "../changes/refresher.js";
import type { LiveCounts } from "../server/live-transports.js";
import type { Store } from "../stores/store.js";

/** What is looked at. */
export interface GaugeOptions {
  readonly refresher: Refresher;
  readonly recorder: Recorder;
  readonly feed: Feed;
  readonly store: Store;
  readonly clock: Clock;
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
  const { refresher, recorder, feed, store, clock, conditionOf } = options;
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

  show("ringback_source_state", "1 for the state that the source is in.", () =>
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
    "Age of the oldest look at anything of the source that has not ended; absent while something was never looked at.",
    ofSync(({ lastCompletedAt }) => (lastCompletedAt === null ? null : Math.max(0, clock() - lastCompletedAt) / 1000)),
  );
  show("ringback_sync_keys", "Keys that the background sync looks at, by state; states overlap.", () =>
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
    "Within how long a change to a callback that is due soon shows.",
    ofSync(({ dueSoonDelayMs }) => dueSoonDelayMs / 1000),
  );
  show(
    "ringback_sync_later_delay_seconds",
    "Within how long a change to a callback that is due later shows.",
    ofSync(({ laterDelayMs }) => laterDelayMs / 1000),
  );
  show(
    "ringback_sync_unidentified_records",
    "Records without an id in the last answers: while there are any, no callback is known to be gone.",
    ofSync(({ unidentifiedRecords }) => unidentifiedRecords),
  );
  show(
    "ringback_sync_due_soon_late",
    "1 while the quota is too small to look at callbacks that are due soon nearly as often as the settings ask.",
    ofSync(({ isDueSoonLate }) => Number(isDueSoonLate)),
  );
  show(
    "ringback_vendor_requests_per_minute",
    "Requests that were sent to the vendor within the last minute.",
    ofSync(({ requestsPerMinute }) => requestsPerMinute),
  );
  show(
    "ringback_vendor_allowed_requests_per_minute",
    "Requests that the vendor allows a minute; absent where no quota is known.",
    ofSync(({ allowedRequestsPerMinute }) => allowedRequestsPerMinute),
  );
  show(
    "ringback_vendor_breaker_open",
    "1 while the vendor is left alone after too many failures in a row.",
    ofSources((source) => flag(conditionOf(source)?.isBroken)),
  );
  show(
    "ringback_vendor_calls_waiting",
    "Requests to the vendor that wait in line.",
    ofSources((source) => conditionOf(source)?.waiting ?? null),
  );
  show(
    "ringback_vendor_quota_remaining",
    "Requests that may be sent at once; absent where no quota is known.",
    ofSources((source) => conditionOf(source)?.rateLimit.remaining ?? null),
  );
  showTotals(
    registry,
    "ringback_quarantined_records_total",
    "Records that could not be read.",
    ofSources((source) => recorder.counts(source).quarantined),
  );
  showTotals(
    registry,
    "ringback_coerced_fields_total",
    "Fields of no use as sent.",
    ofSources((source) => recorder.counts(source).coerced),
  );
  show("ringback_feed_position", "The position of the last change that was read.", () => [[{}, feed.last()]]);
  show("ringback_feed_lag", "Changes in the log that were not read yet.", async () => {
    const { last } = await store.logBounds();
    return [[{}, Math.max(0, last - feed.last())]];
  });
  show("ringback_feed_up", "0 while the log cannot be read.", () => [[{}, Number(feed.isReading())]]);
  show("ringback_connections", "Open sockets and event streams.", () => {
    const { sockets, streams } = options.live();
    return [
      [{ transport: "websocket" }, sockets],
      [{ transport: "sse" }, streams],
    ];
  });
  show("ringback_buffered_bytes", "What waits in sockets to be sent.", () => [[{}, options.live().bufferedBytes]]);
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
