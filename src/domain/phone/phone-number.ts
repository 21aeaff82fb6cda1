import { isIP } from "node:net";
import {
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js";
import { isPlaceholderNumber, mayBePlaceholder } from "./placeholder-number.js";
import { createCache } from "../../lib/cache.js";

/** A two-letter country code, by which numbers without a country code are read. */
export type Region = CountryCode;

/** A number with its country code: E.164, and the vendors' rule of 7 to 15 characters. */
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/u;

/** New observations mostly have known numbers, and parsing one takes half as long as everything else. */
const NUMBERS_KEPT = 10_000;
/** Longer than nearly any written number: longer texts are not cached. */
const LONGEST_KEPT = 50;
/** Longer than any number is written, with its extension and the parameters of a URI. */
const LONGEST_NUMBER = 150;
const READ = createCache<string, PhoneNumberReading>("phone_numbers", { maxEntries: NUMBERS_KEPT });

/**
 * Returns the E.164 form of a number as stored by a vendor; null if it does not parse. A number without country code
 * must have a length that its country allows; one with it is accepted as is, as in the vendors' own documents
 * (`+1234567890`). Null for a number with an extension, which is not this customer's alone, and for a placeholder of a
 * withheld number. `tel:` and invisible characters are ignored. Never replaces the raw number.
 */
export function findE164(raw: string, defaultRegion: Region | null): string | null {
  const result = readPhoneNumber(raw, defaultRegion);
  return "e164" in result ? result.e164 : null;
}

/** Why a text is no phone number that identifies a customer. */
export type PhoneNumberFault = "NOT_A_NUMBER" | "EXTENSION" | "PLACEHOLDER";
export type PhoneNumberReading = { readonly e164: string } | { readonly fault: PhoneNumberFault };

/** The messages for clients and operators, which follow the name of the field. */
export const PHONE_NUMBER_FAULTS: Readonly<Record<PhoneNumberFault, string>> = {
  NOT_A_NUMBER: "expected a phone number with its country code such as +15551234567",
  EXTENSION: "vendors cannot dial an extension: give the number without it",
  PLACEHOLDER: "these digits are a placeholder for a withheld or unknown number",
};

/** Parses a number like `findE164`, and returns the fault of one without E.164. */
export function readPhoneNumber(raw: string, defaultRegion: Region | null): PhoneNumberReading {
  if (raw.length > LONGEST_KEPT) return parseNumber(raw, defaultRegion);
  return READ.getOrCreate(`${defaultRegion ?? ""} ${raw}`, () => parseNumber(raw, defaultRegion));
}

function parseNumber(raw: string, defaultRegion: Region | null): PhoneNumberReading {
  const { base, rest } = splitNumber(raw);
  const parsed = parseDigits(base, defaultRegion);
  if (isPlaceholderNumber(digitsOf(base), parsed)) return { fault: "PLACEHOLDER" };
  const isWhole = base.startsWith("+") && INTERNATIONAL.test(parsed?.number ?? "");
  if (parsed === null || !(isWhole || parsed.isPossible())) return { fault: "NOT_A_NUMBER" };
  if (rest !== "" || parsed.ext !== undefined) return { fault: "EXTENSION" };
  return { e164: parsed.number };
}

/** The form of most numbers, which needs no cleaning. */
const PLAIN = /^\+?\d[\d ()-]*\d$/u;
/** The characters of a written number. Anything else after the digits is an extension, or makes it invalid. */
const WRITTEN = /^([(\s]*\+?[\d\s().[\]/-]*\d\)?)(.*)$/su;
/** A mark or a word that introduces an extension, and its digits. */
const EXTENSION = /^[\s,;:.#*~(-]*(?:\p{L}[\p{L}\s.]*)?[\s,;:.=#*(-]*\d{1,15}[\s)#]*$/u;
/** Characters that are written but not shown, as word processors and web pages leave them around a number. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

interface SplitNumber {
  /** The number itself, starting with `+` where it has its country code; empty where the text is no number. */
  readonly base: string;
  /** The extension as written; empty where there is none. */
  readonly rest: string;
}

const NO_NUMBER: SplitNumber = { base: "", rest: "" };

function splitNumber(raw: string): SplitNumber {
  if (raw.length > LONGEST_NUMBER) return NO_NUMBER;
  if (PLAIN.test(raw)) return { base: raw, rest: "" };
  const visible = toAscii(raw.replace(INVISIBLE, "")).trim();
  const uri = /^tel:(?:\/\/)?(.*)$/isu.exec(visible);
  const { text, extension } = uri === null ? { text: visible, extension: "" } : readTelUri(uri[1] ?? "");
  // Dots separate digits in numbers, too: an IP address would be read as a number of the default region.
  if (isIP(text) !== 0) return NO_NUMBER;
  const [, base = "", rest = ""] = WRITTEN.exec(text) ?? [];
  if (base === "" || !(rest === "" || EXTENSION.test(rest))) return NO_NUMBER;
  return {
    base: base.replace(/^[(\s]+(?=\+)/u, "").trim(),
    rest: rest.trim() + extension,
  };
}

/** Converts digits, dashes, dots and spaces of any script and width to ASCII. */
export function toAscii(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Nd}/gu, toAsciiDigit)
    .replaceAll(/[\p{Pd}\u2212\u30fc]/gu, "-")
    .replaceAll(/[\u00b7\u2022\u2027\u3002\u30fb]/gu, ".");
}

function toAsciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < ASCII_END) return digit;
  // The decimal digits of a script stand in a row, from zero on.
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

const ASCII_END = 0x80;

/** The parts of a `tel:` URI (RFC 3966). A subaddress or a post-dial string leads to one of many, as an extension does. */
function readTelUri(uri: string): { text: string; extension: string } {
  const [number = "", ...parameters] = decodePercents(uri).split(";");
  const values = new Map(
    parameters.map((parameter) => {
      const [name = "", value = ""] = parameter.split("=");
      return [name.trim().toLowerCase(), value.trim()] as const;
    }),
  );
  const extension = ["ext", "isub", "postd"].map((name) => values.get(name) ?? "").join("");
  const context = values.get("phone-context") ?? "";
  const isLocal = !number.trim().startsWith("+") && context.startsWith("+");
  return { text: (isLocal ? context + number : number).trim(), extension };
}

function decodePercents(uri: string): string {
  return uri.replaceAll(/%([2-7][\da-f])/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function parseDigits(text: string, defaultRegion: Region | null): PhoneNumber | null {
  const region = defaultRegion === null ? {} : { defaultCountry: defaultRegion };
  return text === "" ? null : (parsePhoneNumberFromString(text, { extract: false, ...region }) ?? null);
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/gu, "");
}

/**
 * True for a number that a vendor can be queried for in its stored form: digits with usual separators, perhaps with an
 * extension. False for a placeholder, an address, or a word such as `Restricted`.
 */
export function isLookupNumber(raw: string): boolean {
  const digits = digitsOf(splitNumber(raw).base);
  return digits.length >= FEWEST_DIGITS && !(mayBePlaceholder(digits) && isPlaceholder(raw));
}

/** Returns the stored form of a number, for querying a customer's callbacks; null if there is none. */
export function findLookupNumber(raw: string | null): string | null {
  return raw !== null && isLookupNumber(raw) ? raw : null;
}

/** True for a number that names one line as it is written, though its E.164 may not be known: no extension, no placeholder. */
export function isIdentifyingNumber(raw: string): boolean {
  return isLookupNumber(raw) && splitNumber(raw).rest === "";
}

/** A number as clients and operators write it, without `tel:` and invisible characters: E.164 where it says so, else as written. */
export function writtenNumber(raw: string): string {
  const { base, rest } = splitNumber(raw);
  return findE164(raw, null) ?? (base === "" || rest !== "" ? raw : base);
}

/** The shortest number that a switch dials. */
const FEWEST_DIGITS = 3;

function isPlaceholder(raw: string): boolean {
  const result = readPhoneNumber(raw, null);
  return "fault" in result && result.fault === "PLACEHOLDER";
}

/**
 * E.164 of a number that arrived as a JSON number and so lost its `+`. The `+` is restored only where the result is a
 * valid number; otherwise it is read as a number of the default region.
 */
export function findE164OfDigits(digits: string, defaultRegion: Region | null): string | null {
  const restored = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  return restored?.isValid() === true ? findE164(restored.number, null) : findE164(digits, defaultRegion);
}

/** Returns the digits by which a caller in `region` dials an E.164 number; null for a number of another country. */
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

/**
 * Returns the other forms of an E.164 number at a vendor that stores numbers as they were submitted: without the plus, or
 * in national format. A number that is not E.164 has no other form.
 */
export function otherForms(phoneNumber: string, defaultRegion: Region | null): string[] {
  if (!/^\+\d+$/u.test(phoneNumber)) return [];
  const national = defaultRegion === null ? null : findNationalDigits(phoneNumber, defaultRegion);
  return [phoneNumber.slice(1), ...(national === null ? [] : [national])];
}
