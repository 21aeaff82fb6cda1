import { Counter, Gauge, type Registry } from "prom-client";
import type { VendorCallOutcome } from "../domain/vendor/vendor-call.js";
import type { ClientApplication, Transport } from "../server/operation-observer.js";
import { createClientCounter } from "./client-metrics.js";
import { createHistogram, type Exemplar } from "./histogram.js";
import type { MetricsExport } from "./otel-metrics.js";

/** How an operation ended. `rejected` and `refused` are the client's fault; a refused operation was not executed. */
export type OperationOutcome = "ok" | "rejected" | "failed" | "timeout" | "refused";

/** How long an operation took, and the trace that shows why; null if it has none. */
export interface Duration {
  readonly seconds: number;
  readonly exemplar: Exemplar | null;
}

/** The metrics that are counted as things happen. The others are read on collection: see gauges.ts. */
export interface Metrics {
  /** `duration` is null for subscriptions, and for operations that were not executed. */
  operation(transport: Transport, type: string, outcome: OperationOutcome, duration: Duration | null): void;
  /** An operation that was executed for a client application; null: the client states no name. */
  clientOperation(client: ClientApplication | null, outcome: OperationOutcome): void;
  /** By how many more, or fewer, run. */
  underWay(transport: Transport, type: string, by: 1 | -1): void;
  vendorCall(source: string, outcome: VendorCallOutcome, seconds: number): void;
  storeCall(operation: string, isFailure: boolean, seconds: number): void;
  /**
   * Initialises failures that have not happened with 0: Prometheus starts counting at the first value that it collects,
   * so the first burst would be no increase.
   */
  startAtZero(counted: { readonly sources?: readonly string[]; readonly storeOperations?: readonly string[] }): void;
  /** Drops what was counted of a source that was removed. */
  forgetSource(source: string): void;
}

const OPERATION_BUCKETS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const VENDOR_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STORE_BUCKETS = [0.0005, 0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];

const TRANSPORTS: readonly Transport[] = ["http", "websocket", "sse", "multipart", "http-callback", "export", "mcp"];
const TYPES = ["query", "mutation", "subscription"];
const OUTCOMES: readonly OperationOutcome[] = ["ok", "rejected", "failed", "timeout"];
const CALL_OUTCOMES: readonly VendorCallOutcome[] = [
  "OK",
  "GIVEN_UP",
  "VENDOR_UNAVAILABLE",
  "VENDOR_RATE_LIMITED",
  "VENDOR_REJECTED",
  "VENDOR_UNAUTHORIZED",
  "VENDOR_MALFORMED",
  "DEADLINE_EXCEEDED",
];

type Labels = Readonly<Record<string, string>>;

interface Tally {
  /** `labels` is called once per key. */
  add(key: string, by: number, labels: () => Labels): void;
  showIn(metric: { reset(): void; inc(labels: Labels, value: number): void }): void;
}

/** Counts on everybody's way, where the library would make a text of the labels each time. */
function createTally(): Tally {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add(key, by, labels) {
      const existing = counts.get(key);
      if (existing === undefined) counts.set(key, { labels: labels(), value: by });
      else existing.value += by;
    },
    showIn(metric) {
      metric.reset();
      for (const { labels, value } of counts.values()) metric.inc(labels, value);
    },
  };
}

/** Every label has a small set of values: no key or number; of clients' texts only names and versions, a bounded number. */
export function createMetrics(registry: Registry, metricsExport: MetricsExport | null): Metrics {
  const registers = [registry];
  const ended = createTally();
  const running = createTally();
  const operations: Counter = new Counter({
    name: "ringback_operations_total",
    help: "GraphQL operations that completed or were rejected.",
    labelNames: ["transport", "type", "outcome"],
    registers,
    collect: () => ended.showIn(operations),
  });
  const durations = createHistogram(registry, metricsExport, {
    name: "ringback_operation_duration_seconds",
    help: "Duration of queries and mutations.",
    labelNames: ["transport", "type"],
    buckets: OPERATION_BUCKETS,
  });
  const underWay: Gauge = new Gauge({
    name: "ringback_operations_under_way",
    help: "Operations in flight; those of type subscription are the subscribers.",
    labelNames: ["transport", "type"],
    registers,
    collect: () => running.showIn(underWay),
  });
  const calls = new Counter({
    name: "ringback_vendor_calls_total",
    help: "Completed requests to vendors; each retry counts.",
    labelNames: ["source", "outcome"],
    registers,
  });
  const callDurations = createHistogram(registry, metricsExport, {
    name: "ringback_vendor_call_duration_seconds",
    help: "Duration of requests to vendors.",
    labelNames: ["source"],
    buckets: VENDOR_BUCKETS,
  });
  const storeDurations = createHistogram(registry, metricsExport, {
    name: "ringback_store_operation_duration_seconds",
    help: "Duration of store operations.",
    labelNames: ["operation"],
    buckets: STORE_BUCKETS,
  });
  const storeFailures = new Counter({
    name: "ringback_store_failures_total",
    help: "Failed store operations.",
    labelNames: ["operation"],
    registers,
  });
  for (const transport of TRANSPORTS) {
    for (const type of TYPES) {
      for (const outcome of OUTCOMES) ended.add(transport + type + outcome, 0, () => ({ transport, type, outcome }));
    }
    const refused = { transport, type: "unknown", outcome: "refused" };
    ended.add(`${transport}unknownrefused`, 0, () => refused);
  }
  return {
    operation(transport, type, outcome, duration) {
      ended.add(transport + type + outcome, 1, () => ({ transport, type, outcome }));
      if (duration !== null) durations.observe({ transport, type }, duration.seconds, duration.exemplar);
    },
    clientOperation: createClientCounter(registry),
    underWay: (transport, type, by) => running.add(transport + type, by, () => ({ transport, type })),
    vendorCall(source, outcome, seconds) {
      calls.inc({ source, outcome });
      callDurations.observe({ source }, seconds);
    },
    startAtZero({ sources = [], storeOperations = [] }) {
      for (const source of sources) for (const outcome of CALL_OUTCOMES) calls.inc({ source, outcome }, 0);
      for (const operation of storeOperations) storeFailures.inc({ operation }, 0);
    },
    forgetSource(source) {
      for (const outcome of CALL_OUTCOMES) calls.remove({ source, outcome });
      callDurations.remove({ source });
    },
    storeCall(operation, isFailure, seconds) {
      storeDurations.observe({ operation }, seconds);
      if (isFailure) storeFailures.inc({ operation });
    },
  };
}
