import type { DurationMs, Instant } from "../time/instant.js";
import type { Detection } from "./change.js";
import type { RememberedCallback } from "./observation.js";
import { endOf, endOfAbsent, movingStatusOf } from "../ending.js";
import { clockChangedAt, isOpenStatus, statusAt } from "../status.js";

/** By how much the clocks of gateways may differ, and a clock may be set back, without that a published status is taken back. */
export const CLOCK_TOLERANCE_MS: DurationMs = 60_000;

/**
 * Applies the passage of time: a status that changed since it was last published; null if none did. A callback that an
 * earlier version stored without an end gets one by today's rule. A status that a wrong clock published for a moment
 * far in the future is taken back.
 */
export function detectElapsed(
  remembered: RememberedCallback,
  clockNow: Instant,
  forgetsWhenDue = false,
): Detection | null {
  const isMistaken = remembered.statusChangedAt > clockNow + CLOCK_TOLERANCE_MS;
  const previous = withEnd(isMistaken ? withoutFuture(remembered, clockNow) : remembered, forgetsWhenDue);
  // Changes that the clock has published stay published, also if this clock is slightly behind the one that published
  // them.
  const now = Math.max(clockNow, previous.statusChangedAt);
  const moving = movingStatusOf(previous);
  const status = statusAt(moving, now);
  // A clock that is slightly behind does not reopen a callback that was ended.
  if (!isMistaken && !isOpenStatus(previous.publishedStatus) && isOpenStatus(status)) return null;
  if (status === previous.publishedStatus)
    return previous === remembered ? null : { remembered: previous, change: null };
  const movedAt = clockChangedAt(moving, now);
  // The time of the removal is unknown.
  const occurredAt = previous.isPresentAtVendor || forgetsWhenDue ? movedAt : null;
  return {
    remembered: { ...previous, publishedStatus: status, statusChangedAt: movedAt ?? now },
    change: {
      kind: "STATUS_CHANGED",
      previousStatus: previous.publishedStatus,
      status,
      changedFields: ["status"],
      occurredAt,
      observedAt: now,
    },
  };
}

/** With no moment that is still to come. A record that is absent stays ended: that is no matter of the clock. */
function withoutFuture(previous: RememberedCallback, now: Instant): RememberedCallback {
  const absentSince = previous.absentSince === null ? null : Math.min(previous.absentSince, now);
  const endsAt =
    previous.isPresentAtVendor || previous.endsAt === null ? previous.endsAt : Math.min(previous.endsAt, now);
  return { ...previous, statusChangedAt: now, absentSince, endsAt };
}

/** Returns the callback with the end of today's rule; the identical object if it has that end already. */
function withEnd(previous: RememberedCallback, forgetsWhenDue: boolean): RememberedCallback {
  const endsAt = previous.isPresentAtVendor
    ? (previous.endsAt ?? endOf(previous.callback, () => previous.statusChangedAt))
    : endOfAbsent(previous, previous.absentSince ?? previous.observedAt, forgetsWhenDue);
  return endsAt === previous.endsAt ? previous : { ...previous, endsAt };
}
