import type { Customer } from "./callback.js";
import { toAscii } from "./phone/phone-number.js";

/** The fewest characters of the longest word of a search: indexes hold sequences of three. */
export const FEWEST_SEARCHED = 3;
/** The most words of a search. */
export const MOST_SEARCHED = 10;
/** Longer than any name with its numbers. */
const LONGEST_TEXT = 500;

/**
 * Folds a text to the words that a search compares: lower case without accents, letters and digits only. Digits that
 * are written with spaces or signs between them are one word, so that `+49 (0)172-555` and `49172555` are equal.
 */
export function foldedWords(text: string): string[] {
  const cut = text.slice(0, LONGEST_TEXT);
  // Nearly all texts: nothing in them has to be normalised.
  const folded = ASCII.test(cut) ? cut.replaceAll("(0)", "").toLowerCase() : fold(cut);
  return folded
    .replaceAll(/(?<![\p{L}\p{N}])(\d+)(?:[^\p{L}\p{N}]+(?=\d+(?![\p{L}\p{N}])))/gu, "$1")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const ASCII = /^[ -~]*$/u;

function fold(text: string): string {
  return (
    toAscii(text)
      .replaceAll("(0)", "")
      .normalize("NFKD")
      // By way of upper case, as `ß`, `ẞ` and `SS` are equal then.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .replaceAll("ς", "σ")
  );
}

/** True if two customers have equal texts for searches, as all parts of the texts are equal. */
export function isSearchedAlike(left: Customer, right: Customer): boolean {
  return SEARCHED.every((field) => left[field] === right[field]);
}

const SEARCHED = ["name", "firstName", "lastName", "phoneNumber", "phoneNumberRaw"] as const;

/** Returns the text that searches are matched with: names and numbers of a customer, folded. */
export function searchTextOf(customer: Customer): string {
  let text = "";
  for (const field of SEARCHED) {
    const part = customer[field];
    for (const word of part === null ? [] : foldedWords(part)) {
      // A part of another word is found with that.
      if (!text.includes(word)) text += ` ${word}`;
    }
  }
  return text.slice(1, LONGEST_TEXT);
}

/** True if each word is part of the customer's name or number. */
export function matchesSearch(words: readonly string[], customer: Customer): boolean {
  const text = searchTextOf(customer);
  return words.every((word) => text.includes(word));
}

/** Whether an index can find the word: it has three characters or more. */
export function isIndexedWord(word: string): boolean {
  return Array.from(word).length >= FEWEST_SEARCHED;
}
