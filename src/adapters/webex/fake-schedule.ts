import type { Instant } from "../../domain/time/instant.js";
import { localWindow, type CallbackWindow } from "../../domain/time/window.js";
import type { JsonObject } from "../../lib/json.js";

/** The organization of the fake. */
export const WEBEX_FAKE_ORGANIZATION = "6f1c2a4e-5b7d-4c39-a8e1-0d2f4b6a8c10";

const windows = new WeakMap<JsonObject, CallbackWindow | null>();

/** When a record may be called, by its own local fields; null where they say nothing. Read once, for zones are slow. */
export function webexWindowOf(record: JsonObject): CallbackWindow | null {
  const cached = windows.get(record);
  if (cached !== undefined) return cached;
  const read = (name: string): string => {
    const value = record[name];
    return typeof value === "string" ? value : "";
  };
  const window = localWindow({
    timeZone: read("timezone"),
    date: read("scheduleDate"),
    startTime: read("startTime"),
    endTime: read("endTime"),
  });
  windows.set(record, window);
  return window;
}

/** The document does not say which end of the window is the "trigger time": the fake uses the later one. */
export function isWebexCallbackOver(record: JsonObject, now: Instant): boolean {
  const end = webexWindowOf(record)?.end ?? null;
  return end !== null && end <= now;
}
