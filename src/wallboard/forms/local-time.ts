export interface LocalStart {
  /** `2026-11-24` */
  readonly localDate: string;
  /** `14:30` */
  readonly localStart: string;
  readonly timeZone: string;
}

const MINUTE = 60_000;
const TIME = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\.?)?$/iu;

/**
 * A time of day as the API takes it, `14:30`, from what people type: `14:30`, `9.15`, `2:30 PM`, `2pm`. Any other text stays
 * as it is: the API says what is wrong with it.
 */
export function parseTime(text: string): string {
  const [, hours = "", minutes = "00", half] = TIME.exec(text.trim().replaceAll(/\s/gu, " ")) ?? [];
  if (hours === "") return text;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  return `${String(hour).padStart(2, "0")}:${minutes}`;
}

/**
 * The instant of a local time, for a preview; null if a value is missing or the zone unknown. The API decides what a time
 * is that a change of the clocks skips or repeats.
 */
export function instantOf({ localDate, localStart, timeZone }: LocalStart): number | null {
  const utc = Date.parse(`${localDate}T${localStart}:00Z`);
  if (Number.isNaN(utc)) return null;
  try {
    // The offset is that of an instant: the first guess is corrected once across a change of the clocks.
    const guess = utc - offsetOf(timeZone, utc);
    return utc - offsetOf(timeZone, guess);
  } catch {
    return null;
  }
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. Throws a RangeError for an unknown zone. */
function offsetOf(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d{2}):(\d{2})/u.exec(text) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
