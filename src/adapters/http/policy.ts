import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  decorrelatedJitterGenerator,
  ExponentialBackoff,
  handleWhen,
  retry,
} from "cockatiel";
import { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { QuotaLedger, QuotaSettings, RequestPermit, RequestPriority } from "../../domain/vendor/quota.js";
import type { Timer } from "../../domain/time/timer.js";
import { createConnectionLine } from "./connection-line.js";
import { createQuota, type Quota } from "./quota.js";

export interface PolicySettings {
  /** The most calls at a time; more wait in line. */
  readonly connections: number;
  /** How often a call that may be repeated is tried again. */
  readonly retries: number;
  /** Failures in a row after which the circuit breaker opens. */
  readonly breakAfter: number;
  /** How long the breaker stays open before one call tries again. */
  readonly breakMs: DurationMs;
  readonly quota: QuotaSettings | null;
  /** The part of the quota that the background sync may use while no client needs any. */
  readonly backgroundShare: number;
  /** The longest Retry-After that is followed; then a request tries again. */
  readonly maxRetryAfterMs: DurationMs;
}

/** Thrown for an attempt whose caller aborted: it says nothing about the vendor. */
export class GivenUp extends Error {}

export interface PolicyCall {
  /** True if the request may be repeated without harm; others are never retried. */
  readonly isIdempotent: boolean;
  readonly priority: RequestPriority;
  /** Ends the attempts, and the pauses between them. */
  readonly signal: AbortSignal;
  /** The request's permit from the quota, if it was reserved before. */
  readonly permit?: RequestPermit | undefined;
  /** How long the call may wait for the quota. Default: without limit. */
  readonly withinMs?: DurationMs;
}

/** The clocks of a policy, and the quota that it shares with other gateways. */
export interface PolicyContext {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ledger?: QuotaLedger | undefined;
}

/** How calls to one source are made: quota, then repeated attempts, each through the breaker and the line for a connection. */
export interface Policy {
  /**
   * Rejects with the last attempt's GatewayError, or without an attempt while the breaker is open or the quota is used
   * up.
   */
  run<Result>(call: PolicyCall, attempt: () => Promise<Result>): Promise<Result>;
  readonly quota: Quota;
  isBroken(): boolean;
  /** Calls that wait in line. */
  waiting(): number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

/**
 * Failures that open the breaker: 5xx, timeouts and cut connections. A rejected request says nothing about the vendor's
 * health, and a 429 closes the quota instead.
 */
const isOutage = (error: Error): boolean =>
  error instanceof GatewayError && ["VENDOR_UNAVAILABLE", "DEADLINE_EXCEEDED"].includes(error.code);

/** The policy of one source, from its settings. */
export function createPolicy(source: string, settings: PolicySettings, context: PolicyContext): Policy {
  const { clock, timer } = context;
  const { backgroundShare, maxRetryAfterMs } = settings;
  const quota = createQuota({ source, settings: settings.quota, backgroundShare, maxRetryAfterMs, ...context });
  let brokeAt = 0;
  const line = createConnectionLine(settings.connections);
  const breaker = circuitBreaker(
    // An aborted probe has no result: the circuit stays open. Other aborted calls count for nothing.
    handleWhen((error) => isOutage(error) || (isAbandoned(error) && breaker.state === CircuitState.HalfOpen)),
    // Its own pause goes by the wall clock, which may step: `isOpen` keeps the pause instead.
    { halfOpenAfter: Number.NEGATIVE_INFINITY, breaker: new ConsecutiveBreaker(settings.breakAfter) },
  );
  breaker.onBreak(() => {
    brokeAt = timer.now();
  });
  const again = retry(
    handleWhen(
      (error) => error instanceof GatewayError && error.code === "VENDOR_UNAVAILABLE" && error.retryAfter === null,
    ),
    {
      maxAttempts: settings.retries,
      backoff: new ExponentialBackoff({
        generator: decorrelatedJitterGenerator,
        initialDelay: FIRST_PAUSE_MS,
        maxDelay: LONGEST_PAUSE_MS,
      }),
    },
  );
  const leftMs = (): DurationMs => brokeAt + settings.breakMs - timer.now();
  const isOpen = (): boolean => breaker.state === CircuitState.Open && leftMs() > 0;

  /** One attempt. It waits for the quota first, so that the gateway's own limit never reaches the breaker. */
  const tryOnce = async <Result>(call: PolicyCall, attempt: () => Promise<Result>): Promise<Result> => {
    const { priority, signal, permit, withinMs } = call;
    if (signal.aborted) throw new GivenUp();
    if (isOpen()) throw leftAlone();
    if (permit?.use() !== true) await quota.acquire(priority, signal, withinMs);
    try {
      return await breaker.execute(() => line.run(attempt, signal, () => new GivenUp()), signal);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw leftAlone();
      if (error instanceof GatewayError && error.code === "VENDOR_RATE_LIMITED") {
        quota.exhausted(error.retryAfter ?? clock() + LONGEST_PAUSE_MS);
      }
      throw error;
    }
  };

  const leftAlone = (): GatewayError => {
    const message = `${source} is not called for now, after ${settings.breakAfter} failures in a row`;
    return new GatewayError("VENDOR_UNAVAILABLE", message, { source, retryAfter: clock() + leftMs() });
  };

  return {
    run: (call, attempt) =>
      call.isIdempotent ? again.execute(() => tryOnce(call, attempt), call.signal) : tryOnce(call, attempt),
    quota,
    isBroken: () => breaker.state === CircuitState.Open || breaker.state === CircuitState.Isolated,
    waiting: () => line.waiting(),
  };
}

function isAbandoned(error: Error): boolean {
  return error instanceof GivenUp;
}
