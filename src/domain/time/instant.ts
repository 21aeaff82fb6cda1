/** Milliseconds since the epoch, UTC. Local time exists only at the borders. */
export type Instant = number;

/** Milliseconds. */
export type DurationMs = number;

/** From an instant on, up to another, which is no part of it. */
export interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

/** Returns the current time. Injected everywhere, so that tests control time. */
export type Clock = () => Instant;

// As text, because Date.UTC reads the year 1 as 1901.
const FIRST_FOUR_DIGIT_YEAR = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_FOUR_DIGIT_YEAR = Date.parse("9999-12-31T23:59:59.999Z");

/** True for an instant that ISO 8601 can write with a four-digit year; beyond it nothing is a call time. */
export function isPresentable(instant: Instant): boolean {
  return instant >= FIRST_FOUR_DIGIT_YEAR && instant <= LAST_FOUR_DIGIT_YEAR;
}

/** Returns the earlier of two moments; the other one if one is null. */
export function earliest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

/** Returns the later of two moments; the other one if one is null. */
export function latest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
