import type { GatewayError } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { PollTime, PollTimes, QueryState } from "./poll-times.js";
import { ENDED_KEY, FULL_LIST_KEY, OPEN_LIST_KEY, type PlannedKey, type SyncPlan } from "./plan.js";

/** The progress of a source's sync, over all keys that a result depends on. */
export interface SyncSummary {
  readonly keys: number;
  /** Keys that were never polled. */
  readonly never: number;
  /** Keys whose last poll is too long ago. */
  readonly overdue: number;
  /** Keys of these two kinds whose last query failed. */
  readonly failed: number;
  /** Keys that the vendor rejected as invalid (4xx). */
  readonly refused: number;
  /** The oldest last poll; null if a key was never polled, or there is none. */
  readonly oldest: PollTime | null;
  /** The oldest last poll among keys of callbacks that are due soon or in progress; null if there are none. */
  readonly oldestHot: PollTime | null;
  /** The earliest last poll; a key that was never polled counts from when it was planned. Null where there is no key. */
  readonly polledSince: DurationMs | null;
  /** Until when every key is new enough; by the timer. In the past where one is not. */
  readonly freshUntil: DurationMs;
  /** How long this summary is valid if nothing is polled; by the timer. */
  readonly validUntil: DurationMs;
  /** The last failure or rejection; null if there is none. */
  readonly error: GatewayError | null;
}

/** A key as a summary needs it. */
export interface KeyAge {
  readonly pollTime: PollTime | null;
  /** When the key was planned, by the timer. Default: not known, so that a key that was never polled has no age. */
  readonly plannedAt?: DurationMs;
  /** The maximum age of the poll. */
  readonly boundMs: DurationMs;
  readonly state: QueryState | undefined;
  /** True for a key of callbacks that are due soon or in progress. */
  readonly isHot: boolean;
}

export function summarizeKeys(keys: Iterable<KeyAge>, now: DurationMs): SyncSummary {
  const counts = { keys: 0, never: 0, overdue: 0, failed: 0, refused: 0 };
  let oldest: PollTime | null = null;
  let oldestHot: PollTime | null = null;
  let freshUntil = Number.POSITIVE_INFINITY;
  let validUntil = Number.POSITIVE_INFINITY;
  let polledSince: DurationMs | null = null;
  let error: GatewayError | null = null;
  for (const { pollTime, boundMs, state, isHot, plannedAt } of keys) {
    const { failure = null, refusal = null } = state ?? {};
    const until = pollTime === null ? Number.NEGATIVE_INFINITY : pollTime.at + boundMs;
    const isLate = until < now;
    const since = pollTime?.at ?? plannedAt;
    if (since !== undefined) polledSince = Math.min(polledSince ?? since, since);
    counts.keys += 1;
    if (pollTime === null) counts.never += 1;
    else if (isLate) counts.overdue += 1;
    if (refusal !== null) counts.refused += 1;
    if (isLate && failure !== null) counts.failed += 1;
    error = refusal ?? (isLate ? failure?.error : null) ?? error;
    if (pollTime !== null && (oldest === null || pollTime.at < oldest.at)) oldest = pollTime;
    if (pollTime !== null && isHot && (oldestHot === null || pollTime.at < oldestHot.at)) oldestHot = pollTime;
    freshUntil = Math.min(freshUntil, until);
    if (!isLate) validUntil = Math.min(validUntil, until);
  }
  return { ...counts, oldest: counts.never > 0 ? null : oldest, oldestHot, polledSince, freshUntil, validUntil, error };
}

/** Summarises the planned keys; with `isOpenOnly`, without those on which only ended callbacks depend. */
export function summarizePlan(
  plan: SyncPlan,
  pollTimes: PollTimes,
  options: {
    readonly now: DurationMs;
    readonly isOpenOnly: boolean;
    /** True if the full list shows some kinds of callbacks only, which the open list shows as well while they are open. */
    readonly isListPart: boolean;
    readonly boundFor: (planned: PlannedKey) => DurationMs;
    readonly plannedAt: (key: string) => DurationMs;
  },
): SyncSummary {
  const isNeeded = ({ key, isOptional }: PlannedKey): boolean =>
    !isOptional &&
    // Beside other keys: no stored callback depends on the search for ended ones, which may take long at first.
    !(key === ENDED_KEY && plan.keys.size > 1) &&
    !((options.isOpenOnly || options.isListPart) && key === FULL_LIST_KEY && plan.keys.has(OPEN_LIST_KEY));
  const ages = [...plan.keys.values()].filter(isNeeded).map((planned): KeyAge => {
    const { key, lane } = planned;
    return {
      pollTime: pollTimes.pollTimeOf(planned),
      plannedAt: options.plannedAt(key),
      boundMs: options.boundFor(planned),
      state: pollTimes.of(key),
      isHot: lane === "hot",
    };
  });
  return summarizeKeys(ages, options.now);
}
