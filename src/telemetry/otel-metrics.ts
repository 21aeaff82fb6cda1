import { metrics, type Observable } from "@opentelemetry/api";
import type { Registry } from "prom-client";

/** Exports the metrics of `/metrics` by OpenTelemetry as well, under the same names. */
export interface MetricsExport {
  /** Returns a function that records values of a histogram. */
  histogram(options: HistogramOptions): (value: number, labels: Readonly<Record<string, string>>) => void;
  /** Exports counters and gauges: reads them when an export is due. To be called once all are registered. */
  watch(registries: readonly Registry[]): void;
}

export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly buckets: readonly number[];
}

/** Uses the meter that is registered for this process; without one, values are discarded. */
export function createMetricsExport(): MetricsExport {
  const meter = metrics.getMeter("ringback");
  return {
    histogram({ name, help, buckets }) {
      const advice = { explicitBucketBoundaries: [...buckets] };
      const histogram = meter.createHistogram(name, { description: help, advice });
      return (value, labels) => histogram.record(value, labels);
    },
    watch(registries) {
      const observables = new Map<string, Observable>();
      for (const { name, help, type } of registries.flatMap((registry) => registry.getMetricsAsArray())) {
        const options = { description: help };
        // `type` is a text at run time, as in the output.
        if (String(type) === "counter") observables.set(name, meter.createObservableCounter(name, options));
        if (String(type) === "gauge") observables.set(name, meter.createObservableGauge(name, options));
      }
      meter.addBatchObservableCallback(
        async (result) => {
          const read = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
          for (const { name, values } of read.flat()) {
            const observable = observables.get(name);
            if (observable === undefined) continue;
            for (const { value, labels } of values) result.observe(observable, value, { ...labels });
          }
        },
        [...observables.values()],
      );
    },
  };
}
