import type { DurationMs } from "../domain/time/instant.js";

const FIRST_MS: DurationMs = 1000;
const LONGEST_MS: DurationMs = 3_600_000;
/** A pause of the whole delivery. */
const LONGEST_PAUSE_MS: DurationMs = 60_000;

/**
 * The time until the next attempt at an event that has failed `attempts` times: 1 s, doubled each time, at most one hour, of
 * which `random`, from 0 to 1, takes up to a half away: receivers that come back are not called by all at once.
 */
export function retryDelay(attempts: number, random: number): DurationMs {
  return delay(attempts, LONGEST_MS, random);
}

/** The time until the next attempt at any event, after `failures` in a row of several callbacks. At most one minute. */
export function pauseDelay(failures: number, random: number): DurationMs {
  return delay(failures, LONGEST_PAUSE_MS, random);
}

function delay(count: number, longestMs: DurationMs, random: number): DurationMs {
  return Math.round(Math.min(longestMs, FIRST_MS * 2 ** (Math.max(1, count) - 1)) * (1 - random / 2));
}
