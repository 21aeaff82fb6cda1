import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantWindow, localWindow } from "./window.js";

const utc = (iso: string): number => Date.parse(iso);
const inNewYork = (date: string, startTime: string, endTime: string | null) =>
  localWindow({ timeZone: "America/New_York", date, startTime, endTime });

describe("a window in local time", () => {
  it("is two instants, and returns the vendor's values exactly", () => {
    expect(inNewYork("2025-04-08", "14:30:00", "16:00:00")).toEqual({
      start: utc("2025-04-08T18:30:00Z"),
      end: utc("2025-04-08T20:00:00Z"),
      timeZone: "America/New_York",
      localDate: "2025-04-08",
      localStart: "14:30:00",
      localEnd: "16:00:00",
      dstAdjustment: "NONE",
    });
  });

  it("may lack an end", () => {
    expect(inNewYork("2025-04-08", "14:30", null)).toMatchObject({
      start: utc("2025-04-08T18:30:00Z"),
      end: null,
      localStart: "14:30",
      localEnd: null,
    });
  });

  it.each([
    ["17:45:15", "16:50:55", "2025-04-08T21:45:15Z", "2025-04-09T20:50:55Z"],
    ["23:00:00", "01:00:00", "2025-04-09T03:00:00Z", "2025-04-09T05:00:00Z"],
    ["09:00:00", "09:00:00", "2025-04-08T13:00:00Z", "2025-04-09T13:00:00Z"],
    ["23:59:59", "00:00:00", "2025-04-09T03:59:59Z", "2025-04-09T04:00:00Z"],
  ])("from %s to %s ends on the next day", (startTime, endTime, start, end) => {
    expect(inNewYork("2025-04-08", startTime, endTime)).toMatchObject({
      start: utc(start),
      end: utc(end),
      localDate: "2025-04-08",
      localStart: startTime,
      localEnd: endTime,
    });
  });

  it("over the night of a change of clocks is an hour shorter or longer", () => {
    const HOUR = 3_600_000;
    const length = (date: string): number => {
      const window = inNewYork(date, "22:00:00", "06:00:00");
      return ((window?.end ?? 0) - (window?.start ?? 0)) / HOUR;
    };
    expect([length("2025-03-07"), length("2025-03-08"), length("2025-11-01")]).toEqual([8, 7, 9]);
  });

  it.each([
    // The start decides; where it is a plain time, the end does.
    ["2025-03-09", "02:30:00", "04:00:00", "2025-03-09T07:00:00Z", "2025-03-09T08:00:00Z", "SHIFTED_FORWARD"],
    ["2025-03-09", "01:30:00", "02:30:00", "2025-03-09T06:30:00Z", "2025-03-09T07:00:00Z", "SHIFTED_FORWARD"],
    ["2025-11-02", "01:30:00", "03:00:00", "2025-11-02T05:30:00Z", "2025-11-02T08:00:00Z", "FIRST_OCCURRENCE"],
    ["2025-11-02", "00:30:00", "01:30:00", "2025-11-02T04:30:00Z", "2025-11-02T05:30:00Z", "FIRST_OCCURRENCE"],
    ["2025-03-08", "23:00:00", "02:15:00", "2025-03-09T04:00:00Z", "2025-03-09T07:00:00Z", "SHIFTED_FORWARD"],
  ])("on %s from %s to %s reports how it was resolved", (date, startTime, endTime, start, end, dstAdjustment) => {
    expect(inNewYork(date, startTime, endTime)).toMatchObject({
      start: utc(start),
      end: utc(end),
      localDate: date,
      localStart: startTime,
      localEnd: endTime,
      dstAdjustment,
    });
  });

  it.each([
    ["an unknown zone", { timeZone: "Mars/Phobos" }],
    ["an offset for a zone", { timeZone: "+02:00" }],
    ["an empty zone", { timeZone: "" }],
    ["30 February", { date: "2025-02-30" }],
    ["29 February of a common year", { date: "2025-02-29" }],
    ["month 13", { date: "2025-13-01" }],
    ["a date in another notation", { date: "08/04/2025" }],
    ["a date with a time", { date: "2025-04-08T00:00:00Z" }],
    ["an empty date", { date: "" }],
    ["hour 25", { startTime: "25:05:00" }],
    ["hour 24", { startTime: "24:00:00" }],
    ["minute 60", { startTime: "12:60:00" }],
    ["second 60", { startTime: "12:00:60" }],
    ["a time without leading zero", { startTime: "9:00:00" }],
    ["an empty time", { startTime: "" }],
    ["an end that is no time", { endTime: "late" }],
    ["an end at hour 24", { endTime: "24:00:00" }],
    ["a year before the first", { date: "0000-12-31" }],
    ["a start in the year 10000", { date: "9999-12-31", startTime: "22:00:00", endTime: null }],
    ["an end in the year 10000", { date: "9999-12-31", startTime: "12:00:00", endTime: "11:00:00" }],
  ])("is no window with %s, because a guess would cause a call at the wrong time", (_, part) => {
    const plain = { timeZone: "America/New_York", date: "2025-04-08", startTime: "14:30:00", endTime: "16:00:00" };
    expect(localWindow(plain)).not.toBeNull();
    expect(localWindow({ ...plain, ...part })).toBeNull();
  });

  it("takes 29 February of a leap year, and times with a fraction of a second", () => {
    expect(inNewYork("2024-02-29", "12:00:00.500", null)?.start).toBe(utc("2024-02-29T17:00:00.500Z"));
  });

  it.each([
    ["14:30:00.5", "2025-04-08T18:30:00.500Z"],
    ["14:30:00.05", "2025-04-08T18:30:00.050Z"],
    ["14:30:00.123", "2025-04-08T18:30:00.123Z"],
    ["14:30:00.123456", "2025-04-08T18:30:00.123Z"],
    ["14:30:59.999", "2025-04-08T18:30:59.999Z"],
    ["14:30:00.000", "2025-04-08T18:30:00.000Z"],
  ])("keeps the milliseconds of %s", (time, expected) => {
    expect(inNewYork("2025-04-08", time, null)).toMatchObject({ start: utc(expected), localStart: time });
    expect(inNewYork("2025-04-08", "09:00:00", time)).toMatchObject({ end: utc(expected), localEnd: time });
  });

  it("never ends before it starts, and returns its input, in every zone and on every day", () => {
    const two = (number: number): string => String(number).padStart(2, "0");
    const time = fc
      .record({ hour: fc.nat(23), minute: fc.nat(59), second: fc.nat(59) })
      .map(({ hour, minute, second }) => `${two(hour)}:${two(minute)}:${two(second)}`);
    const date = fc
      .integer({ min: utc("1970-01-02T00:00:00Z"), max: utc("2049-12-31T00:00:00Z") })
      .map((at) => new Date(at).toISOString().slice(0, 10));
    const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    fc.assert(
      fc.property(zone, date, time, time, (timeZone, day, startTime, endTime) => {
        const window = localWindow({ timeZone, date: day, startTime, endTime });
        expect(window).toMatchObject({ timeZone, localDate: day, localStart: startTime, localEnd: endTime });
        expect(window?.end).toBeGreaterThanOrEqual(window?.start ?? Number.NaN);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a window in instants", () => {
  const start = utc("2025-04-08T18:30:00Z");
  const end = utc("2025-04-08T20:00:00Z");

  it("has the local times of a known zone", () => {
    expect(instantWindow(start, end, "America/New_York")).toEqual({
      start,
      end,
      timeZone: "America/New_York",
      localDate: "2025-04-08",
      localStart: "14:30:00",
      localEnd: "16:00:00",
      dstAdjustment: "NONE",
    });
  });

  it("keeps milliseconds", () => {
    expect(instantWindow(start + 7, end + 250, "America/New_York")).toMatchObject({
      start: start + 7,
      end: end + 250,
      localStart: "14:30:00.007",
      localEnd: "16:00:00.250",
    });
  });

  it("is read back from its local times as the same instants, to the millisecond", () => {
    const zone = fc.constantFrom("UTC", "Asia/Kathmandu", "America/Phoenix", "Asia/Tokyo");
    const instant = fc.integer({ min: utc("2000-01-01T00:00:00Z"), max: utc("2040-01-01T00:00:00Z") });
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 1, max: 86_399_999 }), (timeZone, at, length) => {
        const window = instantWindow(at, at + length, timeZone);
        const { localDate, localStart, localEnd } = window;
        const local = { timeZone, date: localDate ?? "", startTime: localStart ?? "", endTime: localEnd };
        expect(localWindow(local)).toEqual(window);
      }),
    );
  });

  it.each([null, "Mars/Phobos", "-05:00", ""])("with %j for a zone has no local fields", (timeZone) => {
    expect(instantWindow(start, end, timeZone)).toEqual({
      start,
      end,
      timeZone: null,
      localDate: null,
      localStart: null,
      localEnd: null,
      dstAdjustment: "NONE",
    });
  });

  it("may lack an end", () => {
    expect(instantWindow(start, null, "America/New_York")).toMatchObject({ end: null, localEnd: null });
  });

  it("is not adjusted, for an instant is never ambiguous", () => {
    const secondHalfPastOne = utc("2025-11-02T06:30:00Z");
    expect(instantWindow(secondHalfPastOne, null, "America/New_York")).toMatchObject({
      start: secondHalfPastOne,
      localStart: "01:30:00",
      dstAdjustment: "NONE",
    });
  });
});
