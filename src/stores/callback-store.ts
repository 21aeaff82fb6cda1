import type { Instant } from "../domain/time/instant.js";
import type { CallbackKey, Observation } from "../domain/change/observation.js";
import type {
  CallbackFilter,
  CallbackOrder,
  ListNeeds,
  ListPosition,
  RecordedChange,
  Slice,
  StatisticsDimension,
  StatisticsGroup,
  StoredCallback,
} from "../domain/query.js";
import type { QuarantinedRecord } from "../domain/vendor/quarantine.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import type { PollTarget } from "../domain/callback.js";
import type { QueueKey } from "../domain/queue.js";
import type { CallbackStatus } from "../domain/status.js";
import type { PromisesBySource } from "../domain/promise.js";
import type { ViewRules } from "../domain/change/views.js";
import type { RequestStamp } from "../domain/change/request-stamp.js";

/** A query whose response was complete. */
export interface CompletedQuery {
  readonly query: VendorQuery;
  /** The stamp of its first request. */
  readonly stamp: RequestStamp;
}

/** One response of a source. */
export interface RecordBatch {
  readonly source: string;
  readonly observations: readonly Observation[];
  readonly quarantined: readonly QuarantinedRecord[];
  /**
   * The query that this response completes: callbacks in its scope that no request since its stamp has shown are absent. Null
   * where absence means nothing.
   */
  readonly answered: CompletedQuery | null;
  /** Whether the vendor drops callbacks when they are due, so that absence does not end an open one. Default false. */
  readonly forgetsWhenDue?: boolean;
  /** How the source's callbacks are merged from several kinds of records. Default: each record is a callback. */
  readonly views?: ViewRules | undefined;
  readonly now: Instant;
}

export interface ListRequest extends ListNeeds {
  readonly filter: CallbackFilter;
  readonly orderBy: CallbackOrder;
  readonly slice: Slice<ListPosition>;
  /** The time for which DERIVED statuses are computed. */
  readonly now: Instant;
}

export interface ListPage {
  readonly rows: readonly StoredCallback[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** The number of matching callbacks on all pages; null unless counted. */
  readonly totalCount: number | null;
  /** The last position of the change log in the same snapshot. */
  readonly lastPosition: number;
}

export interface StatisticsRequest {
  readonly filter: CallbackFilter;
  readonly groupBy: readonly StatisticsDimension[];
  /** An IANA name; the days and hours of HOUR and DAY are those of its clocks. */
  readonly timeZone: string;
  readonly now: Instant;
}

/** An open callback that is present at its vendor, with the fields that the poller needs. */
export interface OpenTarget extends PollTarget {
  readonly status: CallbackStatus;
  readonly windowStart: Instant | null;
  readonly windowEnd: Instant | null;
  readonly nextAttemptAt: Instant | null;
  readonly statusChangedAt: Instant;
  readonly requestNumber: number;
  readonly observedAt: Instant;
}

/** Callbacks: recording, lookups, lists and statistics. */
export interface CallbackStore {
  /** Compares a batch with the stored rows, writes the differences and appends their changes, which it returns. */
  record(batch: RecordBatch): Promise<readonly RecordedChange[]>;
  /** The callbacks of these keys, in the order of the keys; null for keys that are not stored. */
  find(keys: readonly CallbackKey[]): Promise<readonly (StoredCallback | null)[]>;
  /** One slice of an ordered, filtered list. */
  list(request: ListRequest): Promise<ListPage>;
  /** Counts by group, the largest groups first. */
  statistics(request: StatisticsRequest): Promise<readonly StatisticsGroup[]>;
  /**
   * Publishes the statuses that the clock alone has moved by `now`, at most `limit` of them, and returns when it moves the
   * next one: null where it never does. `forgetful` are the sources whose vendor drops callbacks when they are due.
   */
  elapse(
    now: Instant,
    limit: number,
    forgetful?: ReadonlySet<string>,
  ): Promise<{ readonly changes: readonly RecordedChange[]; readonly nextAt: Instant | null }>;
  /** Callbacks of a source that are open and present at the vendor. */
  readOpenTargets(source: string): Promise<readonly OpenTarget[]>;
  /**
   * Vendor ids of callbacks in a query's scope that are present at the vendor and that neither this request nor a later one
   * has shown. At most `limit`.
   */
  findUnobserved(source: string, query: VendorQuery, requestNumber: number, limit: number): Promise<readonly string[]>;
  /** By source, the records that may be one callback with several others, and so are shown by themselves. */
  countAmbiguous(): Promise<ReadonlyMap<string, number>>;
  /**
   * Sets by source until when calls are promised, and computes the times of stored callbacks anew where that has changed.
   * Until then, and for other sources, DEFAULT_PROMISE holds.
   */
  applyPromises(promises: PromisesBySource): Promise<void>;
  /** True where a stored callback of the source is assigned to this agent. */
  hasAgent(source: string, agentId: string): Promise<boolean>;
  /** True where a stored callback is in this queue. */
  hasQueue(queue: QueueKey): Promise<boolean>;
}
