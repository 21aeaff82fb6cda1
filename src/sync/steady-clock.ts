import type { Logger } from "pino";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";

export interface SteadyClockOptions {
  /** The clock that may step. */
  readonly wallClock: Clock;
  readonly timer: Pick<Timer, "now">;
  readonly logger: Logger;
}

/** A smaller difference is drift, or a busy machine. */
const LEAST_STEP_MS: DurationMs = 2000;
/** A clock that was set ahead by mistake is mostly set right within this time. */
const DISTRUST_MS: DurationMs = 60_000;

/**
 * A wall clock that follows a step ahead only after a minute, so that a clock that is days ahead for some seconds ends
 * no callback. A clock that is set back is followed immediately. Each step is logged.
 */
export function createSteadyClock({ wallClock, timer, logger }: SteadyClockOptions): Clock {
  let offset = wallClock() - timer.now();
  let aheadSince: DurationMs | null = null;
  return () => {
    const now = wallClock();
    const steppedMs = Math.round(now - timer.now() - offset);
    if (Math.abs(steppedMs) < LEAST_STEP_MS) {
      if (aheadSince !== null) logger.warn("system clock step reverted");
      aheadSince = null;
      return now;
    }
    if (steppedMs > 0 && aheadSince === null) {
      logger.warn({ steppedMs, acceptedAfterMs: DISTRUST_MS }, "system clock stepped ahead; ignored until confirmed");
      aheadSince = timer.now();
    }
    if (steppedMs > 0 && timer.now() - (aheadSince ?? 0) < DISTRUST_MS) return Math.round(timer.now() + offset);
    logger.warn({ steppedMs }, "system clock stepped");
    offset += steppedMs;
    aheadSince = null;
    return now;
  };
}
