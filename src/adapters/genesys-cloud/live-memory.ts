import type { Timer } from "../../domain/time/timer.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { createBoundedMap } from "../../lib/cache.js";
import type { LiveReading } from "./overlay.js";

/** More are never remembered at a time. */
const MOST_READINGS = 5000;

/** The latest live readings, by conversation, for as long as the analytics API may be behind them. */
export interface LiveMemory {
  /** For how long a reading is valid. */
  readonly validMs: DurationMs;
  note(vendorId: string, reading: LiveReading): void;
  find(vendorId: string): LiveReading | null;
  forget(vendorId: string): void;
}

/** Returns an empty memory whose readings are valid for `validMs`. */
export function createLiveMemory(validMs: DurationMs, timer: Timer): LiveMemory {
  const readings = createBoundedMap<string, { readonly reading: LiveReading; readonly until: number }>(
    "live_conversations",
    { maxEntries: MOST_READINGS },
  );
  return {
    validMs,
    note: (vendorId, reading) => readings.set(vendorId, { reading, until: timer.now() + validMs }),
    find(vendorId) {
      const found = readings.get(vendorId);
      return found !== undefined && timer.now() < found.until ? found.reading : null;
    },
    forget: (vendorId) => readings.delete(vendorId),
  };
}
