import type { DurationMs } from "../../domain/time/instant.js";

/** Weight of a new request in the running averages. */
const NEW_WEIGHT = 0.05;
/** Outages pass: plans assume that at least this part of the requests succeeds. */
const MIN_SUCCESS = 0.5;
const MINUTE: DurationMs = 60_000;

/** Estimates how many requests a minute the connections carry, from how requests ended. */
export class RequestCapacity {
  #latencyMs: DurationMs = 0;
  #success = 1;

  /** `concurrency` is the number of requests at a time. */
  constructor(private readonly concurrency: number) {}

  succeeded(tookMs: DurationMs): void {
    this.#latencyMs = this.#latencyMs === 0 ? tookMs : this.#latencyMs + (tookMs - this.#latencyMs) * NEW_WEIGHT;
    this.#success += (1 - this.#success) * NEW_WEIGHT;
  }

  failed(): void {
    this.#success -= this.#success * NEW_WEIGHT;
  }

  /** Returns the successful requests a minute to plan with; `allowed` is the rate that the vendor's quota leaves. */
  perMinute(allowed: number): number {
    const carried = this.#latencyMs === 0 ? Number.POSITIVE_INFINITY : (this.concurrency * MINUTE) / this.#latencyMs;
    return Math.min(allowed, carried) * Math.max(MIN_SUCCESS, this.#success);
  }
}
