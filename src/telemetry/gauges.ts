import { Counter, Gauge, type Registry } from "prom-client";
import type { Clock } from "../callback/instant.js";
import { SOURCE_STATES, type SourceState, type VendorCondition } from "../callback/source.js";
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
  /** The leases that this gateway holds. */
  readonly leases: () => readonly string[];
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
  show(
    "ringback_source_sync_lag_seconds",
    "How long ago everything that the source can be asked was last asked; absent where that never was.",
    ofSources((source) => {
      const { lastCompletedAt } = refresher.progress(source);
      return lastCompletedAt === null ? null : Math.max(0, clock() - lastCompletedAt) / 1000;
    }),
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
    "Requests that the vendor's quota leaves; absent where no quota is known.",
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
  show("ringback_lease_held", "1 for each lease that this gateway holds.", () =>
    options.leases().map((lease): Sample => [{ lease }, 1]),
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
