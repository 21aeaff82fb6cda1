import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findE164, findE164OfDigits, findNationalDigits, maskPhoneNumber, type Region } from "./phone-number.js";

describe("E.164 of a number", () => {
  it.each<[string, Region | null, string | null]>([
    ["+14155550100", null, "+14155550100"],
    ["+1 (415) 555-0100", null, "+14155550100"],
    ["(415) 555-0100", "US", "+14155550100"],
    ["415.555.0100", "US", "+14155550100"],
    ["020 7946 0000", "GB", "+442079460000"],
    ["00442079460000", "DE", "+442079460000"],
    ["+442079460000", "US", "+442079460000"],
    // Without a region there is no country to read a local number by.
    ["4155550100", null, null],
    ["020 7946 0000", null, null],
    // With its country code it is taken at its word: this one stands in a vendor's document.
    ["+1234567890", null, "+1234567890"],
    ["+12(345)67-890", null, "+1234567890"],
    // Too short or too long for the country: a number that nobody has is nobody's identity.
    ["112", "US", null],
    ["5550100", "US", null],
    ["+1112", null, null],
    ["+1415555010012345", null, null],
    // Not a number at all.
    ["", "US", null],
    ["   ", "US", null],
    ["unknown", "US", null],
    ["anonymous@anonymous.invalid", "US", null],
    ["4155550100@example.com", "US", null],
    ["jane.doe@example.com", null, null],
    ["192.168.10.100", "US", null],
    ["192.168.10.100", null, null],
    [" 10.20.30.40 ", "GB", null],
    ["2001:db8::1", "US", null],
    ["2001:0:0:1:2:3:4:5", "US", null],
  ])("of %j read in %s is %s", (raw, region, expected) => {
    expect(findE164(raw, region)).toBe(expected);
  });

  it("of any IPv4 or IPv6 address or e-mail address is null in any region", () => {
    const notANumber = fc.oneof(fc.ipV4(), fc.ipV6(), fc.emailAddress());
    fc.assert(
      fc.property(notANumber, fc.constantFrom<Region | null>(null, "US", "GB", "DE", "IN"), (raw, region) => {
        expect(findE164(raw, region)).toBeNull();
      }),
    );
  });

  it("is read again as itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 999 }), fc.integer({ min: 2_000_000, max: 9_999_999 }), (area, line) => {
        const number = findE164(`${area}${line}`, "US");
        if (number !== null) expect(findE164(number, null)).toBe(number);
      }),
    );
  });

  it("of any text is null or a plus and at most fifteen digits", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ().-]{0,20}$/u)), (raw) => {
        expect(findE164(raw, "US") ?? "+1").toMatch(/^\+[1-9]\d{0,14}$/u);
      }),
    );
  });
});

describe("E.164 of a number that came as a JSON number", () => {
  it.each<[string, Region | null, string | null]>([
    ["14155550100", null, "+14155550100"],
    ["442079460000", "US", "+442079460000"],
    // As +41 it would be Swiss, and no valid number there: so it is a number of the region.
    ["4155550100", "US", "+14155550100"],
    ["4155550100", null, null],
    // The leading zero is lost as well as the plus.
    ["2079460000", "GB", "+442079460000"],
    ["7", "US", null],
    ["0", null, null],
  ])("of %s read in %s is %s", (digits, region, expected) => {
    expect(findE164OfDigits(digits, region)).toBe(expected);
  });
});

describe("a number as it is dialled at home", () => {
  it.each<[string, Region, string | null]>([
    ["+14155550100", "US", "4155550100"],
    ["+14155550100", "CA", "4155550100"],
    ["+442079460000", "GB", "02079460000"],
    ["+442079460000", "US", null],
    ["not a number", "US", null],
  ])("%s in %s is %s", (e164, region, expected) => {
    expect(findNationalDigits(e164, region)).toBe(expected);
  });
});

describe("a masked number", () => {
  it.each([
    ["+14155550100", "***00"],
    ["(415) 555-0123", "***23"],
    ["12345", "***45"],
    ["1234", "***"],
    ["", "***"],
    ["jane.doe@example.com", "***"],
  ])("of %j is %s", (raw, masked) => {
    expect(maskPhoneNumber(raw)).toBe(masked);
  });

  it("shows at most two of its digits, whatever is masked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        expect(maskPhoneNumber(raw)).toMatch(/^\*\*\*(?:\d{2})?$/u);
      }),
    );
  });
});
