import type { DurationMs } from "../domain/time/instant.js";

/** A key that failed is requested again after this time, doubled with each failure in a row. */
const RETRY_MS: DurationMs = 1000;
const LONGEST_RETRY_MS: DurationMs = 30_000;
/** The longest retry is this part of the key's lane period, if that is longer. */
const RETRY_SHARE = 1 / 8;
/** After so many failures in a row, of any keys, the source pauses between single requests. */
const FAILURES_TO_PAUSE = 3;
/** The longest pause by itself; a vendor's retryAfter may be longer. */
const LONGEST_PAUSE_MS: DurationMs = 10_000;

/** Decides after failed requests when the key is requested again, and how long the whole source pauses. */
export class FailureBackoff {
  #failuresInRow = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  /** True while the last request failed: then one request at a time is enough to find out whether the next succeeds. */
  get isFailing(): boolean {
    return this.#failuresInRow > 0;
  }

  /** Until when nothing is sent, by the timer; in the past while there is no pause. */
  get pausedUntil(): DurationMs {
    return this.#pausedUntil;
  }

  succeeded(): void {
    this.#failuresInRow = 0;
  }

  /** Notes a failure, and returns when the key is requested again. `retryAfterMs` is 0 if the vendor named no time. */
  failed(failure: {
    readonly now: DurationMs;
    readonly retryAfterMs: DurationMs;
    /** Failures of this key in a row. */
    readonly keyFailures: number;
    readonly lanePeriodMs: DurationMs;
  }): DurationMs {
    const { now, retryAfterMs, keyFailures, lanePeriodMs } = failure;
    this.#failuresInRow += 1;
    if (this.#failuresInRow >= FAILURES_TO_PAUSE || retryAfterMs > 0) {
      const pauseMs = backoff(Math.max(0, this.#failuresInRow - FAILURES_TO_PAUSE), LONGEST_PAUSE_MS);
      this.#pausedUntil = now + Math.max(retryAfterMs, pauseMs);
    }
    // Keys that fail for long must not take the quota of the others.
    const longestMs = Math.max(LONGEST_RETRY_MS, lanePeriodMs * RETRY_SHARE);
    return now + Math.max(retryAfterMs, backoff(keyFailures - 1, longestMs));
  }
}

function backoff(failures: number, longestMs: DurationMs): DurationMs {
  return Math.min(longestMs, RETRY_MS * 2 ** failures);
}
