import type { Callback } from "../../domain/callback.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import { userError, type UserError } from "../../domain/user-error.js";

const MINUTE: DurationMs = 60_000;
/** Zones differ by multiples of this: an hour, or a part of it. */
const ZONE_STEP: DurationMs = 15 * MINUTE;
/** The most by which two zones differ. */
const MOST_ZONE_DIFFERENCE: DurationMs = 26 * 60 * MINUTE;

/** A written time, and what it may be confused with. */
export interface RequestedTime {
  readonly start: Instant;
  /** When the callback was to be called before; null for a new one. */
  readonly previousStart: Instant | null;
  /** The setting, for the message. */
  readonly timeZone: string;
}

/**
 * Compares the time of a callback that was read after a write with the requested one. Seconds may differ. A wrong time
 * zone in the settings, or at the vendor, would otherwise silently move the calls of customers.
 */
export function checkWrittenTime({ vendorId, window }: Callback, requested: RequestedTime): UserError[] {
  const { start, previousStart, timeZone } = requested;
  const shown = window?.start ?? null;
  if (shown === null) {
    return [differs(`callback ${vendorId} was written, but its record has no time that can be read; check it there`)];
  }
  const shift = shown - start;
  if (Math.abs(shift) < MINUTE) return [];
  const was = `callback ${vendorId} was written, but its record shows ${iso(shown)} instead of ${iso(start)}`;
  if (shown === previousStart) {
    return [differs(`${was}, which is its previous time: the change may show later, check it at the vendor`)];
  }
  const isZone = Math.abs(shift) % ZONE_STEP < MINUTE && Math.abs(shift) <= MOST_ZONE_DIFFERENCE;
  if (!isZone) return [differs(`${was}; check it at the vendor, and reschedule or cancel it`)];
  const message =
    `${was}, which is ${hours(shift)}: the source's setting timeZone (${timeZone}) is probably not the time zone of the ` +
    "business unit. The callback stays as it was written. Correct the setting, then check the callback at the " +
    "vendor, and reschedule or cancel it";
  return [differs(message)];
}

function differs(message: string): UserError {
  return userError("NOT_AS_REQUESTED", message, "window", "start");
}

/** `5 hours later`, `30 minutes earlier`. */
function hours(shift: DurationMs): string {
  const minutes = Math.round(Math.abs(shift) / MINUTE);
  const amount = minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${amount} ${shift > 0 ? "later" : "earlier"}`;
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
