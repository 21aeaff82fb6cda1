import { Histogram, type Registry } from "prom-client";
import type { HistogramOptions, MetricsExport } from "./otel-metrics.js";

/** Labels of a measurement that lead to its trace; only the format of OpenMetrics shows them. */
export type Exemplar = Readonly<Record<"trace_id" | "span_id", string>>;

/** A histogram of `/metrics`, which is exported by OpenTelemetry as well. */
export interface SharedHistogram {
  observe(labels: Readonly<Record<string, string>>, value: number, exemplar?: Exemplar | null): void;
  remove(labels: Readonly<Record<string, string>>): void;
}

export function createHistogram(
  registry: Registry,
  metricsExport: MetricsExport | null,
  options: HistogramOptions & { readonly labelNames: string[] },
): SharedHistogram {
  const { name, help, labelNames, buckets } = options;
  // The library has exemplars in no registry of the plain format, which never shows them anyway: registered afterwards.
  const histogram = new Histogram({
    name,
    help,
    labelNames,
    buckets: [...buckets],
    registers: [],
    enableExemplars: true,
  });
  registry.registerMetric(histogram);
  const record = metricsExport?.histogram(options) ?? null;
  return {
    observe(labels, value, exemplar = null) {
      histogram.observe({ labels, value, ...(exemplar !== null && { exemplarLabels: exemplar }) });
      record?.(value, labels);
    },
    remove: (labels) => histogram.remove(labels),
  };
}
