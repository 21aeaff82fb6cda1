import { english } from "./english.js";
import { german } from "./german.js";
import type { Words } from "./words.js";

/** The languages of the wall, by their BCP 47 codes. Another language is one line here, and its texts. */
export const LANGUAGES = {
  en: { name: "English", words: english },
  de: { name: "Deutsch", words: german },
} as const satisfies Record<string, { readonly name: string; readonly words: Words }>;

export type LanguageCode = keyof typeof LANGUAGES;

export const LANGUAGE_CODES: readonly LanguageCode[] = ["en", "de"];

/** Returns the language of a code or tag such as `de-CH`; null for any other. */
export function languageOf(tag: string | null): LanguageCode | null {
  const code = tag?.toLowerCase().split("-")[0];
  return LANGUAGE_CODES.find((one) => one === code) ?? null;
}
