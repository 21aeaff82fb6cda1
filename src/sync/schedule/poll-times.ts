import { releaseStack, type GatewayError } from "../../domain/errors.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import { bytesOfText, createBoundedMap } from "../../lib/cache.js";
import { FULL_LIST_KEY, OPEN_LIST_KEY, type PlannedKey } from "./plan.js";

/**
 * When a successful query was sent: `requestedAt` by the wall clock, for people; `at` by the timer, for everything
 * else.
 */
export interface PollTime {
  readonly requestedAt: Instant;
  readonly at: DurationMs;
}

/** The failures of a query since its last success. */
export interface Failure {
  readonly error: GatewayError;
  /** The end of the back-off: a second, or the vendor's Retry-After. */
  readonly restsUntil: DurationMs;
  /** Failures in a row. */
  readonly count: number;
}

/** The result of the last polls of one query. */
export interface QueryState {
  readonly pollTime: PollTime | null;
  readonly failure: Failure | null;
  /** The error if the vendor rejected this query as invalid (4xx), which concerns this key only. */
  readonly refusal: GatewayError | null;
}

/** The poll times of a source's queries. Queries that are not repeated are dropped. */
export interface PollTimes {
  of(key: string): QueryState | undefined;
  succeeded(key: string, pollTime: PollTime): void;
  refused(key: string, pollTime: PollTime, error: GatewayError): void;
  /** `now` is by the clock of the error's `retryAfter`. */
  failed(key: string, error: GatewayError, now: Instant): void;
  /** Notes that a response contained a callback, whatever the query was. */
  observed(vendorId: string, pollTime: PollTime, requestNumber: number): void;
  /** The last request that showed a callback; 0 where none is known. */
  lastRequestOf(vendorId: string): number;
  /**
   * Returns the oldest last poll of all callbacks of a planned key, by its own query or by others; null if one was
   * never polled.
   */
  pollTimeOf(planned: PlannedKey): PollTime | null;
  /** Drops callbacks that are not open any more. */
  keepObserved(vendorIds: ReadonlySet<string>): void;
  /** True while a query that failed backs off. */
  isResting(key: string): boolean;
  /** Grows with everything that is noted. */
  version(): number;
  /** Calls `listener` whenever something is noted. Returns how to stop. */
  onChange(listener: () => void): () => void;
}

const QUERIES_BYTES = 67_108_864;
const STATE_BYTES = 100;
/** An error, with where it arose. */
const ERROR_BYTES = 2000;
const REST_MS: DurationMs = 1000;

export function createPollTimes(timer: Timer): PollTimes {
  const states = createBoundedMap<string, QueryState>("vendor_queries", {
    maxBytes: QUERIES_BYTES,
    bytesOf: (key, { failure, refusal }) =>
      STATE_BYTES + bytesOfText(key) + (failure === null ? 0 : ERROR_BYTES) + (refusal === null ? 0 : ERROR_BYTES),
  });
  const observations = new Map<string, { readonly pollTime: PollTime; readonly requestNumber: number }>();
  const listeners = new Set<() => void>();
  let version = 0;
  const noted = (): void => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const set = (key: string, state: QueryState): void => {
    states.set(key, state);
    noted();
  };
  const pollTimeUnder = (key: string): PollTime | null => {
    const own = states.peek(key)?.pollTime ?? null;
    if (key !== OPEN_LIST_KEY) return own;
    // The full list includes the open callbacks.
    const whole = states.peek(FULL_LIST_KEY)?.pollTime ?? null;
    return own === null || (whole !== null && whole.at > own.at) ? whole : own;
  };
  const isNewer = (key: string, pollTime: PollTime): boolean => {
    const existing = states.peek(key)?.pollTime ?? null;
    return existing === null || pollTime.at >= existing.at;
  };
  return {
    of: (key) => states.get(key),
    succeeded(key, pollTime) {
      if (isNewer(key, pollTime)) set(key, { pollTime, failure: null, refusal: null });
    },
    refused(key, pollTime, error) {
      releaseStack(error);
      if (isNewer(key, pollTime)) set(key, { pollTime, failure: null, refusal: error });
    },
    failed(key, error, now) {
      releaseStack(error);
      const existing = states.peek(key);
      const count = (existing?.failure?.count ?? 0) + 1;
      const { pollTime = null, refusal = null } = existing ?? {};
      const restMs = Math.max(REST_MS, (error.retryAfter ?? 0) - now);
      set(key, { pollTime, refusal, failure: { error, restsUntil: timer.now() + restMs, count } });
    },
    observed(vendorId, pollTime, requestNumber) {
      const existing = observations.get(vendorId);
      if (existing !== undefined && existing.requestNumber >= requestNumber) return;
      observations.set(vendorId, { pollTime, requestNumber });
      noted();
    },
    lastRequestOf: (vendorId) => observations.get(vendorId)?.requestNumber ?? 0,
    pollTimeOf({ key, isStanding, members }) {
      const own = pollTimeUnder(key);
      // Only a standing query itself reveals new callbacks.
      if (isStanding || members.length === 0) return own;
      let oldest: PollTime | null = null;
      for (const vendorId of members) {
        const pollTime = observations.get(vendorId)?.pollTime;
        if (pollTime === undefined) return own;
        if (oldest === null || pollTime.at < oldest.at) oldest = pollTime;
      }
      return own !== null && (oldest === null || own.at > oldest.at) ? own : oldest;
    },
    keepObserved(vendorIds) {
      for (const vendorId of observations.keys()) if (!vendorIds.has(vendorId)) observations.delete(vendorId);
    },
    isResting: (key) => timer.now() < (states.peek(key)?.failure?.restsUntil ?? Number.NEGATIVE_INFINITY),
    version: () => version,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
