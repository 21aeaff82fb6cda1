import { describe, expect, it } from "vitest";
import { intervalStarts, nextInterval, startOfInterval, type Interval } from "./intervals.js";
import { findZone } from "./zone.js";

const HOUR = 3_600_000;

function zoneOf(name: string): NonNullable<ReturnType<typeof findZone>> {
  const zone = findZone(name);
  if (zone === null) throw new Error(`no zone ${name}`);
  return zone;
}

function startsOf(from: string, until: string, interval: Interval, timeZone: string): string[] {
  const range = { from: Date.parse(from), until: Date.parse(until) };
  return intervalStarts(range, interval, zoneOf(timeZone), 1000).map((start) => new Date(start).toISOString());
}

describe("the intervals of a range", () => {
  it.each<[string, string, string, Interval, string, string[]]>([
    [
      "quarters of an hour",
      "2026-06-01T12:07:00Z",
      "2026-06-01T12:31:00Z",
      "QUARTER_HOUR",
      "Europe/Berlin",
      ["2026-06-01T12:00:00.000Z", "2026-06-01T12:15:00.000Z", "2026-06-01T12:30:00.000Z"],
    ],
    [
      "hours of a zone that is half an hour off",
      "2026-06-01T12:07:00Z",
      "2026-06-01T13:31:00Z",
      "HOUR",
      "Asia/Kolkata",
      ["2026-06-01T11:30:00.000Z", "2026-06-01T12:30:00.000Z", "2026-06-01T13:30:00.000Z"],
    ],
    [
      "a day of 23 hours",
      "2026-03-28T12:00:00Z",
      "2026-03-30T12:00:00Z",
      "DAY",
      "Europe/Berlin",
      ["2026-03-27T23:00:00.000Z", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ],
    [
      "a day of 25 hours",
      "2026-10-24T12:00:00Z",
      "2026-10-26T12:00:00Z",
      "DAY",
      "Europe/Berlin",
      ["2026-10-23T22:00:00.000Z", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ],
    [
      "an hour that comes twice, as two hours",
      "2026-10-25T00:00:00Z",
      "2026-10-25T03:00:00Z",
      "HOUR",
      "Europe/Berlin",
      ["2026-10-25T00:00:00.000Z", "2026-10-25T01:00:00.000Z", "2026-10-25T02:00:00.000Z"],
    ],
    [
      "a day whose midnight comes twice, as one day",
      "2026-04-04T12:00:00Z",
      "2026-04-06T12:00:00Z",
      "DAY",
      "America/Santiago",
      ["2026-04-04T03:00:00.000Z", "2026-04-05T04:00:00.000Z", "2026-04-06T04:00:00.000Z"],
    ],
    [
      "weeks from Monday on, over a change of the clock",
      "2026-03-25T12:00:00Z",
      "2026-04-06T12:00:00Z",
      "WEEK",
      "Europe/Berlin",
      ["2026-03-22T23:00:00.000Z", "2026-03-29T22:00:00.000Z", "2026-04-05T22:00:00.000Z"],
    ],
    [
      "a week that begins on the range's own Monday",
      "2026-06-01T00:00:00Z",
      "2026-06-01T01:00:00Z",
      "WEEK",
      "UTC",
      ["2026-06-01T00:00:00.000Z"],
    ],
  ])("%s", (_, from, until, interval, timeZone, expected) => {
    expect(startsOf(from, until, interval, timeZone)).toEqual(expected);
  });

  it.each(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham"])(
    "leave no gap in a year of %s: each one contains the moment before the next",
    (timeZone) => {
      const zone = zoneOf(timeZone);
      for (const interval of ["HOUR", "DAY", "WEEK"] as const) {
        const until = Date.UTC(2027, 0, 1);
        for (let start = startOfInterval(Date.UTC(2026, 0, 1), interval, zone); start < until;) {
          const next = nextInterval(start, interval, zone);
          expect(next).toBeGreaterThan(start);
          expect(startOfInterval(next - 1, interval, zone)).toBe(start);
          expect(startOfInterval(next, interval, zone)).toBe(next);
          start = next;
        }
      }
    },
  );

  it("are at most one more than the limit", () => {
    const range = { from: 0, until: 100 * HOUR };
    expect(intervalStarts(range, "HOUR", zoneOf("UTC"), 10)).toHaveLength(11);
  });
});
