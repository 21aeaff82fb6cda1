import { OperationError } from "./transport.js";

/** How a feed goes on after its subscription ended. */
export interface Step {
  /** The cursor to resume after; null if the list has to be read again. */
  readonly cursor: string | null;
  readonly delayMs: number;
}

export interface StepOptions {
  /** The number of attempts in a row without a change, this one included. */
  readonly failures: number;
  /** The cursor of the last change; null before the first read. */
  readonly cursor: string | null;
  readonly retryDelayMs?: ((attempt: number) => number) | undefined;
}

/** Repeating these operations cannot succeed: somebody has to correct the program, the rights or the gateway. */
const FINAL_CODES = [
  "BAD_REQUEST",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "QUERY_TOO_COMPLEX",
  "UNTRUSTED_DOCUMENT",
];
const LONGEST_DELAY_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Longer after every attempt, and never the same for two clients. */
function defaultDelay(attempt: number): number {
  return Math.min(LONGEST_DELAY_MS, 250 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** Returns the cursor to resume after when a subscription failed; null if the position has to be read again. */
export function cursorAfter(failure: unknown, cursor: string | null): string | null {
  if (!(failure instanceof OperationError)) return cursor;
  // A gateway with another store does not accept the cursor: that is invalid input as well.
  if (["CURSOR_EXPIRED", "BAD_USER_INPUT"].includes(failure.code)) return null;
  const { cursor: last } = failure.extensions;
  return failure.code === "FEED_OVERFLOW" && typeof last === "string" ? last : cursor;
}

/** Decides how to go on after a failure; null failure stands for a subscription that the gateway completed. Null ends the feed. */
export function nextStep(failure: unknown, options: StepOptions): Step | null {
  const { failures, cursor, retryDelayMs = defaultDelay } = options;
  const later: Step = { cursor, delayMs: retryDelayMs(failures) };
  if (!(failure instanceof OperationError)) return later;
  const { code, extensions } = failure;
  if (FINAL_CODES.includes(code)) return null;
  // The first time at once: nothing is wrong with the connection.
  const soon: Step = { cursor: cursorAfter(failure, cursor), delayMs: failures > 1 ? later.delayMs : 0 };
  switch (code) {
    case "CURSOR_EXPIRED":
    case "FEED_OVERFLOW":
      return soon;
    case "BAD_USER_INPUT":
      // After a fresh read the cursor is valid, and the input itself is not.
      return cursor === null || failures > 1 ? null : soon;
    case "UNAUTHENTICATED":
      // The transport may have new credentials by now.
      return failures > 1 ? null : later;
    default:
      return { cursor, delayMs: Math.max(later.delayMs, retryAfterMs(extensions["retryAfter"])) };
  }
}

function retryAfterMs(retryAfter: unknown): number {
  const at = typeof retryAfter === "string" ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.min(Math.max(at - Date.now(), 0), LONGEST_RETRY_AFTER_MS);
}
