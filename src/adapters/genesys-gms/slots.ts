import type { DurationMs, Instant } from "../../domain/time/instant.js";
import { userError, type UserError } from "../../domain/user-error.js";
import type { GmsPeriod } from "./client.js";
import type { GmsRefusal, GmsSlots } from "./replies.js";

/** How far after the requested time the next offered times are named. */
const AHEAD_MS: DurationMs = 86_400_000;
/** How many of them. */
const SLOTS_NAMED = 3;

/** The period to query for the time slot that contains a time, and for the next ones. */
export function slotPeriod(start: Instant, slotMs: DurationMs): GmsPeriod {
  return { from: start - (start % slotMs), until: start + AHEAD_MS };
}

/** Returns an error unless the vendor offers the time: by a slot that contains it, and that has a free place. */
export function checkSlot(slots: GmsSlots, start: Instant, slotMs: DurationMs): UserError[] {
  const slot = [...slots].findLast(([at]) => at <= start && start < at + slotMs);
  if (slot !== undefined && slot[1] > 0) return [];
  const fault = slot === undefined ? "this time is not offered" : "this time is fully booked";
  return [notOffered(`${fault}; ${nextSlots(slots, start)}`)];
}

/** Returns the error for the vendor's refusal of a write; none if it was not refused. Contains no text of the vendor. */
export function checkRefusal(refusal: GmsRefusal | null): UserError[] {
  switch (refusal?.kind) {
    case undefined:
      return [];
    case "SLOT":
      return [notOffered(`the vendor does not take a callback at this time; ${nextSlots(refusal.slots, 0)}`)];
    case "NUMBER": {
      const message = "the vendor takes no more callbacks of this number today: request it tomorrow, with another key";
      return [userError("VENDOR_REJECTED", message, "phoneNumber")];
    }
    case "SERVICE": {
      const message =
        "the callback service has as many callbacks as it accepts for now: request a later time, or try again in a " +
        "few minutes with another key";
      return [userError("VENDOR_REJECTED", message, "queueId")];
    }
  }
}

function notOffered(message: string): UserError {
  return userError("SLOT_NOT_OFFERED", message, "window", "start");
}

function nextSlots(slots: GmsSlots, from: Instant): string {
  const free = [...slots].filter(([at, places]) => at >= from && places > 0).slice(0, SLOTS_NAMED);
  if (free.length === 0) return "no later time is offered within a day";
  return `the next are ${free.map(([at]) => new Date(at).toISOString()).join(", ")}`;
}
