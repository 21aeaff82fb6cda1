import { describe, expect, it } from "vitest";
import { foldCallbackTime, readCallbackTime } from "./callback-time.js";

const ZONE = "America/New_York";
const startOf = (sent: string, zone = ZONE): string | null => {
  const window = readCallbackTime(sent, zone);
  return window === null ? null : new Date(window.start).toISOString();
};

describe("a time of a callback", () => {
  it.each([
    ["2026-11-27T16:30:00Z", "2026-11-27T16:30:00.000Z"],
    ["2026-11-27T16:30Z", "2026-11-27T16:30:00.000Z"],
    ["2026-11-27t16:30:00z", "2026-11-27T16:30:00.000Z"],
    ["2026-11-27T16:30:00.250Z", "2026-11-27T16:30:00.250Z"],
    ["2026-11-27T16:30:00+01:00", "2026-11-27T15:30:00.000Z"],
    ["2026-11-27T16:30:00-0530", "2026-11-27T22:00:00.000Z"],
    ["2026-11-27T16:30:00+05", "2026-11-27T11:30:00.000Z"],
    ["2026-11-27T16:30:00\u221206:00", "2026-11-27T22:30:00.000Z"],
    ["2026-11-27T16:30:00+01:00[Europe/Berlin]", "2026-11-27T15:30:00.000Z"],
  ])("with Z or an offset, %j, is that instant, whatever the setting", (sent, expected) => {
    expect(startOf(sent)).toBe(expected);
    expect(startOf(sent, "Asia/Tokyo")).toBe(expected);
    expect(readCallbackTime(sent, ZONE)).toMatchObject({ end: null, timeZone: null, localDate: null });
  });

  it.each([
    ["2026-11-27T08:30:00", "2026-11-27T13:30:00.000Z"],
    ["2026-11-27 08:30:00", "2026-11-27T13:30:00.000Z"],
    [" 2026-11-27T08:30 ", "2026-11-27T13:30:00.000Z"],
    ["20261127T083000", "2026-11-27T13:30:00.000Z"],
    ["2026-07-01T08:30:00", "2026-07-01T12:30:00.000Z"],
    ["2026-11-27T08:30:00.125", "2026-11-27T13:30:00.125Z"],
    ["2026-11-27T24:00:00", "2026-11-28T05:00:00.000Z"],
  ])("without a zone, %j, is local time in the zone of the setting", (sent, expected) => {
    expect(startOf(sent)).toBe(expected);
    expect(readCallbackTime(sent, ZONE)).toMatchObject({ end: null, timeZone: ZONE, dstAdjustment: "NONE" });
  });

  it("keeps the local fields of a time without a zone", () => {
    expect(readCallbackTime("2026-11-27 08:30", ZONE)).toMatchObject({
      localDate: "2026-11-27",
      localStart: "08:30:00",
      localEnd: null,
    });
  });

  it("that does not exist in spring is the first instant after the gap", () => {
    const window = readCallbackTime("2026-03-08T02:30:00", ZONE);
    expect(window).toMatchObject({ dstAdjustment: "SHIFTED_FORWARD", start: Date.UTC(2026, 2, 8, 7) });
    expect(window?.localStart).toBe("02:30:00");
  });

  it("that comes twice in autumn is the first of the two; with an offset, it is the one that is meant", () => {
    expect(readCallbackTime("2026-11-01T01:30:00", ZONE)).toMatchObject({
      dstAdjustment: "FIRST_OCCURRENCE",
      start: Date.UTC(2026, 10, 1, 5, 30),
    });
    expect(startOf("2026-11-01T01:30:00-05:00")).toBe("2026-11-01T06:30:00.000Z");
  });

  it.each([
    "soon",
    "2026-11-27",
    "08:30",
    "2026-02-30T08:30:00",
    "2026-11-27T25:00:00",
    "1795687205",
    "11/27/2026 8:30 AM",
    "2026-11-27T08:30:00[America/New_York]",
    "2026-11-27T08:30:00 EST",
    "Z",
    "",
  ])("is nothing if it is %j", (sent) => {
    expect(readCallbackTime(sent, ZONE)).toBeNull();
    expect(foldCallbackTime(sent)).toBe(sent);
  });

  it("in another form is the same text for comparisons, but not with a zone and without", () => {
    const zoned = ["2026-11-27T16:30:00Z", "2026-11-27T16:30Z", "2026-11-27T17:30:00.000+01:00"].map(foldCallbackTime);
    const local = ["2026-11-27T16:30:00", "2026-11-27 16:30", "2026-11-27T16:30:00.000"].map(foldCallbackTime);
    expect([new Set(zoned).size, new Set(local).size, zoned[0] === local[0]]).toEqual([1, 1, false]);
  });
});
