import type { DurationMs } from "../domain/time/instant.js";
import type * as SdkNode from "@opentelemetry/sdk-node";
import type { Tracing } from "./tracing.js";

/** Traces that leave this process. */
export interface StartedTracing {
  readonly tracing: Tracing;
  /** Exports the remaining traces, for at most 2 s. Never rejects: returns false if traces were lost. */
  close(): Promise<boolean>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const WANTED_BY = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER"];

/**
 * Starts OpenTelemetry by its standard variables, which the library reads itself. Returns null, and loads nothing, if
 * none of them enables traces.
 */
export async function startTracing(environment: Environment): Promise<StartedTracing | null> {
  const isSet = (name: string): boolean => (environment[name] ?? "") !== "";
  const isOff = environment["OTEL_SDK_DISABLED"] === "true" || environment["OTEL_TRACES_EXPORTER"] === "none";
  if (isOff || !WANTED_BY.some(isSet)) return null;
  const [{ core, NodeSDK }, { createTracing }] = await Promise.all([loadSdk(), import("./tracing.js")]);
  const sdk = new NodeSDK({
    instrumentations: [],
    // Metrics are scraped, and logs are on standard output.
    metricReaders: [],
    logRecordProcessors: [],
    ...(isSet("OTEL_SERVICE_NAME") ? {} : { serviceName: "ringback" }),
    // Without the baggage: clients' values would be forwarded to vendors.
    ...(isSet("OTEL_PROPAGATORS") ? {} : { textMapPropagator: new core.W3CTraceContextPropagator() }),
  });
  sdk.start();
  return { tracing: createTracing(), close: () => endInTime(sdk.shutdown()) };
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
      "OTEL_* variables enable traces, but the package @opentelemetry/sdk-node is not installed: run " +
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
