import { LONGEST_TIMER_MS } from "../../lib/bounds.js";
import type { Clock, DurationMs } from "./instant.js";

/**
 * Time for loops and intervals. It never steps, unlike the wall clock, and a test or a simulation can own it: nothing that
 * waits reads the system's clock by itself.
 */
export interface Timer {
  /** Milliseconds since some fixed moment; only differences mean anything. */
  now(): DurationMs;
  /** Resolves after `ms`, or as soon as the signal aborts. Never rejects. */
  sleep(ms: DurationMs, signal?: AbortSignal): Promise<void>;
}

/** The system's own monotonic clock. */
export const systemTimer: Timer = { now: () => performance.now(), sleep };

/** Reads a clock that a test moves; its pauses take real time. */
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
