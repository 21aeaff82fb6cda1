import type { Timer } from "../../domain/time/timer.js";
import type { DurationMs } from "../../domain/time/instant.js";
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
  const readings = new Map<string, { readonly reading: LiveReading; readonly until: number }>();
  const isValid = (until: number): boolean => timer.now() < until;
  return {
    validMs,
    note(vendorId, reading) {
      readings.delete(vendorId);
      // In the order of their end: the first that is still valid is followed by valid ones only.
      for (const [id, { until }] of readings) {
        if (isValid(until) && readings.size < MOST_READINGS) break;
        readings.delete(id);
      }
      readings.set(vendorId, { reading, until: timer.now() + validMs });
    },
    find(vendorId) {
      const found = readings.get(vendorId);
      return found !== undefined && isValid(found.until) ? found.reading : null;
    },
    forget: (vendorId) => void readings.delete(vendorId),
  };
}
