import type { DurationMs } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";

const MINUTE: DurationMs = 60_000;
/** Towards the end of the vendor's window its headers seem to allow more: the lowest rate counts for this time. */
const LOWEST_FOR_MS: DurationMs = 2 * MINUTE;

/** The rate that the vendor's response headers allow, below the quota of the settings. */
export class VendorPace {
  #spacing: { readonly ms: DurationMs; readonly until: DurationMs } | null = null;
  #lowest: { readonly perMinute: number; readonly until: DurationMs } | null = null;

  /** `perMinute` is the quota of the settings; Infinity without one. */
  constructor(
    private readonly perMinute: number,
    private readonly timer: Timer,
  ) {}

  /** Returns the least time between two requests; 0 while the headers do not restrict the rate. */
  spacingMs(): DurationMs {
    return this.#spacing !== null && this.timer.now() < this.#spacing.until ? this.#spacing.ms : 0;
  }

  /** Returns the requests a minute that are allowed now; Infinity if no limit is known. */
  allowedPerMinute(): number {
    const spacing = this.spacingMs();
    return Math.min(this.perMinute, spacing > 0 ? MINUTE / spacing : Number.POSITIVE_INFINITY);
  }

  /** Returns the lowest rate that was allowed lately, or now. */
  lowestPerMinute(): number {
    const lowest = this.#lowest;
    const lately = lowest !== null && this.timer.now() < lowest.until ? lowest.perMinute : Number.POSITIVE_INFINITY;
    return Math.min(this.allowedPerMinute(), lately);
  }

  /** Spreads `remaining` requests over `forMs`, unless a request every `refillMs` is slower. */
  spread(remaining: number, forMs: DurationMs, refillMs: DurationMs): void {
    const now = this.timer.now();
    const ms = forMs / remaining;
    this.#spacing = ms > refillMs ? { ms, until: now + forMs } : null;
    if (this.#spacing === null) return;
    const perMinute = this.allowedPerMinute();
    if (this.#lowest !== null && now < this.#lowest.until && perMinute >= this.#lowest.perMinute) return;
    this.#lowest = { perMinute, until: now + LOWEST_FOR_MS };
  }
}
