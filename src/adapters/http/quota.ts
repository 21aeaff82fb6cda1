import type { Clock, Instant } from "../../callback/instant.js";
import type { QuotaLedger, QuotaSettings } from "../../callback/quota.js";

/** Who asks: a client who waits, or the gateway's own upkeep, which leaves a part of the quota to clients. */
export type Priority = "interactive" | "upkeep";

/** What a vendor lets a source ask. */
export interface Quota {
  /** Takes one request's share. Null where it may be sent; else when there will be a share again. */
  take(priority: Priority): Promise<Instant | null>;
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
      if (now < closedUntil) return Promise.resolve(closedUntil);
      if (settings === null) return Promise.resolve(null);
      fill(now);
      const needed = 1 + reserveOf(priority, capacity);
      if (tokens < needed) return Promise.resolve(now + Math.ceil((needed - tokens) / perMs));
      tokens -= 1;
      return Promise.resolve(null);
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

function reserveOf(priority: Priority, capacity: number): number {
  return priority === "upkeep" ? Math.floor(capacity * RESERVED) : 0;
}

/** A bucket that all gateways draw from: every request takes its share there. */
export function createSharedQuota(source: string, settings: QuotaSettings, ledger: QuotaLedger, clock: Clock): Quota {
  const { requests, perMs } = settings;
  let left = requests;
  let closedUntil: Instant = 0;

  // The others are told as soon as may be; who is not told in time is told by the vendor itself.
  const tell = (remaining: number, until: Instant): void => {
    left = Math.min(left, remaining);
    ledger.limit(source, remaining, Math.max(0, until - clock())).catch(() => undefined);
  };

  return {
    async take(priority) {
      if (clock() < closedUntil) return closedUntil;
      const drawn = await ledger.draw(source, settings, reserveOf(priority, requests));
      ({ left } = drawn);
      return drawn.waitMs === null ? null : clock() + drawn.waitMs;
    },
    exhausted(until) {
      closedUntil = Math.max(closedUntil, until);
      tell(0, closedUntil);
    },
    corrected(remaining, resetsAt) {
      if (remaining <= 0 && resetsAt !== null) closedUntil = Math.max(closedUntil, resetsAt);
      if (remaining < left) tell(remaining, remaining <= 0 ? closedUntil : 0);
    },
    current() {
      const now = clock();
      if (now < closedUntil) return { remaining: 0, resetsAt: closedUntil };
      return {
        remaining: left,
        resetsAt: left >= requests ? null : now + Math.ceil(((requests - left) * perMs) / requests),
      };
    },
  };
}
