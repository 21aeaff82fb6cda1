import type { Words } from "./words/words.js";

/** Writes instants and durations as the viewer reads them. */
export interface Times {
  /** `14:30` or `2:30 PM` */
  clock(at: number): string;
  /** `14:30:05`, for a clock that ticks. */
  ticking(at: number): string;
  /** `Today`, `Tomorrow`, `Yesterday`, else `Mon, 24 Nov` */
  day(at: number, now: number): string;
  /** `Mon, 24 Nov, 14:30` */
  full(at: number): string;
  /** Two units at most: `4m 9s`, `3h 12m`, `2d 5h`. */
  duration(ms: number): string;
  /** `2026-11-24` and `14:30`, the values of a form's fields. */
  date(at: number): string;
  time(at: number): string;
  /** A number with the separators of the locale: `20,000`. */
  number(value: number): string;
}

export interface TimesOptions {
  /** An IANA time zone. */
  readonly timeZone: string;
  readonly locale: string;
  readonly hour12: boolean;
  readonly words: Pick<Words["shell"], "today" | "tomorrow" | "yesterday">;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = { day: DAY, hour: HOUR, minute: MINUTE, second: SECOND } as const;
type Unit = keyof typeof UNITS;

const existing = new Map<string, Times>();

/** Returns the same object for the same options. */
export function createTimes(options: TimesOptions): Times {
  const { timeZone, locale, hour12, words } = options;
  const key = JSON.stringify([timeZone, locale, hour12, words.today]);
  const cached = existing.get(key);
  if (cached !== undefined) return cached;
  const format = (fields: Intl.DateTimeFormatOptions, tag = locale): ((at: number) => string) => {
    const formatter = new Intl.DateTimeFormat(tag, { timeZone, ...fields });
    return (at) => formatter.format(at);
  };
  const clocks: Intl.DateTimeFormatOptions = hour12 ? { hour12: true } : { hourCycle: "h23" };
  const digits = hour12 ? "numeric" : "2-digit";
  const weekday = format({ weekday: "short", day: "numeric", month: "short" });
  const date = format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
  const times: Times = {
    clock: format({ hour: digits, minute: "2-digit", ...clocks }),
    ticking: format({ hour: digits, minute: "2-digit", second: "2-digit", ...clocks }),
    day(at, now) {
      const day = date(at);
      if (day === date(now)) return words.today;
      if (day === date(now + DAY)) return words.tomorrow;
      return day === date(now - DAY) ? words.yesterday : weekday(at);
    },
    full: format({ weekday: "short", day: "numeric", month: "short", hour: digits, minute: "2-digit", ...clocks }),
    duration: createDuration(locale),
    date,
    time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en-GB"),
    number: numbersOf(new Intl.NumberFormat(locale)),
  };
  existing.set(key, times);
  return times;
}

function numbersOf(numbers: Intl.NumberFormat): (value: number) => string {
  return (value) => numbers.format(value);
}

/** The units of a duration by its length: seconds only where they matter. */
function unitsOf(ms: number): readonly Unit[] {
  if (ms < MINUTE) return ["second"];
  if (ms < 10 * MINUTE) return ["minute", "second"];
  if (ms < HOUR) return ["minute"];
  return ms < DAY ? ["hour", "minute"] : ["day", "hour"];
}

function createDuration(locale: string): (ms: number) => string {
  const units = (["day", "hour", "minute", "second"] as const).map(
    (unit) => [unit, new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" })] as const,
  );
  const formats = new Map(units);
  return (ms) => {
    let rest = Math.max(0, ms);
    return unitsOf(rest)
      .map((unit) => {
        const count = Math.floor(rest / UNITS[unit]);
        rest -= count * UNITS[unit];
        return formats.get(unit)?.format(count) ?? "";
      })
      .join(" ");
  };
}
