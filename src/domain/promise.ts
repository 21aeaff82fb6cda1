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
