import { Registry, type Metric, type RegistryContentType } from "prom-client";

/** Returns the metrics of registries in the text format of OpenMetrics, which has exemplars. */
export async function toOpenMetrics(
  registries: readonly Registry[],
): Promise<{ readonly type: string; readonly text: string }> {
  const shown = new Registry<RegistryContentType>();
  shown.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const registry of registries) {
    for (const { name } of registry.getMetricsAsArray()) {
      const metric = registry.getSingleMetric(name);
      if (metric !== undefined)
        shown.registerMetric(withoutSuffix(metric as unknown as ReadableMetric) as unknown as Metric);
    }
  }
  return { type: shown.contentType, text: await shown.metrics() };
}

/** The part of a metric that the library's types leave out. */
interface ReadableMetric {
  readonly name: string;
  readonly type: string;
  get(): Promise<{ readonly name: string }>;
}

/**
 * The library adds `_total` to the names of counters in this format, and changes the metric itself when it does: it gets
 * another object, with the name that the format wants.
 */
function withoutSuffix(metric: ReadableMetric): ReadableMetric {
  const { type } = metric;
  const name = type === "counter" ? metric.name.replace(/_total$/u, "") : metric.name;
  return { name, type, get: async () => ({ ...(await metric.get()), name }) };
}
