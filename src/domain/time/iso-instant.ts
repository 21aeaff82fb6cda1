import { isPresentable, type Instant } from "./instant.js";

/** Date, time and zone of nearly every instant that vendors send: read without the slower forms below. */
const COMMON = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/iu;

const DATE = /^([+-]\d{6}|\d{4})(?:-?(\d{2})-?(\d{2})|-?W(\d{2})-?(\d)|-?(\d{3}))$/iu;
const TIME = /^(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?(?:[.,](\d+))?$/u;
const ZONE = /^(?:Z|([+-])(\d{2})(?::?(\d{2}))?)?$/iu;
/** A date, a time, and the zone. A name in brackets after it (RFC 9557) is ignored. */
const PARTS = /^([+-]?[\dW-]+?)(?:T|\s+)([\d:.,]+)\s*(Z|[+-][\d:]+)?(?:\[[^[\]]*\])?$/iu;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Parses a date and time in ISO 8601; without `Z` or an offset it is UTC. Accepts the extended and the basic format,
 * calendar, week and ordinal dates, offsets of hours alone, a comma or a point before a fraction of any unit, 24:00 for
 * the end of a day, and a leap second as the second after it. Null for anything else, a date alone included.
 */
export function parseIsoInstant(text: string): Instant | null {
  const trimmed = text.length > LONGEST ? "" : text.trim();
  const match = COMMON.exec(trimmed);
  const at = match === null ? parseAnyForm(trimmed) : parseCommonForm(match);
  return at !== null && isPresentable(at) ? at : null;
}

/** Longer than any instant is written. */
const LONGEST = 100;

function parseCommonForm([whole, date = "", time = "", zone = "Z"]: RegExpExecArray): Instant | null {
  const midnight = Date.parse(`${date}T00:00Z`);
  // The engine would read 30 February as 2 March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(`${date}T`)) return null;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const at = Date.parse(`${date}T${time}${offset}`);
  // The engine knows no leap second.
  return Number.isNaN(at) ? parseAnyForm(whole) : at;
}

function parseAnyForm(text: string): Instant | null {
  // ISO 8601 also allows the Unicode minus sign.
  const [, date = "", time = "", zone = ""] = PARTS.exec(text.replaceAll("\u2212", "-")) ?? [];
  const midnight = parseDate(date);
  const ofDay = parseTimeOfDay(time);
  const offset = parseOffset(zone);
  return midnight === null || ofDay === null || offset === null ? null : midnight + ofDay - offset;
}

/** Midnight of a date in UTC. */
function parseDate(text: string): Instant | null {
  const [, year = "", month, day, week, weekday, ordinal] = DATE.exec(text) ?? [];
  if (year === "" || year === "-000000") return null;
  const january1 = startOfYear(Number(year));
  if (week !== undefined) return parseWeekDate(january1, Number(week), Number(weekday));
  if (ordinal !== undefined) {
    const at = january1 + (Number(ordinal) - 1) * DAY;
    return at >= january1 && at < startOfYear(Number(year) + 1) ? at : null;
  }
  const at = january1 + daysBefore(Number(year), Number(month)) * DAY + (Number(day) - 1) * DAY;
  const isReal = new Date(at).getUTCMonth() + 1 === Number(month) && new Date(at).getUTCDate() === Number(day);
  return isReal ? at : null;
}

function startOfYear(year: number): Instant {
  // Not Date.UTC, which reads the year 1 as 1901.
  return new Date(0).setUTCFullYear(year, 0, 1);
}

function daysBefore(year: number, month: number): number {
  if (month < 1 || month > 12) return Number.NaN;
  return (new Date(0).setUTCFullYear(year, month - 1, 1) - startOfYear(year)) / DAY;
}

/** Week 1 is that of the year's first Thursday; weeks begin on Monday. */
function parseWeekDate(january1: Instant, week: number, weekday: number): Instant | null {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return null;
  const year = new Date(january1).getUTCFullYear();
  const monday = firstMonday(january1) + (week - 1) * 7 * DAY;
  if (monday >= firstMonday(startOfYear(year + 1))) return null;
  return monday + (weekday - 1) * DAY;
}

/** The Monday of week 1. */
function firstMonday(january1: Instant): Instant {
  const january4 = january1 + 3 * DAY;
  return january4 - ((new Date(january4).getUTCDay() + 6) % 7) * DAY;
}

/** Milliseconds since midnight. */
function parseTimeOfDay(text: string): number | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, hours = "", minutes, seconds, fraction] = match;
  const unit = seconds !== undefined ? 1000 : minutes !== undefined ? MINUTE : HOUR;
  const rest = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * unit);
  const [h, m, s] = [Number(hours), Number(minutes ?? 0), Number(seconds ?? 0)];
  const isLeapSecond = s === 60 && m === 59;
  if (h > 24 || m > 59 || (s > 59 && !isLeapSecond)) return null;
  const total = h * HOUR + m * MINUTE + s * 1000 + (isLeapSecond ? 0 : rest);
  return total > DAY && !isLeapSecond ? null : total;
}

/** Milliseconds by which local time is ahead of UTC. */
function parseOffset(text: string): number | null {
  const match = ZONE.exec(text);
  if (match === null) return null;
  const [, sign, hours = "0", minutes = "0"] = match;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const size = Number(hours) * HOUR + Number(minutes) * MINUTE;
  return sign === "-" ? -size : size;
}
