import {
  BrokenCircuitError,
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  decorrelatedJitterGenerator,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from "cockatiel";
import { GatewayError } from "../../callback/errors.js";
import type { Clock, DurationMs } from "../../callback/instant.js";
import type { QuotaLedger, QuotaSettings } from "../../callback/quota.js";
import { createQuota, createSharedQuota, type Priority, type Quota } from "./quota.js";

export interface PolicySettings {
  /** The most calls at a time; more wait in line. */
  readonly connections: number;
  /** How often a call that may be repeated is tried again. */
  readonly retries: number;
  /** Failures in a row after which the source is left alone. */
  readonly breakAfter: number;
  /** How long it is left alone before one call tries again. */
  readonly breakMs: DurationMs;
  readonly quota: QuotaSettings | null;
}

/** An attempt that its caller gave up: it says nothing about the vendor. */
export class GivenUp extends Error {}

export interface PolicyCall {
  /** True where asking twice does no harm: only then is it asked again. */
  readonly isIdempotent: boolean;
  readonly priority: Priority;
  /** Ends the attempts, and the pauses between them. */
  readonly signal: AbortSignal;
}

/** How calls to one source are made: quota, then repeated attempts, each through the breaker and the bulkhead. */
export interface Policy {
  /** Rejects with the attempt's last GatewayError, or without an attempt where the source may not be asked now. */
  run<Result>(call: PolicyCall, attempt: () => Promise<Result>): Promise<Result>;
  readonly quota: Quota;
  isBroken(): boolean;
  /** Calls that wait in line. */
  waiting(): number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
const MOST_IN_LINE = 100_000;

/** What says that a vendor is ill: 5xx, timeouts, cut connections and refusals for the rate; never a refused request. */
const isIllness = (error: Error): boolean =>
  error instanceof GatewayError &&
  ["VENDOR_UNAVAILABLE", "VENDOR_RATE_LIMITED", "DEADLINE_EXCEEDED"].includes(error.code);

/** The policy of one source, from its settings. */
export function createPolicy(source: string, settings: PolicySettings, clock: Clock, ledger?: QuotaLedger): Policy {
  const quota =
    settings.quota === null || ledger === undefined
      ? createQuota(settings.quota, clock)
      : createSharedQuota(source, settings.quota, ledger, clock);
  let brokeAt = 0;
  const inLine = bulkhead(settings.connections, MOST_IN_LINE);
  const breaker = circuitBreaker(
    // A probe that was given up has shown nothing: the circuit stays open. Elsewhere giving up counts for nothing.
    handleWhen((error) => isIllness(error) || (isAbandoned(error) && breaker.state === CircuitState.HalfOpen)),
    { halfOpenAfter: settings.breakMs, breaker: new ConsecutiveBreaker(settings.breakAfter) },
  );
  breaker.onBreak(() => {
    brokeAt = clock();
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
  const guarded = wrap(breaker, inLine);

  /** One attempt: only what the quota allows reaches the breaker, so that our own restraint is no illness. */
  const tryOnce = async <Result>({ priority, signal }: PolicyCall, attempt: () => Promise<Result>): Promise<Result> => {
    if (signal.aborted) throw new GivenUp();
    const freeAt = await quota.take(priority);
    if (freeAt !== null) {
      const message = `${source} may not be asked yet: its quota is used up`;
      throw new GatewayError("VENDOR_RATE_LIMITED", message, { source, retryAfter: freeAt });
    }
    try {
      return await guarded.execute(attempt, signal);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw leftAlone();
      if (error instanceof GatewayError && error.code === "VENDOR_RATE_LIMITED") {
        quota.exhausted(error.retryAfter ?? clock() + LONGEST_PAUSE_MS);
      }
      throw error;
    }
  };

  const leftAlone = (): GatewayError => {
    const message = `${source} is left alone after ${settings.breakAfter} failures in a row`;
    return new GatewayError("VENDOR_UNAVAILABLE", message, { source, retryAfter: brokeAt + settings.breakMs });
  };

  return {
    run: (call, attempt) =>
      call.isIdempotent ? again.execute(() => tryOnce(call, attempt), call.signal) : tryOnce(call, attempt),
    quota,
    isBroken: () => breaker.state === CircuitState.Open || breaker.state === CircuitState.Isolated,
    waiting: () => MOST_IN_LINE - inLine.queueSlots,
  };
}

function isAbandoned(error: Error): boolean {
  return error instanceof GivenUp;
}
