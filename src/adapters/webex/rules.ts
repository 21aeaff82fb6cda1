import type { DurationMs, Instant } from "../../domain/time/instant.js";
import { userError, type UserError } from "../../domain/user-error.js";
import type { AgentActionCommand, ScheduleCommand } from "../../domain/command.js";
import { localWindow, type CallbackWindow } from "../../domain/time/window.js";
import { findZone, localFields } from "../../domain/time/zone.js";
import { unplaced } from "../write.js";

const MINUTE: DurationMs = 60_000;
const DAY: DurationMs = 24 * 60 * MINUTE;
/** How far ahead, by local dates ("ScheduleCallbackRequest", scheduleDate). */
const MOST_DAYS = 31;
const LEAD_MS = 30 * MINUTE;
const SHORTEST_MS = 30 * MINUTE;
const LONGEST_MS = 8 * 60 * MINUTE;
const MOST_NAME = 250;
const MOST_CLIENT = 20;
const NUMBER = /^(?=.{7,15}$)\+?[\d ().-]+$/u;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The time of a callback in Webex's format: local, to the second. */
export interface WebexTimes {
  readonly timezone: string;
  readonly scheduleDate: string;
  readonly startTime: string;
  readonly endTime: string;
}

/** Returns a number in Webex's format: E.164, without the plus if it would be too long with it. */
export function webexNumberOf(e164: string): string {
  return e164.length > 15 ? e164.replace(/^\+/u, "") : e164;
}

/** Every rule of "ScheduleCallbackRequest" that a command breaks, the window's own rules apart. */
export function checkWebexCommand(command: ScheduleCommand): UserError[] {
  const errors = unplaced(command, ["campaignId"]);
  const { customerName, queueId } = command;
  if (customerName === null || customerName.trim() === "" || customerName.length > MOST_NAME) {
    errors.push(userError("INVALID_INPUT", `customerName must have 1 to ${MOST_NAME} characters`, "customerName"));
  }
  if (!NUMBER.test(webexNumberOf(command.phoneNumber))) {
    errors.push(userError("INVALID_INPUT", "phoneNumber must have 7 to 15 characters", "phoneNumber"));
  }
  if (queueId === null || queueId === "") {
    errors.push(userError("INVALID_INPUT", "queueId is required: a queue routes the callback", "queueId"));
  }
  errors.push(
    ...checkUuid(command.agentId, "agentId"),
    ...checkUuid(command.originInteractionId, "originInteractionId"),
  );
  return errors;
}

/** Every rule that a command for a callback as soon as possible breaks: its entry point's flow decides all but the number. */
export function checkWebexTask(command: ScheduleCommand, isAllowed: boolean): UserError[] {
  if (!isAllowed) {
    const message = "window is required: the source's settings name no entry point for callbacks as soon as possible";
    return [...checkWebexCommand(command), userError("INVALID_INPUT", message, "window")];
  }
  return unplaced(command, ["customerName", "reason", "queueId", "campaignId", "agentId", "originInteractionId"]);
}

/** An id that the document wants to be a UUID. */
export function checkUuid(id: string | null, field: string): UserError[] {
  return id === null || UUID.test(id)
    ? []
    : [userError("INVALID_INPUT", `${field}: the vendor's id must be a UUID`, field)];
}

/** Every rule of the document that a window breaks: within 31 days, 30 minutes ahead, 30 minutes to 8 hours long. */
export function checkWebexWindow(window: CallbackWindow, now: Instant): UserError[] {
  const { start, end, timeZone } = window;
  if (timeZone === null) {
    return [
      userError(
        "INVALID_INPUT",
        "window.timeZone is required: the vendor's API takes local times",
        "window",
        "timeZone",
      ),
    ];
  }
  if (end === null) return [userError("INVALID_INPUT", "window.end is required", "window", "end")];
  const errors: UserError[] = [];
  if (start < now + LEAD_MS) {
    errors.push(userError("INVALID_INPUT", "the window must start at least 30 minutes from now", "window", "start"));
  }
  if (daysAhead(start, timeZone, now) > MOST_DAYS) {
    errors.push(userError("INVALID_INPUT", `the window must be within ${MOST_DAYS} days`, "window", "start"));
  }
  if (end - start < SHORTEST_MS || end - start > LONGEST_MS) {
    errors.push(userError("INVALID_INPUT", "the window must last from 30 minutes to 8 hours", "window", "end"));
  }
  if (end > start && toWebexTimes(window) === null) {
    const side = isTellable({ ...window, end: null }) ? "end" : "start";
    const message =
      `window.${side} cannot be expressed in local time: the hour occurs twice on that day, or the time is not in ` +
      "whole seconds";
    errors.push(userError("INVALID_INPUT", message, "window", side));
  }
  return errors;
}

/**
 * The rules of a window that a change leaves as it is: Webex replaces the whole record, so they hold for it again. The input
 * has no window to blame. A window that the gateway cannot read is left to the vendor.
 */
export function checkReplaceable(window: CallbackWindow | null, now: Instant): UserError[] {
  if (window === null) return [];
  return checkWebexWindow(window, now).map(({ message }) =>
    userError(
      "INVALID_INPUT",
      `the vendor replaces the whole record, and its present window breaks a rule: ${message}`,
      "id",
    ),
  );
}

/** Returns a window in Webex's format; null if its local time is ambiguous and would become another instant. */
export function toWebexTimes({ start, end, timeZone }: CallbackWindow): WebexTimes | null {
  const zone = timeZone === null ? null : findZone(timeZone);
  if (zone === null || timeZone === null || end === null || !isTellable({ start, end, timeZone })) return null;
  const [from, until] = [localFields(start, zone), localFields(end, zone)];
  return { timezone: timeZone, scheduleDate: from.date, startTime: from.time, endTime: until.time };
}

/** Whether local times to the second would be read as these very instants. */
function isTellable({ start, end, timeZone }: Pick<CallbackWindow, "start" | "end" | "timeZone">): boolean {
  const zone = timeZone === null ? null : findZone(timeZone);
  if (zone === null || timeZone === null || start % 1000 !== 0 || (end ?? 0) % 1000 !== 0) return false;
  const { date, time: startTime } = localFields(start, zone);
  const read = localWindow({ timeZone, date, startTime, endTime: end === null ? null : localFields(end, zone).time });
  return read !== null && read.start === start && read.end === end;
}

/** The rules of "ActionRequest". */
export function checkWebexAction({ clientId, actionType }: AgentActionCommand): UserError[] {
  const errors: UserError[] = [];
  if (clientId.trim() === "" || clientId.length > MOST_CLIENT) {
    errors.push(userError("INVALID_INPUT", `clientId must have 1 to ${MOST_CLIENT} characters`, "clientId"));
  }
  if (actionType.trim() === "") errors.push(userError("INVALID_INPUT", "actionType must not be empty", "actionType"));
  return errors;
}

function daysAhead(at: Instant, timeZone: string, now: Instant): number {
  const zone = findZone(timeZone);
  if (zone === null) return 0;
  const dayOf = (instant: Instant): number => Date.parse(`${localFields(instant, zone).date}T00:00:00.000Z`);
  return Math.round((dayOf(at) - dayOf(now)) / DAY);
}
