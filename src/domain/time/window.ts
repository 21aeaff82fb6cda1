import { isPresentable, type Instant } from "./instant.js";
import { findZone, localFields, resolveLocal, type DstAdjustment } from "./zone.js";

/**
 * When the customer may be called. `start` and `end` are instants; the local fields are as confirmed to the customer.
 */
export interface CallbackWindow {
  readonly start: Instant;
  readonly end: Instant | null;
  /** An IANA name; an offset is never published as one. */
  readonly timeZone: string | null;
  readonly localDate: string | null;
  readonly localStart: string | null;
  readonly localEnd: string | null;
  readonly dstAdjustment: DstAdjustment;
}

const DAY = 24 * 60 * 60_000;
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL_TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?$/;

/**
 * Creates a window from local date and times in a zone. An end that is not after the start is on the next day. Null for
 * an unknown zone or an invalid field: a guess would cause a call at the wrong time.
 */
export function localWindow(local: {
  readonly timeZone: string;
  readonly date: string;
  readonly startTime: string;
  readonly endTime: string | null;
}): CallbackWindow | null {
  const zone = findZone(local.timeZone);
  const date = parseLocalDate(local.date);
  const startOfDayMs = parseLocalTime(local.startTime);
  if (zone === null || date === null || startOfDayMs === null) return null;
  const start = resolveLocal(date + startOfDayMs, zone);
  const endOfDayMs = local.endTime === null ? null : parseLocalTime(local.endTime);
  if (local.endTime !== null && endOfDayMs === null) return null;
  const end =
    endOfDayMs === null ? null : resolveLocal(date + endOfDayMs + (endOfDayMs > startOfDayMs ? 0 : DAY), zone);
  if (!isPresentable(start.at) || (end !== null && !isPresentable(end.at))) return null;
  return {
    start: start.at,
    end: end?.at ?? null,
    timeZone: local.timeZone,
    localDate: local.date,
    localStart: local.startTime,
    localEnd: local.endTime,
    dstAdjustment: start.adjustment !== "NONE" ? start.adjustment : (end?.adjustment ?? "NONE"),
  };
}

/** Creates a window from instants. In a valid zone, the local fields are the local times; else null. */
export function instantWindow(start: Instant, end: Instant | null, timeZone: string | null): CallbackWindow {
  const zone = timeZone === null ? null : findZone(timeZone);
  const localStart = zone === null || !isPresentable(start) ? null : localFields(start, zone);
  return {
    start,
    end,
    timeZone: zone === null ? null : timeZone,
    localDate: localStart?.date ?? null,
    localStart: localStart?.time ?? null,
    localEnd: zone === null || end === null || !isPresentable(end) ? null : localFields(end, zone).time,
    dstAdjustment: "NONE",
  };
}

/** Parses a local date as midnight in UTC; null for a date that does not exist (30 February). */
function parseLocalDate(text: string): number | null {
  if (!LOCAL_DATE.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : at;
}

/** Parses a local time to milliseconds since midnight; null for a time that does not exist (25:00). */
function parseLocalTime(text: string): number | null {
  const match = LOCAL_TIME.exec(text);
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const milliseconds = Number((match[4] ?? "").slice(0, 3).padEnd(3, "0"));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}
