import { Kind } from "graphql";
import { describe, expect, it } from "vitest";
import { Duration, LocalTime, PhoneNumber, TimeZone, Url } from "./scalars.js";
import { fitting, toCount, toInt } from "./present.js";

describe("Duration", () => {
  it("formats milliseconds as ISO 8601, with hours as the largest unit", () => {
    const shown = [0, 250, 12.3, 90_000, 178_200_000].map((ms) => Duration.serialize(ms));
    expect(shown).toEqual(["PT0S", "PT0.25S", "PT0.012S", "PT1M30S", "PT49H30M"]);
  });

  it("takes ISO 8601 as milliseconds, with a point or a comma, and days as 24 hours", () => {
    const taken = ["PT10S", "PT1.5S", "PT1,5S", "P1D", "-PT5S"].map((text) => Duration.parseValue(text));
    expect(taken).toEqual([10_000, 1500, 1500, 86_400_000, -5000]);
    expect(Duration.parseLiteral({ kind: Kind.STRING, value: "PT10S" })).toBe(10_000);
  });

  it("takes nothing else", () => {
    for (const value of ["P", "PT", "", "10s", "10", 10, null]) {
      expect(() => Duration.parseValue(value)).toThrow(/expected/u);
    }
    expect(() => Duration.parseLiteral({ kind: Kind.INT, value: "10" })).toThrow("expected text");
  });
});

describe("TimeZone", () => {
  it("takes names of the database, in any case, and no offsets", () => {
    expect(TimeZone.parseValue("Europe/Berlin")).toBe("Europe/Berlin");
    expect(TimeZone.parseValue("utc")).toBe("utc");
    for (const name of ["+02:00", "Mars/Base", ""]) expect(() => TimeZone.parseValue(name)).toThrow("IANA");
  });
});

describe("PhoneNumber", () => {
  it("takes a number as people write it, and gives E.164", () => {
    for (const text of ["+15550100001", "+1 (555) 010-0001", "+1 555 010 0001"]) {
      expect(PhoneNumber.parseValue(text)).toBe("+15550100001");
    }
  });

  const others = ["+15550100001 ext. 22", "+266696687", "555 010 0001", "12", "", `+${"1".repeat(100_000)}`];
  it("passes on any other text, which the field rejects with its name", () => {
    for (const text of others) expect(PhoneNumber.parseValue(text)).toBe(text);
  });

  it("rejects what is no text", () => {
    expect(() => PhoneNumber.parseValue(15551234567)).toThrow("expected text");
  });
});

describe("a value of a vendor", () => {
  it("is unchanged if it fits the type, and null if not", () => {
    expect(fitting(LocalTime, "14:30")).toBe("14:30");
    expect(fitting(LocalTime, "14:30:00.5")).toBe("14:30:00.5");
    expect(fitting(LocalTime, "25:00")).toBeNull();
    expect(fitting(Url, "http://example.com")).toBe("http://example.com");
    expect(fitting(Url, "nowhere")).toBeNull();
    expect(fitting(Url, null)).toBeNull();
  });

  it("is a number of the API within the API's range only", () => {
    expect([0, -5, 2_147_483_647, 2_147_483_648, 1.5, Number.NaN, null].map(toInt)).toEqual([
      0,
      -5,
      2_147_483_647,
      null,
      null,
      null,
      null,
    ]);
    expect([0, 3_000_000_000, -1, 1.5, null].map(toCount)).toEqual([0, 3_000_000_000, null, null, null]);
  });
});
