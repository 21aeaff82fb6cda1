import type { GatewayError } from "../domain/errors.js";
import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";
import type { SourceError, SourceHealth, SourceState, VendorCondition } from "../domain/source.js";

/** The health of one source, from the outcomes of its last calls. */
export interface HealthRecord {
  succeeded(tookMs: DurationMs): void;
  failed(error: GatewayError): void;
  current(): SourceHealth;
}

const CALLS_KEPT = 200;
/** Calls without a failure until a source has recovered. */
const CALLS_TO_RECOVER = 10;
/** Failures in a row until a source is down. */
const FAILURES_TO_FALL = 3;

/** Starts as UP. A request that the vendor rejected as invalid says nothing about its health. */
export function createHealthRecord(clock: Clock): HealthRecord {
  const latencies: DurationMs[] = [];
  let state: SourceState = "UP";
  let since: Instant = clock();
  let lastError: SourceError | null = null;
  let failuresInRow = 0;
  let successesInRow = 0;
  let rateLimitedUntil: Instant | null = null;

  const moveTo = (next: SourceState): void => {
    if (next === state) return;
    state = next;
    since = clock();
  };

  return {
    succeeded(tookMs) {
      latencies.push(tookMs);
      if (latencies.length > CALLS_KEPT) latencies.shift();
      failuresInRow = 0;
      successesInRow += 1;
      if (state === "DOWN") moveTo("DEGRADED");
      if (successesInRow >= CALLS_TO_RECOVER) moveTo("UP");
    },
    failed(error) {
      lastError = toSourceError(error);
      if (error.code === "VENDOR_REJECTED") return;
      if (error.code === "VENDOR_RATE_LIMITED") rateLimitedUntil = error.retryAfter;
      successesInRow = 0;
      failuresInRow += 1;
      moveTo(failuresInRow >= FAILURES_TO_FALL ? "DOWN" : state === "DOWN" ? "DOWN" : "DEGRADED");
    },
    current: () => ({
      state,
      since,
      lastError,
      latencyP99: percentile99(latencies),
      rateLimit:
        rateLimitedUntil !== null && rateLimitedUntil > clock() ? { remaining: 0, resetsAt: rateLimitedUntil } : null,
    }),
  };
}

/** Combines the outcomes of calls with the state of the breaker: a source whose breaker is open is DOWN. */
export function showHealth(health: SourceHealth, { isBroken, rateLimit }: VendorCondition): SourceHealth {
  return {
    ...health,
    state: isBroken ? "DOWN" : health.state,
    rateLimit: rateLimit.remaining === null ? health.rateLimit : rateLimit,
  };
}

/** An error as the API shows it. */
export function toSourceError(error: GatewayError): SourceError {
  const { code, message, vendorCode, trackingId, retryAfter } = error;
  return { code, message, vendorCode, trackingId, retryAfter };
}

function percentile99(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? null;
}
