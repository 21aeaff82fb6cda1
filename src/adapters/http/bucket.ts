import type { DurationMs } from "../../domain/time/instant.js";
import type { DrawnToken, QuotaLedger, TokenBucket } from "../../domain/vendor/quota.js";
import type { Timer } from "../../domain/time/timer.js";

/** The tokens of one source's quota. */
export interface Bucket {
  /** Draws one token, if `reserve` are left to others then. */
  draw(reserve: number): Promise<DrawnToken>;
  /** Lowers the tokens to `remaining`, and closes the bucket for a time. */
  limit(remaining: number, closedForMs: DurationMs): void;
  /** Gives back a token that was not used. */
  putBack(): void;
  /** Returns the tokens that were left at the last draw. */
  left(): number;
}

/** Rounding must not cost a whole pause: a token that is there but for this counts as there. */
const NEARLY = 1e-6;

/** The bucket of one process. Starts full. */
export function createLocalBucket({ burst, refillMs }: TokenBucket, timer: Timer): Bucket {
  let tokens = burst;
  let filledAt = timer.now();
  let closedUntil = Number.NEGATIVE_INFINITY;

  const fill = (): DurationMs => {
    const now = timer.now();
    tokens = Math.min(burst, tokens + Math.max(0, now - Math.max(filledAt, closedUntil)) / refillMs);
    filledAt = Math.max(now, closedUntil);
    return now;
  };

  return {
    draw(reserve) {
      const now = fill();
      const missing = Math.max(0, Math.min(reserve + 1, burst) - tokens);
      if (now < closedUntil || missing > NEARLY) {
        const waitMs = Math.max(1, Math.ceil(Math.max(0, closedUntil - now) + missing * refillMs));
        return Promise.resolve({ waitMs, left: Math.floor(tokens) });
      }
      tokens -= 1;
      return Promise.resolve({ waitMs: null, left: Math.floor(tokens) });
    },
    limit(remaining, closedForMs) {
      const now = fill();
      tokens = Math.min(tokens, remaining);
      if (closedForMs > 0) {
        closedUntil = Math.max(closedUntil, now + closedForMs);
        filledAt = closedUntil;
      }
    },
    putBack() {
      tokens = Math.min(burst, tokens + 1);
    },
    left() {
      fill();
      return timer.now() < closedUntil ? 0 : Math.max(0, Math.floor(tokens + NEARLY));
    },
  };
}

/** The bucket that all gateways of a store draw from. */
export function createSharedBucket(source: string, bucket: TokenBucket, ledger: QuotaLedger): Bucket {
  let left = bucket.burst;
  return {
    async draw(reserve) {
      const drawn = await ledger.draw(source, bucket, Math.min(reserve, bucket.burst - 1));
      ({ left } = drawn);
      return drawn;
    },
    limit(remaining, closedForMs) {
      if (remaining >= left && closedForMs <= 0) return;
      left = Math.min(left, remaining);
      // Best effort: a gateway that misses this is rejected by the vendor itself.
      ledger.limit(source, remaining, Math.max(0, closedForMs)).catch(() => undefined);
    },
    // Another gateway's draw may already count on it: one request less does no harm.
    putBack: () => undefined,
    left: () => left,
  };
}

/** Without a known quota everything may be sent, unless the vendor says otherwise. */
export function createOpenBucket(timer: Timer): Bucket {
  let closedUntil = Number.NEGATIVE_INFINITY;
  return {
    draw() {
      const waitMs = closedUntil - timer.now();
      return Promise.resolve({ waitMs: waitMs > 0 ? Math.ceil(waitMs) : null, left: Number.MAX_SAFE_INTEGER });
    },
    limit(_, closedForMs) {
      if (closedForMs > 0) closedUntil = Math.max(closedUntil, timer.now() + closedForMs);
    },
    putBack: () => undefined,
    left: () => (timer.now() < closedUntil ? 0 : Number.MAX_SAFE_INTEGER),
  };
}
