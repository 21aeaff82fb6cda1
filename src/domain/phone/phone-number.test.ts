import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findE164,
  findE164OfDigits,
  findLookupNumber,
  findNationalDigits,
  isIdentifyingNumber,
  isLookupNumber,
  maskPhoneNumber,
  readPhoneNumber,
  writtenNumber,
  type Region,
} from "./phone-number.js";

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
    // Valid by its country code alone: this number is an example in a vendor's document.
    ["+1234567890", null, "+1234567890"],
    ["+12(345)67-890", null, "+1234567890"],
    // Too short or too long for the country: a number that does not exist identifies no customer.
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

  it.each([
    ["\u202a+14155550100\u202c"],
    ["\u2066+1 415 555 0100\u2069"],
    ["\ufeff+14155550100"],
    ["+1\u00ad415\u200b555\u20600100"],
    ["\u200e+14155550100\u200f"],
    ["+1\u00a0415\u2009555\u20110100"],
    ["\uff0b\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff10\uff10"],
    ["+\u0661\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0660\u0660"],
    ["tel:+14155550100"],
    ["TEL:+1-415-555-0100"],
    ["tel: +1 (415) 555-0100"],
    ["tel://+14155550100"],
    ["tel:%2B14155550100"],
    ["tel:555-0100;phone-context=+1415"],
    ["tel:+14155550100;phone-context=example.com"],
    ["\u202atel:+14155550100\u202c"],
    ["(+1) 415 555 0100"],
    ["(+1415)5550100"],
    ["+1\u00b7415\u00b7555\u00b70100"],
  ])("is that of the digits of %j, without the characters around them", (raw) => {
    expect(findE164(raw, null)).toBe("+14155550100");
    expect(writtenNumber(raw)).toBe("+14155550100");
  });

  it.each([
    ["+14155550100 ext. 22"],
    ["+14155550100 ext.22"],
    ["+14155550100 EXT 22"],
    ["+14155550100 extension 22"],
    ["+14155550100 (ext 22)"],
    ["+14155550100x22"],
    ["+14155550100 x.22"],
    ["+14155550100 #22"],
    ["+14155550100,22"],
    ["+14155550100,,22#"],
    ["+14155550100;22"],
    ["+14155550100;ext=22"],
    ["+14155550100p22"],
    ["+14155550100w22"],
    ["+14155550100~22"],
    ["+14155550100 *22"],
    ["+14155550100 int 22"],
    ["+14155550100 anexo: 22"],
    ["+14155550100 poste 22"],
    ["+14155550100 Durchwahl 22"],
    ["+14155550100 DW-22"],
    ["+14155550100 \u0434\u043e\u0431. 22"],
    ["+14155550100 \uff45\uff58\uff54 \uff12\uff12"],
    ["tel:+14155550100;ext=22"],
    ["tel:+14155550100;isub=22"],
    ["\u202a+14155550100 ext. 22\u202c"],
  ])("is null for %j, whose extension would be lost", (raw) => {
    expect(readPhoneNumber(raw, "US")).toEqual({ fault: "EXTENSION" });
    expect(isLookupNumber(raw)).toBe(true);
    expect(isIdentifyingNumber(raw)).toBe(false);
  });

  it.each<[string, Region | null]>([
    // ANONYMOUS on a keypad, as gateways and switches write it.
    ["+266696687", null],
    ["266696687", "US"],
    ["266696687", "DE"],
    ["266-696-687", "LS"],
    ["00266696687", "DE"],
    ["011266696687", "US"],
    ["+1266696687", null],
    ["1266696687", null],
    ["+49266696687", null],
    ["tel:+266696687", null],
    ["\u202a+266696687\u202c", null],
    // RESTRICTED, UNAVAILABLE, UNKNOWN, PRIVATE, BLOCKED, WITHHELD, OUT OF AREA.
    ["+7378742833", null],
    ["7378742833", "US"],
    ["+17378742833", null],
    ["+86282452253", null],
    ["+8656696", null],
    ["+7748283", null],
    ["+17748283", null],
    ["+2562533", null],
    ["+94844353", null],
    ["+688632732", null],
    // One digit, or the digits in a row.
    ["0", "US"],
    ["00", "US"],
    ["0000000000", "US"],
    ["+10000000000", null],
    ["+11111111111", null],
    ["9999999999", "US"],
    ["+15555555555", null],
    ["+440000000000", null],
    ["1234567890", "US"],
    ["+11234567890", null],
    ["0123456789", null],
  ])("of %j in %s is null, for it stands for no number", (raw, region) => {
    expect(findE164(raw, region)).toBeNull();
    expect(findE164OfDigits(raw.replaceAll(/\D/gu, ""), region)).toBeNull();
    expect(findLookupNumber(raw)).toBeNull();
    expect(isIdentifyingNumber(raw)).toBe(false);
  });

  it.each([
    ["Restricted"],
    ["anonymous"],
    ["Private Number"],
    ["unknown"],
    ["+14155550100 or +14155550101"],
    ["+14155550100/+14155550101"],
    ["415-555-0100, 415-555-0101"],
    ["192.168.10.100"],
    ["jane.doe@example.com"],
    ["4155550100@example.com"],
    ["sip:+14155550100@example.com"],
    ["12"],
    ["-"],
    [""],
    [`+${"1 ".repeat(100)}`],
  ])("is null for %j, and no vendor is queried", (raw) => {
    expect(findE164(raw, "US")).toBeNull();
    expect(findLookupNumber(raw)).toBeNull();
  });

  it.each([["4155550100"], ["(415) 555-0100"], ["020 7946 0000"], ["112"], ["+4930123456-22"]])(
    "may be unknown for %j, which can still be queried at the vendor",
    (raw) => {
      expect(findLookupNumber(raw)).toBe(raw);
      expect(isIdentifyingNumber(raw)).toBe(true);
    },
  );

  it("is equal after invisible characters and tel:, and null with any extension", () => {
    const number = fc.integer({ min: 2_010_000, max: 9_999_999 }).map((line) => `+1415${line}`);
    const invisible = fc.stringMatching(/^[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]{0,5}$/u);
    const mark = fc.constantFrom("x", " ext ", ";ext=", ",", "#", " int. ", "~");
    fc.assert(
      fc.property(number, invisible, invisible, mark, fc.nat(99_999), (raw, before, after, extension, digits) => {
        const plain = readPhoneNumber(raw, null);
        expect(readPhoneNumber(before + raw + after, null)).toEqual(plain);
        expect(readPhoneNumber(`tel:${raw}`, null)).toEqual(plain);
        expect(findE164(`${raw}${extension}${digits}`, null)).toBeNull();
      }),
    );
  });

  it("is null for any IP or e-mail address in any region", () => {
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

  it("is null, or a plus and at most fifteen digits, for any text", () => {
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
  ])("displays %s as %s", (raw, masked) => {
    expect(maskPhoneNumber(raw)).toBe(masked);
  });

  it("displays at most two of its digits, whatever is masked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        expect(maskPhoneNumber(raw)).toMatch(/^\*\*\*(?:\d{2})?$/u);
      }),
    );
  });
});
