import { IANAZone } from "luxon";
import { createCache } from "../../lib/cache.js";
import type { Instant } from "./instant.js";

/** Longer than the name of any zone: longer names are invalid, and not cached. */
const LONGEST_NAME = 64;
const zones = createCache<string, { readonly zone: IANAZone | null }>("time_zones", { maxEntries: 1000 });

/**
 * Returns the IANA zone of this name, in any case; null if the database has none. An offset such as `+02:00` is no
 * zone, although newer engines accept it.
 */
export function findZone(name: string): IANAZone | null {
  if (name.length > LONGEST_NAME) return null;
  return zones.getOrCreate(name, () => {
    const isZone = /^[a-z]/iu.test(name) && IANAZone.isValidZone(name);
    return { zone: isZone ? IANAZone.create(name) : null };
  }).zone;
}

/** How a local time that is no plain instant was resolved. */
export type DstAdjustment = "NONE" | "SHIFTED_FORWARD" | "FIRST_OCCURRENCE";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The instant of a local time in a zone. `localAsUtc` is the local date and time read as if it were UTC.
 * In a spring gap: the first instant after the gap. In an autumn overlap: the first of the two.
 */
export function resolveLocal(localAsUtc: number, zone: IANAZone): { at: Instant; adjustment: DstAdjustment } {
  // Zones lie between UTC-12 and UTC+14: the instant is between these two, and so is any change of offset that matters.
  const earliest = localAsUtc - 15 * HOUR;
  const latest = localAsUtc + 13 * HOUR;
  const offsetBefore = zone.offset(earliest) * MINUTE;
  const offsetAfter = zone.offset(latest) * MINUTE;
  if (offsetBefore === offsetAfter) return { at: localAsUtc - offsetBefore, adjustment: "NONE" };
  const fits = (offset: number): boolean => zone.offset(localAsUtc - offset) * MINUTE === offset;
  const fitsBefore = fits(offsetBefore);
  const fitsAfter = fits(offsetAfter);
  if (fitsBefore && fitsAfter) {
    return { at: localAsUtc - Math.max(offsetBefore, offsetAfter), adjustment: "FIRST_OCCURRENCE" };
  }
  if (fitsBefore) return { at: localAsUtc - offsetBefore, adjustment: "NONE" };
  if (fitsAfter) return { at: localAsUtc - offsetAfter, adjustment: "NONE" };
  return { at: findTransition(zone, earliest, latest), adjustment: "SHIFTED_FORWARD" };
}

/** The first instant after `from` whose offset is not that of `from`, when it changes once before `until`. */
function findTransition(zone: IANAZone, from: Instant, until: Instant): Instant {
  const offset = zone.offset(from);
  let before = from;
  let after = until;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** Date and time in a zone at an instant: `2025-04-08` and `14:30:00`, with milliseconds where there are any. */
export function localFields(at: Instant, zone: IANAZone): { date: string; time: string } {
  const local = new Date(at + zone.offset(at) * MINUTE).toISOString();
  return { date: local.slice(0, 10), time: local.slice(11, 23).replace(/\.000$/u, "") };
}

/** The first instant of the local date that a clock shows at `at`: one, also where midnight comes twice, or not at all. */
export function startOfDay(at: Instant, zone: IANAZone): Instant {
  return resolveLocal(Date.parse(`${localFields(at, zone).date}T00:00:00.000Z`), zone).at;
}

/**
 * When the hour began that a clock shows at `at`. An hour that comes twice is two hours, each of 60 minutes; where the
 * clock moves by a part of an hour, that hour is one, longer or shorter.
 */
export function startOfHour(at: Instant, zone: IANAZone): Instant {
  const plain = truncateToHour(at, zone);
  if (zone.offset(plain) === zone.offset(at)) return plain;
  const transition = findTransition(zone, plain, at);
  const before = truncateToHour(transition - 1, zone);
  return hourOf(before, zone) === hourOf(at, zone) ? before : transition;
}

/** Returns the start of the hour in the zone's offset at `at`. */
function truncateToHour(at: Instant, zone: IANAZone): Instant {
  const offset = zone.offset(at) * MINUTE;
  return Math.floor((at + offset) / HOUR) * HOUR - offset;
}

function hourOf(at: Instant, zone: IANAZone): string {
  const { date, time } = localFields(at, zone);
  return `${date} ${time.slice(0, 2)}`;
}
