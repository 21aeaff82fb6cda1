import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import { instantWindow, localWindow, type CallbackWindow } from "../../domain/time/window.js";

/** `Z` or an offset at the end, perhaps followed by the name of a zone in brackets. */
const ZONED = /(?:Z|[+\-\u2212]\d{2}(?::?\d{2})?)(?:\[[^[\]]*\])?$/iu;

/**
 * Returns the window that begins at a `callbackTime`: with `Z` or an offset the instant itself, else a local time in
 * `timeZone`. The window has no end. Null if it is no date and time.
 */
export function readCallbackTime(sent: string, timeZone: string): CallbackWindow | null {
  const local = localIso(sent);
  if (local !== null) {
    const [date = "", time = ""] = local.split("T");
    return localWindow({ timeZone, date, startTime: time, endTime: null });
  }
  const at = ZONED.test(sent.trim()) ? parseIsoInstant(sent) : null;
  return at === null ? null : instantWindow(at, null, null);
}

/** Returns equal text for equal times: an instant, or a local time without a zone. Anything else stays as it is. */
export function foldCallbackTime(sent: string): string {
  const local = localIso(sent);
  if (local !== null) return local;
  const at = ZONED.test(sent.trim()) ? parseIsoInstant(sent) : null;
  return at === null ? sent : new Date(at).toISOString();
}

/** Returns a time without a zone as `2026-11-27T08:30:00`, with milliseconds if it has any; null for any other text. */
function localIso(sent: string): string | null {
  // Text that has a zone already does not parse with another one.
  const asUtc = parseIsoInstant(`${sent.trim()}Z`);
  return asUtc === null ? null : new Date(asUtc).toISOString().replace(/(?:\.000)?Z$/u, "");
}
