import type { ErrorCode } from "./errors.js";
import type { DurationMs, Instant } from "./time/instant.js";
import type { Vendor } from "./callback.js";
import type { PromiseSettings } from "./promise.js";

/** The capabilities of a source. */
export const SOURCE_CAPABILITIES = {
  LIST: "List callbacks: all of them, or those of a window of time (see `sync { coverage }`).",
  FIND_BY_PHONE_NUMBER: "Find callbacks by phone number.",
  FIND_BY_AGENT: "Find callbacks by agent.",
  FIND_BY_CUSTOMER: "Find callbacks by the customer's id in the vendor's system.",
  GET: "Read one callback by its id.",
  SCHEDULE: "Schedule a callback.",
  RESCHEDULE: "Move a callback to another time.",
  REASSIGN: "Assign a callback to another agent, at the same time.",
  CANCEL: "Cancel a callback.",
  PUSH: "The vendor pushes changes by webhook.",
  AGENT_ACTIONS: "Record actions that were taken for an agent's wellbeing.",
} as const;
export type SourceCapability = keyof typeof SOURCE_CAPABILITIES;

/** The health states of a source. */
export const SOURCE_STATES = {
  UP: "The last calls succeeded.",
  DEGRADED: "Some of the last calls failed, or the vendor's rate limit applied.",
  DOWN: "All calls fail.",
} as const;
export type SourceState = keyof typeof SOURCE_STATES;

/** How much of a source the gateway can know. */
export const SYNC_COVERAGES = {
  COMPLETE: "The vendor lists all callbacks, so the gateway can know every one.",
  WINDOW:
    "The vendor lists the callbacks of a limited window (a time, its queues, what the credentials may see): the gateway " +
    "knows those, and any other that it has observed.",
  OBSERVED:
    "The vendor can only be queried by number, agent or id, so the gateway knows only the callbacks that it has " +
    "observed.",
} as const;
export type SyncCoverage = keyof typeof SYNC_COVERAGES;

/** How fresh a source's part of a result is. */
export const FRESHNESSES = {
  FRESH:
    "All data behind the result was requested within maxStaleness, or, without it, within the sync schedule's " +
    "interval.",
  STALE: "Some data was not requested in time, for the given reason: the result holds the last known records.",
  UNAVAILABLE: "The vendor failed: the result holds the last known records.",
  UNSUPPORTED:
    "The vendor does not support this query: the result holds the matching records that the gateway has stored.",
} as const;
export type Freshness = keyof typeof FRESHNESSES;

/** The last error of a source. Holds no secret and no unmasked number. */
export interface SourceError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly vendorCode: string | null;
  readonly trackingId: string | null;
  readonly retryAfter: Instant | null;
}

/** The state of one source's part of a result. */
export interface SourceReport {
  readonly source: string;
  readonly freshness: Freshness;
  /** When the oldest part of it was requested; null where a part of it never was. */
  readonly asOf: Instant | null;
  /** When the oldest part that is due soon or in progress was requested; null where there is none. */
  readonly dueSoonAsOf: Instant | null;
  /** Why its part is not new, or is new only in part; null where there is nothing to say. */
  readonly reason: string | null;
  readonly error: SourceError | null;
  /** Until when its part stays as new as was requested: in the past where it is not. */
  readonly freshUntil: Instant;
}

/** How far the background sync of a source is. */
export interface SyncState {
  /** The oldest last poll of everything that has not ended; null while a key was never polled. */
  readonly lastCompletedAt: Instant | null;
  /**
   * Age of the oldest poll of anything that has not ended, by the monotonic timer; a key that was never polled counts from when
   * it was planned. Null where there are no keys.
   */
  readonly oldestPollAgeMs: DurationMs | null;
  /** Keys that are polled: numbers, agents, customers, ids, lists. */
  readonly keys: number;
  /** Keys that were not polled within the interval that the schedule promises. */
  readonly overdueKeys: number;
  readonly neverRequestedKeys: number;
  /** Keys whose last query failed. */
  readonly failedKeys: number;
  /** Keys that the vendor rejected as invalid. */
  readonly refusedKeys: number;
  /** Records without an id in the last responses: any callback may be one of them, so absence cannot be detected. */
  readonly unidentifiedRecords: number;
  /** Within how long a change shows: of callbacks that are due soon or in progress, and of all others. */
  readonly dueSoonDelayMs: DurationMs;
  readonly laterDelayMs: DurationMs;
  /** True if callbacks that are due soon cannot be polled nearly as often as the settings say. */
  readonly isDueSoonLate: boolean;
  readonly requestsPerMinute: number;
  /** Null where no quota is known. */
  readonly allowedRequestsPerMinute: number | null;
}

/** The state of a vendor's breaker, connections and quota. */
export interface VendorCondition {
  /** True while the circuit breaker is open. */
  readonly isBroken: boolean;
  /** Calls that wait in line because too many are under way. */
  readonly waiting: number;
  /** Null where no limit is known. */
  readonly rateLimit: { readonly remaining: number | null; readonly resetsAt: Instant | null };
}

/** The recent health of a source. */
export interface SourceHealth {
  readonly state: SourceState;
  readonly since: Instant;
  readonly lastError: SourceError | null;
  readonly latencyP99: DurationMs | null;
  readonly rateLimit: { readonly remaining: number | null; readonly resetsAt: Instant | null } | null;
}

/** A configured source, as the API shows it. */
export interface SourceDescription {
  readonly name: string;
  readonly vendor: Vendor;
  readonly capabilities: readonly SourceCapability[];
  readonly coverage: SyncCoverage;
  /** Until when its customers are promised their calls. Default DEFAULT_PROMISE. */
  readonly promise?: PromiseSettings;
  /** A name for people. Default: none. */
  readonly displayName?: string | null;
  /** True if agents' names are no PII. Default false. */
  readonly areAgentsPublic?: boolean;
}
