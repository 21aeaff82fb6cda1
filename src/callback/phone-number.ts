import { isIP } from "node:net";
import { getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js";

/** A two-letter country code, by which numbers without a country code are read. */
export type Region = CountryCode;

/**
 * E.164 of a number as a vendor holds it, or null where it does not parse or is too short or too long for its country.
 * Never replaces the raw number.
 */
export function findE164(raw: string, defaultRegion: Region | null): string | null {
  // Dots separate digits in numbers, too: an IP address would be read as a number of the default region.
  if (isIP(raw.trim()) !== 0) return null;
  const parsed = parsePhoneNumberFromString(raw, {
    extract: false,
    ...(defaultRegion === null ? {} : { defaultCountry: defaultRegion }),
  });
  return parsed?.isPossible() === true ? parsed.number : null;
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
