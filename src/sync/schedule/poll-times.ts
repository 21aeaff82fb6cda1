import { releaseStack, type GatewayError } from "../../domain/errors.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import { FULL_LIST_KEY, OPEN_LIST_KEY, type PlannedKey } from "./plan.js";

/** A query that was answered: when it was sent, by the wall clock for people, and by the timer for everything else. */
export interface PollTime {
  readonly requestedAt: Instant;
  readonly at: DurationMs;
}

/** A query that failed, and was not answered since. */
export interface Failure {
  readonly error: GatewayError;
  /** Until when the query is left alone: for a second, or for as long as the vendor said. */
  readonly restsUntil: DurationMs;
  /** Failures in a row. */
  readonly count: number;
}

/** What is known of one query. */
export interface QueryState {
  readonly pollTime: PollTime | null;
  readonly failure: Failure | null;
  /** What the vendor said where it refused this very query (4xx): an answer about this key alone. */
  readonly refusal: GatewayError | null;
}

/** When each query of a source was answered last. Queries that nobody repeats are forgotten. */
export interface PollTimes {
  of(key: string): QueryState | undefined;
  succeeded(key: string, pollTime: PollTime): void;
  refused(key: string, pollTime: PollTime, error: GatewayError): void;
  /** `now` is that of the clock by which the vendor's word to come back is told. */
  failed(key: string, error: GatewayError, now: Instant): void;
  /** A callback was in an answer, whatever the query was. */
  observed(vendorId: string, pollTime: PollTime, requestNumber: number): void;
  /** The last request that showed a callback; 0 where none is known. */
  lastRequestOf(vendorId: string): number;
  /** When all that a planned key is about was looked at last, by its own query or by others; null: not all of it ever. */
  pollTimeOf(planned: PlannedKey): PollTime | null;
  /** Forgets callbacks that are not open any more. */
  keepObserved(vendorIds: ReadonlySet<string>): void;
  /** True while a query that failed is left alone. */
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
  const states = createCache<string, QueryState>("vendor_queries", {
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
    // The whole list holds what is open as well.
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
      // New callbacks behind a standing query show in its own answers alone.
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
