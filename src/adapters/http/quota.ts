import type { Clock, DurationMs, Instant } from "../../callback/instant.js";

/** Who asks: a client who waits, or the gateway's own upkeep, which leaves a part of the quota to clients. */
export type Priority = "interactive" | "upkeep";

export interface QuotaSettings {
  /** So many requests ... */
  readonly requests: number;
  /** ... in so many milliseconds, and as many at once. */
  readonly perMs: DurationMs;
}

/** What a vendor lets a source ask. */
export interface Quota {
  /** Takes one request's share. Null where it may be sent; else when there will be a share again. */
  take(priority: Priority): Instant | null;
  /** The vendor itself says that there is nothing left until then. */
  exhausted(until: Instant): void;
  /** The vendor itself says how much is left, until when. */
  corrected(remaining: number, resetsAt: Instant | null): void;
  current(): { readonly remaining: number | null; readonly resetsAt: Instant | null };
}

/** The part of the quota that upkeep leaves to clients. */
const RESERVED = 0.2;

/** A token bucket that starts full. Without settings only what the vendor says is heeded. */
export function createQuota(settings: QuotaSettings | null, clock: Clock): Quota {
  const capacity = settings?.requests ?? Number.POSITIVE_INFINITY;
  const perMs = settings === null ? 0 : settings.requests / settings.perMs;
  let tokens = capacity;
  let filledAt = clock();
  let closedUntil: Instant = 0;

  const fill = (now: Instant): void => {
    if (settings === null) return;
    tokens = Math.min(capacity, tokens + Math.max(0, now - filledAt) * perMs);
    filledAt = now;
  };

  return {
    take(priority) {
      const now = clock();
      if (now < closedUntil) return closedUntil;
      if (settings === null) return null;
      fill(now);
      const needed = 1 + (priority === "upkeep" ? Math.floor(capacity * RESERVED) : 0);
      if (tokens < needed) return now + Math.ceil((needed - tokens) / perMs);
      tokens -= 1;
      return null;
    },
    exhausted(until) {
      closedUntil = Math.max(closedUntil, until);
      // A vendor that refuses has counted more than we did: begin again from nothing.
      tokens = settings === null ? tokens : 0;
      filledAt = clock();
    },
    corrected(remaining, resetsAt) {
      if (settings !== null) {
        fill(clock());
        tokens = Math.min(tokens, remaining);
      }
      if (remaining <= 0 && resetsAt !== null) closedUntil = Math.max(closedUntil, resetsAt);
    },
    current() {
      const now = clock();
      fill(now);
      if (now < closedUntil) return { remaining: 0, resetsAt: closedUntil };
      if (settings === null) return { remaining: null, resetsAt: null };
      const missing = capacity - tokens;
      return { remaining: Math.floor(tokens), resetsAt: missing < 1 ? null : now + Math.ceil(missing / perMs) };
    },
  };
}
