/** Words that switches and IVRs send as the digits of a keypad where the caller's number is withheld or not known. */
const WORDS = [
  "anonymous",
  "restricted",
  "unavailable",
  "notavailable",
  "outofarea",
  "unknown",
  "unknownnumber",
  "unknowncaller",
  "private",
  "privatenumber",
  "privatecaller",
  "blocked",
  "blockednumber",
  "blockedcaller",
  "withheld",
  "numberwithheld",
  "nonumber",
  "confidential",
  "undefined",
];
const KEYPAD = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];
const SPELLED: ReadonlySet<string> = new Set(WORDS.map(spell));

/** Sample digits that people and programs enter instead of a number. */
const SAMPLES: ReadonlySet<string> = new Set(["1234567890", "0123456789", "123456789", "12345678", "1234567"]);

const SUSPECTS: readonly string[] = [...SPELLED, ...SAMPLES];

/** A word of fewer digits than this may as well be the number of a subscriber, so it has to be all of the digits. */
const SURE_LENGTH = 9;

/** A number as a phone number library has read it. */
export interface ParsedNumber {
  readonly number: string;
  readonly nationalNumber: string;
  isValid(): boolean;
}

/**
 * True for digits that stand for "no number": a word spelled on a keypad (266696687 is ANONYMOUS), one digit repeated,
 * or a sequence of sample digits. `digits` are the digits as sent; `parsed` is the parsed number, null if it does not
 * parse. Without this check, all callers without a number would be one customer.
 */
export function isPlaceholderNumber(digits: string, parsed: ParsedNumber | null): boolean {
  const dialled = digits.replace(/^(?:00|011|0|1)(?=\d{6})/u, "");
  if ([digits, dialled].some((text) => SPELLED.has(text) || isOneDigit(text))) return true;
  if (parsed === null) return SAMPLES.has(digits);
  const { number, nationalNumber } = parsed;
  const isWord = SPELLED.has(nationalNumber) && (nationalNumber.length >= SURE_LENGTH || !parsed.isValid());
  const isSample = SAMPLES.has(nationalNumber) && !parsed.isValid();
  return isWord || isSample || SPELLED.has(number.slice(1)) || isOneDigit(nationalNumber);
}

/** Returns false for digits that cannot be a placeholder: a cheap check before the expensive parsing. */
export function mayBePlaceholder(digits: string): boolean {
  if (/^(\d)\1*$/u.test(digits) || /(\d)\1{3}$/u.test(digits)) return true;
  return SUSPECTS.some((text) => digits.endsWith(text));
}

function isOneDigit(digits: string): boolean {
  return /^(\d)\1+$/u.test(digits);
}

function spell(text: string): string {
  return text.replaceAll(/[a-z]/gu, (letter) => String(KEYPAD.findIndex((letters) => letters.includes(letter)) + 2));
}
