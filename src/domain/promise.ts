import type { Callback } from "./callback.js";
import { isPresentable, type DurationMs, type Instant } from "./time/instant.js";
import type { CallbackStatus } from "./status.js";

/** Until when a source's customers are promised their calls, where the callback itself does not say. */
export interface PromiseSettings {
  /** How long after the start of a window without an end. */
  readonly graceMs: DurationMs;
  /** How long after the creation of a callback as soon as possible; null: nothing is promised. */
  readonly asapMs: DurationMs | null;
}

export const DEFAULT_PROMISE: PromiseSettings = { graceMs: 900_000, asapMs: null };

/** Settings by source name; other sources have the default. */
export type PromisesBySource = ReadonlyMap<string, PromiseSettings>;

/** Whether a promise was kept. */
export const PROMISE_STATES = {
  KEPT: "The first attempt was made at or before `dueAt`.",
  BROKEN: "The first attempt was made after `dueAt`, the callback ended after it without one, or it is overdue now.",
  PENDING: "The customer was not called yet, and `dueAt` lies ahead.",
  NONE: "Nothing was promised, or the callback ended before `dueAt` without an attempt.",
  UNKNOWN:
    "It is not known whether or when an attempt was made: the vendor does not show attempts, or `dueAt` lies between " +
    "the two observations that the attempt lies between.",
} as const;
export type PromiseState = keyof typeof PROMISE_STATES;

/** The statuses of customers who wait for their call. */
export const WAITING_STATUSES: readonly CallbackStatus[] = ["SCHEDULED", "QUEUED", "RETRYING"];

const waiting: ReadonlySet<CallbackStatus> = new Set(WAITING_STATUSES);

/**
 * When the promise breaks: at the end of the window; without an end, `asapMs` after the creation of a callback as soon as
 * possible, and `graceMs` after the start of any other. Null where nothing was promised.
 */
export function promiseDueAt(
  { window, timing, createdAt }: Pick<Callback, "window" | "timing" | "createdAt">,
  { graceMs, asapMs }: PromiseSettings,
): Instant | null {
  if (window !== null && window.end !== null) return window.end;
  const [from, allowedMs] = timing === "ASAP" ? [createdAt, asapMs] : [window?.start ?? null, graceMs];
  if (from === null || allowedMs === null) return null;
  return isPresentable(from + allowedMs) ? from + allowedMs : null;
}

/**
 * True if a customer still waits after `dueAt`. Only callbacks that are present at their vendor, or were until they
 * were due at a vendor that drops them then, have a status that waits.
 */
export function isOverdue(status: CallbackStatus, dueAt: Instant | null, now: Instant): boolean {
  return dueAt !== null && dueAt < now && waiting.has(status);
}
