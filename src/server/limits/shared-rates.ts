import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { Rate, RateLedger } from "../../domain/rate.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import { createBoundedMap } from "../../lib/cache.js";
import { groupBy } from "../../lib/group.js";
import { waitFor, type RateBucket } from "./rate-bucket.js";

/** The limits whose rates all gateways of a store share. */
export type SharedLimit = "operations" | "failedLogins";

/**
 * Counts the callers of all gateways of one store together. Each decides at once, by its own bucket; twice a second it reports to the
 * store what it has drawn, and reads what is left for all.
 */
export interface SharedRates {
  /** Notes that a token was drawn from the bucket of a caller. */
  note(limit: SharedLimit, caller: string, rate: Rate, bucket: RateBucket): void;
  /** Reports what is left, and ends. */
  close(): Promise<void>;
}

/** A gateway that has its store to itself. */
export const NOT_SHARED: SharedRates = { note: () => undefined, close: () => Promise.resolve() };

/** How long others do not know of what was drawn. */
const REPORT_EVERY_MS: DurationMs = 500;
const TRIM_EVERY_MS: DurationMs = 60_000;
/** Keys that can wait to be reported; others count in this gateway only. */
const MOST_WAITING = 10_000;

interface Unreported {
  readonly name: string;
  /** Its digest. */
  readonly key: string;
  readonly rate: Rate;
  readonly bucket: RateBucket;
  tokens: number;
}

export interface SharedRatesOptions {
  /** Null: the gateway has its store to itself. */
  readonly ledger: RateLedger | null;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly logger: Logger;
}

export function createSharedRates({ ledger, ...options }: SharedRatesOptions): SharedRates {
  return ledger === null ? NOT_SHARED : new LedgerRates(ledger, options);
}

class LedgerRates implements SharedRates {
  readonly #unreported = createBoundedMap<string, Unreported>("unreported_rates", { maxEntries: MOST_WAITING });
  readonly #closing = new AbortController();
  #reporting: Promise<void> | null = null;
  /** Whether the last report failed: an outage is logged once. */
  #hasFailed = false;
  #trimmedAt = -Infinity;
  #longestMs: DurationMs = 0;

  constructor(
    private readonly ledger: RateLedger,
    private readonly options: Omit<SharedRatesOptions, "ledger">,
  ) {}

  note(limit: SharedLimit, caller: string, rate: Rate, bucket: RateBucket): void {
    const name = `${limit} ${caller}`;
    const unreported = this.#unreported.peek(name);
    if (unreported === undefined) this.#add(name, 1, { key: digestOf(name), rate, bucket });
    else unreported.tokens += 1;
    this.#longestMs = Math.max(this.#longestMs, rate.perMs);
    if (!this.#closing.signal.aborted) this.#reporting ??= this.#reportSoon();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reporting;
  }

  async #reportSoon(): Promise<void> {
    const { timer, logger } = this.options;
    await timer.sleep(REPORT_EVERY_MS, this.#closing.signal);
    try {
      await this.#report();
      await this.#trim();
      this.#hasFailed = false;
    } catch (error) {
      // Each gateway counts for itself meanwhile.
      if (!this.#hasFailed) logger.warn({ err: error }, "rates of callers are not shared with other gateways for now");
      this.#hasFailed = true;
    } finally {
      this.#reporting = null;
    }
    // More was drawn while the store responded. After the end, nothing more is reported.
    if (this.#unreported.size() > 0 && !this.#closing.signal.aborted) this.#reporting ??= this.#reportSoon();
  }

  async #report(): Promise<void> {
    const unreported = this.#unreported.keys().flatMap((name) => this.#take(name));
    const failures: unknown[] = [];
    for (const [rate, drawn] of groupBy(unreported, (one) => one.rate)) {
      try {
        const left = await this.ledger.drawTokens(rate, drawn);
        for (const [index, { name, bucket }] of drawn.entries()) {
          // Drawn while the store responded: reported next time.
          const since = this.#unreported.peek(name)?.tokens ?? 0;
          bucket.tokens = (left[index] ?? 0) - since;
          bucket.countedAt = this.options.clock();
        }
      } catch (error) {
        failures.push(error);
        for (const one of drawn) this.#reportLater(one);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Reports with what is drawn next what the bucket still lacks: in a long outage it has refilled, and so has the shared one. */
  #reportLater({ name, tokens, ...one }: Unreported): void {
    waitFor(one.bucket, one.rate, this.options.clock());
    this.#add(name, Math.min(tokens, one.rate.requests - one.bucket.tokens), one);
  }

  #take(name: string): Unreported[] {
    const unreported = this.#unreported.peek(name);
    this.#unreported.delete(name);
    return unreported === undefined ? [] : [unreported];
  }

  #add(name: string, tokens: number, { key, rate, bucket }: Omit<Unreported, "name" | "tokens">): void {
    this.#unreported.getOrCreate(name, () => ({ name, key, rate, bucket, tokens: 0 })).tokens += tokens;
  }

  async #trim(): Promise<void> {
    const now = this.options.timer.now();
    if (now - this.#trimmedAt < TRIM_EVERY_MS) return;
    this.#trimmedAt = now;
    // Full again by then.
    await this.ledger.trimRates(2 * this.#longestMs);
  }
}

/** Neither an address nor the name of a caller is stored. */
function digestOf(name: string): string {
  return createHash("sha256").update(name).digest("base64url");
}
