import type { english } from "./english.js";

/**
 * All texts of the wall. A page's texts are one part of it: `english/<page>.ts` and `german/<page>.ts`, and one line each
 * in `english.ts` and `german.ts`. Components read them by `useWords()`; numbers with nouns are written by `createPlural`,
 * times and durations by `useTimes()`.
 */
export type Words = typeof english;
