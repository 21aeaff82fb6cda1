import type { Instant } from "../callback/instant.js";
import { RefusedWish, userError } from "../callback/user-error.js";
import { instantWindow, localWindow, type CallbackWindow } from "../callback/window.js";
import type { WindowRequest } from "./actions.js";

/** The window that a client means. Throws a RefusedWish where it says none, or two. */
export function toWindow(request: WindowRequest): CallbackWindow {
  const { start, end, localDate, localStart, localEnd, timeZone } = request;
  const isLocal = localDate !== null || localStart !== null || localEnd !== null;
  if (isLocal && (start !== null || end !== null)) {
    throw refused("give either start and end, or localDate, localStart and localEnd");
  }
  if (!isLocal) {
    if (start === null) throw refused("start is needed, or localDate and localStart with a timeZone", "start");
    return checked(instantWindow(start, end, timeZone));
  }
  if (localDate === null) throw refused("localDate is needed with local times", "localDate");
  if (localStart === null) throw refused("localStart is needed with localDate", "localStart");
  if (timeZone === null) throw refused("timeZone is needed with local times", "timeZone");
  const window = localWindow({ timeZone, date: localDate, startTime: localStart, endTime: localEnd });
  if (window === null) throw refused("there is no such local time");
  if (window.dstAdjustment === "SHIFTED_FORWARD") {
    throw refused("that clock skips this local time on that day", "localStart");
  }
  return checked(window);
}

function checked(window: CallbackWindow): CallbackWindow {
  if (window.end !== null && window.end <= window.start) throw refused("end has to be after start", "end");
  return window;
}

function refused(problem: string, ...field: readonly string[]): RefusedWish {
  return new RefusedWish([userError("INVALID_INPUT", `window: ${problem}`, "window", ...field)]);
}

/** A window as it was wished for, for the audit. */
export function textOfWindow(window: WindowRequest | null): string {
  if (window === null) return "as soon as possible";
  const { start, end, localDate, localStart, localEnd, timeZone } = window;
  const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());
  const parts = [iso(start), iso(end), localDate, localStart, localEnd, timeZone];
  return parts.filter((part) => part !== null).join(" ");
}
