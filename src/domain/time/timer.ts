import { LONGEST_TIMER_MS } from "../../lib/bounds.js";
import type { Clock, DurationMs } from "./instant.js";

/** Time for loops and intervals. Unlike the wall clock it never steps, and tests and simulations can control it. */
export interface Timer {
  /** Milliseconds since some fixed moment; only differences mean anything. */
  now(): DurationMs;
  /** Resolves after `ms`, or as soon as the signal aborts. Never rejects. */
  sleep(ms: DurationMs, signal?: AbortSignal): Promise<void>;
}

/** The system's own monotonic clock. */
export const systemTimer: Timer = { now: () => performance.now(), sleep };

/** Creates a timer over a clock that a test moves; its sleeps take real time. */
export function timerOf(clock: Clock): Timer {
  return { now: clock, sleep };
}

function sleep(ms: DurationMs, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    signal?.addEventListener("abort", end);
  });
}
