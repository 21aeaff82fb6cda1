/** Invisible characters that editors, shells and secret stores add at the ends of a text. */
const ADDED = /^[\ufeff\r\n]+|[\ufeff\r\n]+$/gu;
/** Control characters, invisible ones, and halves of characters: no id and no secret has any. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
/** The characters that an HTTP header can hold. */
const HEADER = /^[\x20-\x7e\x80-\xff]*$/u;

/** Returns the text without byte order marks and line breaks at its ends. */
export function trimSetting(text: string): string {
  return text.replaceAll(ADDED, "");
}

/** Returns the fault of a trimmed id or secret, without quoting it; null where there is none. */
export function faultOfSetting(text: string): string | null {
  if (text === "") return "must not be empty";
  const at = text.search(INVISIBLE);
  if (at >= 0) return `must not contain a line break or an invisible character: found one at position ${at + 1}`;
  return text.trim() === text ? null : "must not start or end with a space";
}

/** Whether an HTTP header can hold the text. */
export function fitsHeader(text: string): boolean {
  return HEADER.test(text);
}
