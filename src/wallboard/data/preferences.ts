import { LANGUAGE_CODES, languageOf, LANGUAGES, type LanguageCode } from "../words/languages.js";
import type { Words } from "../words/words.js";
import { createLiveValue, type LiveValue } from "./live-value.js";

/** How times of day are written: as the browser does, or by 12 or 24 hours. */
export type Clock = "auto" | "12" | "24";

/** The viewer's choices, and what follows from them. */
export interface Preferences {
  readonly language: LanguageCode;
  readonly clock: Clock;
  /** Whether changes are announced to screen readers. */
  readonly isAnnouncing: boolean;
  readonly words: Words;
  /** For Intl: the browser's locale of the language, such as `en-US`, else the language alone. */
  readonly locale: string;
  readonly hour12: boolean;
}

export type PreferenceChanges = Partial<Pick<Preferences, "language" | "clock" | "isAnnouncing">>;

export interface PreferenceStore {
  readonly current: LiveValue<Preferences>;
  /** Applies choices and keeps them for this browser. */
  change(changes: PreferenceChanges): void;
}

export const CLOCKS: readonly Clock[] = ["auto", "12", "24"];

const KEYS = { language: "ringback-language", clock: "ringback-clock", isAnnouncing: "ringback-announcing" } as const;

export interface PreferenceOptions {
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  /** The parameters of the address: `lang` and `clock` win over what is stored. */
  readonly parameters: URLSearchParams;
  /** The browser's languages, the preferred first. */
  readonly languages: readonly string[];
}

/** Reads the viewer's choices from the address, else from storage, else from the browser. */
export function createPreferences({ storage, parameters, languages }: PreferenceOptions): PreferenceStore {
  const chosen = (name: string, key: string): string | null => parameters.get(name) ?? storage.getItem(key);
  const clock = chosen("clock", KEYS.clock);
  const byBrowser = languages.map(languageOf).find((code) => code !== null) ?? LANGUAGE_CODES[0] ?? "en";
  const initial = {
    language: languageOf(chosen("lang", KEYS.language)) ?? byBrowser,
    clock: CLOCKS.find((one) => one === clock) ?? "auto",
    isAnnouncing: storage.getItem(KEYS.isAnnouncing) !== "false",
  };
  const current = createLiveValue(complete(initial, languages));
  return {
    current,
    change(changes) {
      for (const name of ["language", "clock", "isAnnouncing"] as const) {
        const value = changes[name];
        if (value !== undefined) storage.setItem(KEYS[name], String(value));
      }
      const { language, clock: previousClock, isAnnouncing } = current.get();
      current.set(complete({ language, clock: previousClock, isAnnouncing, ...changes }, languages));
    },
  };
}

type Choices = Pick<Preferences, "language" | "clock" | "isAnnouncing">;

function complete(choices: Choices, languages: readonly string[]): Preferences {
  const { language, clock } = choices;
  const locale = languages.find((tag) => languageOf(tag) === language) ?? language;
  // The browser's fields for times follow its own locale: texts beside them must not differ.
  const hour12 = clock === "auto" ? hasTwelveHours(languages[0] ?? locale) : clock === "12";
  return { ...choices, words: LANGUAGES[language].words, locale, hour12 };
}

function hasTwelveHours(locale: string): boolean {
  return new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;
}
