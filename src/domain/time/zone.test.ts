import fc from "fast-check";
import type { IANAZone } from "luxon";
import { describe, expect, it } from "vitest";
import { findZone, localFields, resolveLocal, startOfDay, startOfHour } from "./zone.js";

const ZONES = Intl.supportedValuesOf("timeZone");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const zoneOf = (name: string): IANAZone => {
  const zone = findZone(name);
  if (zone === null) throw new Error(`${name} is no zone`);
  return zone;
};
const utc = (iso: string): number => Date.parse(iso);
/** A local date and time, read as if it were UTC. */
const local = (text: string): number => Date.parse(`${text}Z`);
const localAt = (at: number, zone: IANAZone): number => {
  const { date, time } = localFields(at, zone);
  return local(`${date}T${time}`);
};
const resolved = (text: string, zone: string): [string, string] => {
  const { at, adjustment } = resolveLocal(local(text), zoneOf(zone));
  return [new Date(at).toISOString(), adjustment];
};

const anyZone = fc.constantFrom(...ZONES).map(zoneOf);
const seconds = (from: string, until: string): fc.Arbitrary<number> =>
  fc.integer({ min: utc(from) / 1000, max: utc(until) / 1000 }).map((second) => second * 1000);
const anySecond = seconds("1970-01-02T00:00:00Z", "2050-01-01T00:00:00Z");

/** A zone and a moment within a day and a half of a change of its offset, where there is one in that year. */
const nearTransition = fc
  .record({ zone: anyZone, year: fc.integer({ min: 1970, max: 2037 }), offBy: fc.integer({ min: -2160, max: 2160 }) })
  .map(({ zone, year, offBy }) => ({ zone, at: findTransition(zone, year) + offBy * MINUTE }));

function findTransition(zone: IANAZone, year: number): number {
  const start = Date.UTC(year, 0, 2);
  let before = start;
  while (before < Date.UTC(year + 1, 0, 1) && zone.offset(before + 240 * HOUR) === zone.offset(before)) {
    before += 240 * HOUR;
  }
  let after = before + 240 * HOUR;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (zone.offset(middle) === zone.offset(before)) before = middle;
    else after = middle;
  }
  return after;
}

describe("a zone", () => {
  it("is found for every name of the IANA database", () => {
    for (const name of ZONES) expect(findZone(name), name).not.toBeNull();
  });

  it.each(["america/new_york", "UTC", "Etc/GMT+5", "US/Eastern"])("is found under an old or odd name: %s", (name) => {
    expect(findZone(name)).not.toBeNull();
  });

  it.each(["", "Mars/Phobos", "local", "system", "+02:00", "-0500", "GMT+2", " Europe/Berlin", "Eastern Time", "120"])(
    "is not found for an invalid name: %j",
    (name) => {
      expect(findZone(name)).toBeNull();
      expect(findZone(name)).toBeNull();
    },
  );

  it("is found again after more names than the cache can contain", () => {
    for (let number = 0; number < 2500; number += 1) expect(findZone(`Nowhere/${number}`)).toBeNull();
    expect(findZone("Europe/Berlin")?.name).toBe("Europe/Berlin");
  });
});

describe("a local time", () => {
  it.each([
    ["2025-01-15T12:00:00", "America/New_York", "2025-01-15T17:00:00.000Z"],
    ["2025-07-15T12:00:00", "America/New_York", "2025-07-15T16:00:00.000Z"],
    ["2025-03-09T01:59:59", "America/New_York", "2025-03-09T06:59:59.000Z"],
    ["2025-03-09T03:00:00", "America/New_York", "2025-03-09T07:00:00.000Z"],
    ["2025-11-02T00:59:59", "America/New_York", "2025-11-02T04:59:59.000Z"],
    ["2025-11-02T02:00:00", "America/New_York", "2025-11-02T07:00:00.000Z"],
    ["2025-06-01T12:00:00", "Asia/Kathmandu", "2025-06-01T06:15:00.000Z"],
    ["2025-06-01T12:00:00", "Pacific/Kiritimati", "2025-05-31T22:00:00.000Z"],
    ["2025-06-01T12:00:00", "Pacific/Niue", "2025-06-01T23:00:00.000Z"],
    ["2011-12-29T23:59:59", "Pacific/Apia", "2011-12-30T09:59:59.000Z"],
    ["2011-12-31T00:00:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("is that instant if it exists once: %s in %s", (text, zone, instant) => {
    expect(resolved(text, zone)).toEqual([instant, "NONE"]);
  });

  it.each([
    ["2025-03-09T02:00:00", "America/New_York", "2025-03-09T07:00:00.000Z"],
    ["2025-03-09T02:30:00", "America/New_York", "2025-03-09T07:00:00.000Z"],
    ["2025-03-09T02:59:59", "America/New_York", "2025-03-09T07:00:00.000Z"],
    ["2025-03-30T02:30:00", "Europe/Berlin", "2025-03-30T01:00:00.000Z"],
    // Half an hour is skipped, at two o'clock.
    ["2025-10-05T02:15:00", "Australia/Lord_Howe", "2025-10-04T15:30:00.000Z"],
    // Midnight does not exist.
    ["2025-09-07T00:30:00", "America/Santiago", "2025-09-07T04:00:00.000Z"],
    // A whole day does not exist.
    ["2011-12-30T00:00:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2011-12-30T12:00:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2011-12-30T23:59:59", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("is the first instant after the gap if it does not exist: %s in %s", (text, zone, instant) => {
    expect(resolved(text, zone)).toEqual([instant, "SHIFTED_FORWARD"]);
  });

  it.each([
    ["2025-11-02T01:00:00", "America/New_York", "2025-11-02T05:00:00.000Z"],
    ["2025-11-02T01:30:00", "America/New_York", "2025-11-02T05:30:00.000Z"],
    ["2025-11-02T01:59:59", "America/New_York", "2025-11-02T05:59:59.000Z"],
    ["2025-10-26T02:30:00", "Europe/Berlin", "2025-10-26T00:30:00.000Z"],
    // Half an hour happens twice.
    ["2025-04-06T01:45:00", "Australia/Lord_Howe", "2025-04-05T14:45:00.000Z"],
    ["2025-04-05T23:30:00", "America/Santiago", "2025-04-06T02:30:00.000Z"],
    // Nearly a whole day happened twice.
    ["1969-09-30T12:00:00", "Pacific/Kwajalein", "1969-09-30T01:00:00.000Z"],
  ])("is the first of two if it happens twice: %s in %s", (text, zone, instant) => {
    expect(resolved(text, zone)).toEqual([instant, "FIRST_OCCURRENCE"]);
  });
});

describe("in every zone", () => {
  it("an instant's local time is resolved to it, or to its first occurrence", () => {
    const moment = fc.oneof(fc.record({ zone: anyZone, at: anySecond }), nearTransition);
    fc.assert(
      fc.property(moment, ({ zone, at }) => {
        const back = resolveLocal(localAt(at, zone), zone);
        if (back.adjustment === "FIRST_OCCURRENCE") {
          expect(back.at).toBeLessThanOrEqual(at);
          expect(localFields(back.at, zone)).toEqual(localFields(at, zone));
        } else {
          expect(back).toEqual({ at, adjustment: "NONE" });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("a local time that does not exist becomes the moment at which the clock jumps over it", () => {
    fc.assert(
      fc.property(nearTransition, ({ zone, at }) => {
        const wanted = at - (at % MINUTE);
        const { at: instant, adjustment } = resolveLocal(wanted, zone);
        if (adjustment !== "SHIFTED_FORWARD") {
          expect(localAt(instant, zone)).toBe(wanted);
        } else {
          expect(localAt(instant, zone)).toBeGreaterThan(wanted);
          expect(localAt(instant - 1, zone)).toBeLessThan(wanted);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("a later local time is never an earlier instant", () => {
    fc.assert(
      fc.property(nearTransition, fc.integer({ min: 0, max: 48 * 60 }), ({ zone, at }, minutes) => {
        expect(resolveLocal(at + minutes * MINUTE, zone).at).toBeGreaterThanOrEqual(resolveLocal(at, zone).at);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the hour and the day of an instant", () => {
  const started = (start: typeof startOfDay, at: string, zone: string): string =>
    new Date(start(utc(at), zoneOf(zone))).toISOString();

  it.each([
    ["2026-11-01T04:30:00Z", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["2026-11-01T05:30:00Z", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["2026-11-01T20:00:00Z", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["2026-03-08T05:30:00Z", "America/Havana", "2026-03-08T05:00:00.000Z"],
    ["2026-10-25T00:59:00Z", "Atlantic/Azores", "2026-10-25T00:00:00.000Z"],
    ["2026-10-25T01:30:00Z", "Atlantic/Azores", "2026-10-25T00:00:00.000Z"],
    ["2026-04-05T03:30:00Z", "America/Santiago", "2026-04-04T03:00:00.000Z"],
    ["2026-09-06T04:30:00Z", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["2026-06-01T12:00:00Z", "Asia/Kathmandu", "2026-05-31T18:15:00.000Z"],
    ["2026-11-01T07:00:00Z", "America/New_York", "2026-11-01T04:00:00.000Z"],
  ])("at %s in %s, the day began at %s", (at, zone, expected) => {
    expect(started(startOfDay, at, zone)).toBe(expected);
  });

  it.each([
    ["2026-11-01T05:30:00Z", "America/New_York", "2026-11-01T05:00:00.000Z"],
    ["2026-11-01T06:30:00Z", "America/New_York", "2026-11-01T06:00:00.000Z"],
    ["2026-11-01T04:59:00Z", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["2026-11-01T05:59:00Z", "America/Havana", "2026-11-01T05:00:00.000Z"],
    // 02:00 becomes 01:30: one hour of 90 minutes.
    ["2026-04-04T14:45:00Z", "Australia/Lord_Howe", "2026-04-04T14:00:00.000Z"],
    ["2026-04-04T15:15:00Z", "Australia/Lord_Howe", "2026-04-04T14:00:00.000Z"],
    ["2026-04-04T15:30:00Z", "Australia/Lord_Howe", "2026-04-04T15:30:00.000Z"],
    // 02:00 becomes 02:30: an hour of 30 minutes.
    ["2026-10-03T15:45:00Z", "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
    ["2026-10-03T16:15:00Z", "Australia/Lord_Howe", "2026-10-03T16:00:00.000Z"],
    ["2026-06-01T12:00:00Z", "Asia/Kathmandu", "2026-06-01T11:15:00.000Z"],
  ])("at %s in %s, the hour began at %s", (at, zone, expected) => {
    expect(started(startOfHour, at, zone)).toBe(expected);
  });

  it("are one day for all instants of one local date", () => {
    fc.assert(
      fc.property(nearTransition, ({ zone, at }) => {
        const start = startOfDay(at, zone);
        expect(start).toBeLessThanOrEqual(at);
        expect(localFields(start, zone).date).toBe(localFields(at, zone).date);
        expect(startOfDay(start, zone)).toBe(start);
        expect(localFields(start - 1, zone).date).not.toBe(localFields(at, zone).date);
      }),
      { numRuns: 500 },
    );
  });

  it("are those of the last full hour, which no other hour follows", () => {
    const hourAt = (at: number, zone: IANAZone): string => localFields(at, zone).time.slice(0, 2);
    fc.assert(
      fc.property(nearTransition, ({ zone, at }) => {
        const start = startOfHour(at, zone);
        expect(start).toBeLessThanOrEqual(at);
        expect(at - start).toBeLessThan(2 * HOUR);
        expect(hourAt(start, zone)).toBe(hourAt(at, zone));
        expect(startOfHour(start, zone)).toBe(start);
      }),
      { numRuns: 500 },
    );
  });
});
