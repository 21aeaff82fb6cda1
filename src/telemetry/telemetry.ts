import type { Logger } from "pino";
import { Registry } from "prom-client";
import type { VendorCallObserver } from "../domain/vendor/vendor-call.js";
import type { MetricsFormat } from "../server/ops/metrics.js";
import type { OperationObserver } from "../server/operation-observer.js";
import type { Store } from "../stores/store.js";
import { showCaches } from "./cache-metrics.js";
import { createGauges, type GaugeOptions } from "./gauges.js";
import { createMetrics } from "./metrics.js";
import { observeStore } from "./observed-store.js";
import { toOpenMetrics } from "./openmetrics.js";
import { createOperationObserver } from "./operations.js";
import { processMetrics } from "./process-metrics.js";
import type { StartedExport } from "./sdk.js";
import { createVendorCallObserver } from "./vendor-calls.js";

/** The metrics, logs and traces of one gateway. */
export interface Telemetry {
  readonly operations: OperationObserver;
  readonly vendorCalls: VendorCallObserver;
  /** Returns the store with its calls counted. */
  observe(store: Store): Store;
  /** Adds gauges over these parts. To be called once. */
  watch(options: GaugeOptions): void;
  /** Begins the metrics of sources that were added while the gateway serves. */
  addSources(names: readonly string[]): void;
  /** Drops the metrics of a source that was removed. */
  removeSource(name: string): void;
  /** Returns all metrics in the text format of Prometheus, or in that of OpenMetrics, which has exemplars. */
  show(format: MetricsFormat): Promise<{ readonly type: string; readonly text: string }>;
}

/** Creates the telemetry of one gateway; by default nothing is exported by OpenTelemetry. */
export function createTelemetry(
  logger: Logger,
  { tracing, metrics: metricsExport }: Pick<StartedExport, "tracing" | "metrics"> = { tracing: null, metrics: null },
): Telemetry {
  const registry = new Registry();
  const metrics = createMetrics(registry, metricsExport);
  showCaches(registry);
  return {
    operations: createOperationObserver(metrics, logger, tracing),
    vendorCalls: createVendorCallObserver(metrics, tracing),
    observe: (store) => observeStore(store, metrics),
    watch(options) {
      metrics.startAtZero({ sources: options.refresher.sources().map(({ name }) => name) });
      createGauges(registry, options);
      metricsExport?.watch([registry, processMetrics()]);
    },
    addSources: (sources) => metrics.startAtZero({ sources }),
    removeSource: (name) => metrics.forgetSource(name),
    async show(format) {
      const registries = [registry, processMetrics()];
      if (format === "openmetrics") return toOpenMetrics(registries);
      const texts = await Promise.all(registries.map((one) => one.metrics()));
      return { type: registry.contentType, text: texts.join("\n") };
    },
  };
}
