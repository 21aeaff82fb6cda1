import type { DurationMs, Instant } from "../domain/time/instant.js";
import { pauseDelay } from "./backoff.js";

/** Events of so many callbacks fail in a row: the receiver is down, and not one of its records wrong. */
const CALLBACKS_TO_PAUSE = 3;

/** Decides after failed attempts how long a whole delivery pauses. */
export class DeliveryPause {
  /** Callbacks that failed since the last success. */
  readonly #failedRows = new Set<number | null>();
  #failuresInRow = 0;
  #until: Instant = Number.NEGATIVE_INFINITY;
  #wasDown = false;

  constructor(private readonly random: () => number) {}

  /** True while the receiver is down: one attempt at a time is enough to find out whether it responds again. */
  get isDown(): boolean {
    return this.#failedRows.size >= CALLBACKS_TO_PAUSE;
  }

  /** Until when nothing is sent; in the past while there is no pause. */
  get until(): Instant {
    return this.#until;
  }

  /** True once after an outage: then events are retried before their time. */
  takeRecovery(): boolean {
    const isRecovered = this.#wasDown && !this.isDown;
    if (isRecovered) this.#wasDown = false;
    return isRecovered;
  }

  succeeded(): void {
    this.#failedRows.clear();
    this.#failuresInRow = 0;
  }

  /** `retryAfterMs` is 0 if the receiver names no time. */
  failed(rowId: number | null, now: Instant, retryAfterMs: DurationMs): void {
    if (!this.isDown) this.#failedRows.add(rowId);
    if (this.isDown) this.#failuresInRow += 1;
    this.#wasDown ||= this.isDown;
    const pauseMs = this.isDown ? pauseDelay(this.#failuresInRow, this.random()) : 0;
    if (pauseMs + retryAfterMs > 0) this.#until = Math.max(this.#until, now + Math.max(retryAfterMs, pauseMs));
  }
}
