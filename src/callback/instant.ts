/** Milliseconds since the epoch, UTC. Local time exists only at the borders. */
export type Instant = number;

/** Milliseconds. */
export type DurationMs = number;

/** Where "now" comes from. Injected everywhere, so that a test owns the time. */
export type Clock = () => Instant;

const FIRST_FOUR_DIGIT_YEAR = Date.UTC(1, 0, 1);
const LAST_FOUR_DIGIT_YEAR = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** True for an instant that ISO 8601 can write with a four-digit year; beyond it nothing is a call time. */
export function isPresentable(instant: Instant): boolean {
  return instant >= FIRST_FOUR_DIGIT_YEAR && instant <= LAST_FOUR_DIGIT_YEAR;
}
