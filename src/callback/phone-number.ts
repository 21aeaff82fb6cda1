import { isIP } from "node:net";
import { getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js";
import { createRecentlyUsed, keptOrMade } from "./recently-used.js";

/** A two-letter country code, by which numbers without a country code are read. */
export type Region = CountryCode;

/** What E.164 and the vendors' own rule of 7 to 15 characters leave of a number with its country code. */
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/u;

/** Whatever is new of a callback, its number nearly never is; reading one takes half as long as reading all else. */
const NUMBERS_KEPT = 10_000;
/** Longer than any number is written. */
const LONGEST_KEPT = 50;
const READ = createRecentlyUsed<string, { readonly e164: string | null }>(NUMBERS_KEPT);

/**
 * E.164 of a number as a vendor holds it, or null where it does not parse. A number without its country code also has to
 * be of a length that its country knows; one with it is taken at its word, as the vendors' own documents do
 * (`+1234567890`). Never replaces the raw number.
 */
export function findE164(raw: string, defaultRegion: Region | null): string | null {
  if (raw.length > LONGEST_KEPT) return readE164(raw, defaultRegion);
  return keptOrMade(READ, `${defaultRegion ?? ""} ${raw}`, () => ({ e164: readE164(raw, defaultRegion) })).e164;
}

function readE164(raw: string, defaultRegion: Region | null): string | null {
  // Dots separate digits in numbers, too: an IP address would be read as a number of the default region.
  if (isIP(raw.trim()) !== 0) return null;
  const parsed = parsePhoneNumberFromString(raw, {
    extract: false,
    ...(defaultRegion === null ? {} : { defaultCountry: defaultRegion }),
  });
  if (parsed === undefined) return null;
  const isWhole = raw.trim().startsWith("+") && INTERNATIONAL.test(parsed.number);
  return isWhole || parsed.isPossible() ? parsed.number : null;
}

/**
 * E.164 of a number that arrived as a JSON number and so lost its `+`. The `+` is restored only where the result is a
 * valid number; otherwise it is read as a number of the default region.
 */
export function findE164OfDigits(digits: string, defaultRegion: Region | null): string | null {
  const restored = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  return restored?.isValid() === true ? restored.number : findE164(digits, defaultRegion);
}

/** The digits by which somebody in `region` dials an E.164 number; null where it is a number of another country. */
export function findNationalDigits(e164: string, region: Region): string | null {
  const parsed = parsePhoneNumberFromString(e164, { extract: false });
  if (parsed === undefined || parsed.countryCallingCode !== getCountryCallingCode(region)) return null;
  return parsed.formatNational().replaceAll(/\D/gu, "");
}

const SHOWN_DIGITS = 2;

/** A number fit for logs and error messages: all but the last two digits are stars. */
export function maskPhoneNumber(raw: string): string {
  const digits = raw.replaceAll(/\D/gu, "");
  return `***${digits.length > 4 ? digits.slice(-SHOWN_DIGITS) : ""}`;
}
