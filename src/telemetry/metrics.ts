import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { VendorCallOutcome } from "../callback/vendor-call.js";
import type { Transport } from "../server/operation-observer.js";

/** How an operation ended: `rejected` and `refused` are the client's fault, and what is refused was never run. */
export type OperationOutcome = "ok" | "rejected" | "failed" | "timeout" | "refused";

/** What is counted where it happens. The rest is read when somebody looks: see gauges.ts. */
export interface Metrics {
  /** `seconds` is null for what has no duration worth knowing: subscriptions, and what was not run. */
  operation(transport: Transport, type: string, outcome: OperationOutcome, seconds: number | null): void;
  /** By how many more, or fewer, run. */
  underWay(transport: Transport, type: string, by: 1 | -1): void;
  vendorCall(source: string, outcome: VendorCallOutcome, seconds: number): void;
  storeCall(operation: string, isFailure: boolean, seconds: number): void;
}

const OPERATION_BUCKETS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const VENDOR_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STORE_BUCKETS = [0.0005, 0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** Every label has a small, closed set of values: no key, number, name or text of anybody's. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const operations = new Counter({
    name: "ringback_operations_total",
    help: "GraphQL operations that ended, or were refused.",
    labelNames: ["transport", "type", "outcome"],
    registers,
  });
  const durations = new Histogram({
    name: "ringback_operation_duration_seconds",
    help: "How long queries and mutations took.",
    labelNames: ["transport", "type"],
    buckets: OPERATION_BUCKETS,
    registers,
  });
  const underWay = new Gauge({
    name: "ringback_operations_under_way",
    help: "Operations that run; those of type subscription are the subscribers.",
    labelNames: ["transport", "type"],
    registers,
  });
  const calls = new Counter({
    name: "ringback_vendor_calls_total",
    help: "Requests to vendors that ended, each attempt by itself.",
    labelNames: ["source", "outcome"],
    registers,
  });
  const callDurations = new Histogram({
    name: "ringback_vendor_call_duration_seconds",
    help: "How long requests to vendors took.",
    labelNames: ["source"],
    buckets: VENDOR_BUCKETS,
    registers,
  });
  const storeDurations = new Histogram({
    name: "ringback_store_operation_duration_seconds",
    help: "How long the store took.",
    labelNames: ["operation"],
    buckets: STORE_BUCKETS,
    registers,
  });
  const storeFailures = new Counter({
    name: "ringback_store_failures_total",
    help: "Operations of the store that failed.",
    labelNames: ["operation"],
    registers,
  });
  return {
    operation(transport, type, outcome, seconds) {
      operations.inc({ transport, type, outcome });
      if (seconds !== null) durations.observe({ transport, type }, seconds);
    },
    underWay: (transport, type, by) => underWay.inc({ transport, type }, by),
    vendorCall(source, outcome, seconds) {
      calls.inc({ source, outcome });
      callDurations.observe({ source }, seconds);
    },
    storeCall(operation, isFailure, seconds) {
      storeDurations.observe({ operation }, seconds);
      if (isFailure) storeFailures.inc({ operation });
    },
  };
}
