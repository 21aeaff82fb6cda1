import type { DurationMs } from "../domain/time/instant.js";
import type * as SdkNode from "@opentelemetry/sdk-node";
import type { MetricsExport } from "./otel-metrics.js";
import type { Tracing } from "./tracing.js";

/** Traces and metrics that leave this process by OpenTelemetry. */
export interface StartedExport {
  /** Null if traces are not exported. */
  readonly tracing: Tracing | null;
  /** Null if metrics are not exported. */
  readonly metrics: MetricsExport | null;
  /** Exports what remains, for at most 2 s. Never rejects: returns false if something was lost. */
  close(): Promise<boolean>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether one of the standard variables enables traces, or metrics. */
function isEnabled(signal: "TRACES" | "METRICS", environment: Environment): boolean {
  const exporter = `OTEL_${signal}_EXPORTER`;
  const enabledBy = ["OTEL_EXPORTER_OTLP_ENDPOINT", `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, exporter];
  return environment[exporter] !== "none" && enabledBy.some((name) => (environment[name] ?? "") !== "");
}

/**
 * Starts OpenTelemetry by its standard variables, which the library reads itself. Returns null, and loads nothing, if
 * none of them enables traces or metrics.
 */
export async function startExport(environment: Environment): Promise<StartedExport | null> {
  const isSet = (name: string): boolean => (environment[name] ?? "") !== "";
  const hasTraces = isEnabled("TRACES", environment);
  const hasMetrics = isEnabled("METRICS", environment);
  if (environment["OTEL_SDK_DISABLED"] === "true" || !(hasTraces || hasMetrics)) return null;
  const { core, NodeSDK } = await loadSdk();
  const [{ createTracing }, { createMetricsExport }] = await Promise.all([
    import("./tracing.js"),
    import("./otel-metrics.js"),
  ]);
  const sdk = new NodeSDK({
    instrumentations: [],
    ...(hasTraces ? {} : { spanProcessors: [] }),
    ...(hasMetrics ? {} : { metricReaders: [] }),
    // Logs are on standard output.
    logRecordProcessors: [],
    ...(isSet("OTEL_SERVICE_NAME") ? {} : { serviceName: "ringback" }),
    // Without the baggage: clients' values would be forwarded to vendors.
    ...(isSet("OTEL_PROPAGATORS") ? {} : { textMapPropagator: new core.W3CTraceContextPropagator() }),
  });
  sdk.start();
  return {
    tracing: hasTraces ? createTracing() : null,
    metrics: hasMetrics ? createMetricsExport() : null,
    close: () => endInTime(sdk.shutdown()),
  };
}

/** Thrown if an optional package is needed and not installed; the message says how to install it. */
export class MissingPackageError extends Error {}

/** The package is not installed with the gateway's own. */
async function loadSdk(): Promise<typeof SdkNode> {
  try {
    return await import("@opentelemetry/sdk-node");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new MissingPackageError(
      "OTEL_* variables enable OpenTelemetry, but the package @opentelemetry/sdk-node is not installed: run " +
        "`npm install @opentelemetry/sdk-node`, or remove the variables",
    );
  }
}

/** The exporter itself may take 10 s and more: the end of the process must not wait for an unreachable collector. */
const CLOSE_MS: DurationMs = 2000;

async function endInTime(shutdown: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), CLOSE_MS)));
  const sent = shutdown.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([sent, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
