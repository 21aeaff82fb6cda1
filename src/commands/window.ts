import type { Instant } from "../domain/time/instant.js";
import { CommandRejected, userError, type UserError } from "../domain/user-error.js";
import { instantWindow, localWindow, type CallbackWindow } from "../domain/time/window.js";
import { findZone, localFields } from "../domain/time/zone.js";
import type { PlannedWrite } from "../adapters/adapter.js";
import type { WindowRequest } from "./commands.js";

/** Returns the window of a request. Throws a CommandRejected for a request with no window, or with two. */
export function toWindow(request: WindowRequest): CallbackWindow {
  const { start, end, localDate, localStart, localEnd, timeZone } = request;
  const isLocal = isLocalWindow(request);
  if (isLocal && (start !== null || end !== null)) {
    throw rejected("give either start and end, or localDate, localStart and localEnd");
  }
  if (!isLocal) {
    if (start === null) throw rejected("start is required, or localDate and localStart with a timeZone", "start");
    return checked(instantWindow(start, end, timeZone), "end");
  }
  if (localDate === null) throw rejected("localDate is required with local times", "localDate");
  if (localStart === null) throw rejected("localStart is required with localDate", "localStart");
  if (timeZone === null) throw rejected("timeZone is required with local times", "timeZone");
  if (findZone(timeZone) === null)
    throw rejected("unknown time zone: give an IANA name such as Europe/Berlin", "timeZone");
  const local = { timeZone, date: localDate, startTime: localStart, endTime: null };
  if (localWindow({ ...local, startTime: "12:00" }) === null)
    throw rejected("no such date: expected a date such as 2025-04-08", "localDate");
  const beginning = localWindow(local);
  if (beginning === null) throw rejected("no such local time: expected a time such as 14:30", "localStart");
  const window = localWindow({ ...local, endTime: localEnd });
  if (window === null) throw rejected("no such local time: expected a time such as 14:30", "localEnd");
  if (beginning.dstAdjustment === "SHIFTED_FORWARD") throw rejected(SKIPPED, "localStart");
  // `dstAdjustment` reports the start first, so a skipped end is checked by itself.
  if (isEndSkipped(window)) throw rejected(SKIPPED, "localEnd");
  return checked(window, "localEnd");
}

const SKIPPED = "this local time does not exist on that day: the clock skips it";

/** True if the local end does not exist because the clock skips it: the window then has the next time that exists. */
function isEndSkipped({ end, timeZone, localEnd }: CallbackWindow): boolean {
  const zone = timeZone === null ? null : findZone(timeZone);
  if (zone === null || end === null || localEnd === null) return false;
  return localFields(end, zone).time.slice(0, MINUTES) !== localEnd.slice(0, MINUTES);
}

/** The length of `14:30` in `14:30:00`. */
const MINUTES = 5;

function isLocalWindow({ localDate, localStart, localEnd }: WindowRequest): boolean {
  return localDate !== null || localStart !== null || localEnd !== null;
}

/**
 * Plans and sends a write with the client's window. Errors of the vendor's rules about its start and end name the fields
 * that the client used: `localStart` and `localEnd` for local times.
 */
export async function planWithWindow<Result>(
  window: WindowRequest | null,
  plan: () => Promise<PlannedWrite<Result>>,
): Promise<PlannedWrite<Result>> {
  if (window === null || !isLocalWindow(window)) return plan();
  const planned = await inLocalTerms(plan);
  return { send: (options) => inLocalTerms(() => planned.send(options)) };
}

const LOCAL_FIELDS: Readonly<Record<string, string>> = { start: "localStart", end: "localEnd" };

async function inLocalTerms<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CommandRejected) throw new CommandRejected(error.errors.map(toLocalTerms));
    throw error;
  }
}

function toLocalTerms(error: UserError): UserError {
  const [whole, side = "", ...others] = error.field ?? [];
  const local = LOCAL_FIELDS[side];
  if (whole !== "window" || local === undefined || others.length > 0) return error;
  return {
    ...error,
    field: [whole, local],
    message: error.message.replaceAll(/\bwindow\.(start|end)\b/gu, (_, name: string) => `window.${LOCAL_FIELDS[name]}`),
  };
}

function checked(window: CallbackWindow, endField: string): CallbackWindow {
  if (window.end !== null && window.end <= window.start)
    throw rejected(`${endField} must be after the start`, endField);
  return window;
}

function rejected(problem: string, ...field: readonly string[]): CommandRejected {
  return new CommandRejected([userError("INVALID_INPUT", `window: ${problem}`, "window", ...field)]);
}

/** A longer text is no date, time or zone: the command was rejected for it. */
const LONGEST_PART = 64;

/** The requested window, for the audit. */
export function textOfWindow(window: WindowRequest | null): string {
  if (window === null) return "as soon as possible";
  const { start, end, localDate, localStart, localEnd, timeZone } = window;
  const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());
  const parts = [iso(start), iso(end), localDate, localStart, localEnd, timeZone];
  return parts.flatMap((part) => part?.slice(0, LONGEST_PART) ?? []).join(" ");
}
