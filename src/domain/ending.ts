import type { Callback } from "./callback.js";
import type { DurationMs, Instant } from "./time/instant.js";
import type { RememberedCallback } from "./change/observation.js";
import { isOpenStatus, statusAt, type CallbackStatus, type MovingStatus } from "./status.js";

/** How long a callback without an end may stay open after its start or its last change: 31 days. */
export const LAPSE_MS: DurationMs = 31 * 24 * 3_600_000;

type Ending = Pick<Callback, "status" | "statusBasis" | "lapsesAt" | "window" | "createdAt" | "updatedAt">;

/**
 * When a callback that the vendor returns lapses to ENDED: every DERIVED open one, and every UNKNOWN one, at the end of its
 * window; without an end, 31 days after its start or its last change, whichever is later. `lastChangedAt` is called where
 * the record has no time at all. Null for final ones, and for open ones that the vendor reports itself.
 */
export function endOf(callback: Ending, lastChangedAt: () => Instant): Instant | null {
  const { status, statusBasis, lapsesAt, window, createdAt, updatedAt } = callback;
  if (!isOpenStatus(status) || (statusBasis === "REPORTED" && status !== "UNKNOWN")) return null;
  const end = lapsesAt ?? window?.end ?? null;
  if (end !== null) return end;
  const times = [window?.start ?? null, createdAt, updatedAt].filter((time) => time !== null);
  return LAPSE_MS + (times.length === 0 ? lastChangedAt() : Math.max(...times));
}

/**
 * Returns the end of a callback that the vendor no longer returns since `absentSince`. The record was removed, so it
 * ends immediately. At a vendor that drops callbacks when they are due, one that was returned until the start of its
 * window ends like one that is still returned. Null if its status is final already.
 */
export function endOfAbsent(
  { callback, endsAt }: Pick<RememberedCallback, "callback" | "endsAt">,
  absentSince: Instant,
  forgetsWhenDue: boolean,
): Instant | null {
  if (!isOpenStatus(callback.status)) return null;
  const start = callback.window?.start ?? null;
  const wasForgotten = forgetsWhenDue && start !== null && absentSince >= start;
  if (wasForgotten) return endsAt ?? endOf({ ...callback, statusBasis: "DERIVED" }, () => absentSince);
  return Math.min(endsAt ?? absentSince, absentSince);
}

/** Returns the status of a stored callback over time: the vendor's status, which ends at `endsAt`. */
export function movingStatusOf({ callback, endsAt }: Pick<RememberedCallback, "callback" | "endsAt">): MovingStatus {
  return { status: callback.status, dueAt: callback.dueAt, lapsesAt: endsAt };
}

/** Returns the status of a stored callback at `now`. */
export function statusOf(remembered: Pick<RememberedCallback, "callback" | "endsAt">, now: Instant): CallbackStatus {
  return statusAt(movingStatusOf(remembered), now);
}
