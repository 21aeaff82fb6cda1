/** Writes instants as the viewer reads them. */
export interface Times {
  /** `14:30` */
  clock(at: number): string;
  /** `14:30:05` */
  exact(at: number): string;
  /** `Today`, `Tomorrow`, `Yesterday`, else `Mon, 24 Nov` */
  day(at: number, now: number): string;
  /** `Mon, 24 Nov, 14:30:05` */
  full(at: number): string;
  /** `2026-11-24` and `14:30`, for the fields of a form. */
  date(at: number): string;
  time(at: number): string;
}

const DAY = 86_400_000;
const byZone = new Map<string, Times>();

/** In a time zone of the IANA database. The same object for the same zone. */
export function createTimes(timeZone: string): Times {
  const cached = byZone.get(timeZone);
  if (cached !== undefined) return cached;
  const format = (options: Intl.DateTimeFormatOptions, locale = "en-GB"): ((at: number) => string) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at) => formatter.format(at);
  };
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const exact = format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const weekday = format({ weekday: "short", day: "numeric", month: "short" });
  const date = format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
  const times: Times = {
    clock,
    exact,
    day(at, now) {
      const day = date(at);
      if (day === date(now)) return "Today";
      if (day === date(now + DAY)) return "Tomorrow";
      return day === date(now - DAY) ? "Yesterday" : weekday(at);
    },
    full: (at) => `${weekday(at)}, ${exact(at)}`,
    date,
    time: clock,
  };
  byZone.set(timeZone, times);
  return times;
}
