import type { DurationMs, Instant } from "../domain/time/instant.js";
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
import type { StoredQuarantinedRecord, QuarantinedRecord } from "../domain/vendor/quarantine.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import type { PollTarget } from "../domain/callback.js";
import type { CallbackStatus } from "../domain/status.js";
import type { PromisesBySource } from "../domain/promise.js";
import type { QuotaLedger } from "../domain/vendor/quota.js";
import type { RequestStamp } from "../domain/change/request-stamp.js";
import type { CommandStore } from "./command-store.js";
import type { LeaseStore } from "./lease-store.js";

/** A query that was answered to its end. */
export interface CompletedQuery {
  readonly query: VendorQuery;
  /** Drawn before its first request. */
  readonly stamp: RequestStamp;
}

/** What one answer of a source taught, to be remembered in one transaction. */
export interface RecordBatch {
  readonly source: string;
  readonly observations: readonly Observation[];
  readonly quarantined: readonly QuarantinedRecord[];
  /**
   * The query that has now been answered completely, and the stamp of its first request: callbacks that it is about, and that
   * no request from then on has shown, are absent. Null where absence means nothing.
   */
  readonly answered: CompletedQuery | null;
  /** Whether the vendor drops callbacks when they are due: what absence says of an open one depends on it. Default false. */
  readonly forgetsWhenDue?: boolean;
  readonly now: Instant;
}

export interface ListRequest extends ListNeeds {
  readonly filter: CallbackFilter;
  readonly orderBy: CallbackOrder;
  readonly slice: Slice<ListPosition>;
  /** The moment for which DERIVED statuses are told. */
  readonly now: Instant;
}

export interface ListPage {
  readonly rows: readonly StoredCallback[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Callbacks that match, on all pages; null where they were not to be counted. */
  readonly totalCount: number | null;
  /** The change log's last position at this very read. */
  readonly lastPosition: number;
}

/** The callbacks of many customers at a time, each by the beginning of its window. */
export interface CustomerListRequest extends ListNeeds {
  /** E.164; at most some hundreds. */
  readonly phoneNumbers: readonly string[];
  /** Of these sources alone; null: of any. */
  readonly sources: readonly string[] | null;
  /** How many of each number. */
  readonly size: number;
}

export interface CustomerPage {
  readonly rows: readonly StoredCallback[];
  readonly totalCount: number | null;
}

export interface CustomerPages {
  /** By number, the first of each and how many there are, null uncounted; without the numbers that nobody has. */
  readonly pages: ReadonlyMap<string, CustomerPage>;
  /** The change log's last position at this very read. */
  readonly lastPosition: number;
}

export interface StatisticsRequest {
  readonly filter: CallbackFilter;
  readonly groupBy: readonly StatisticsDimension[];
  /** An IANA name; the days and hours of HOUR and DAY are those of its clocks. */
  readonly timeZone: string;
  /** What overdue callbacks are counted by. Default: DEFAULT_PROMISE for every source. */
  readonly promises?: PromisesBySource;
  readonly now: Instant;
}

/**
 * Told to look again. `appended` are the changes that were appended just now, as the log holds them, where that was done
 * here; others may have come before them.
 */
export type ChangeListener = (appended: readonly RecordedChange[]) => void;

/** An open callback that its vendor holds, with what its poller needs. */
export interface OpenTarget extends PollTarget {
  readonly status: CallbackStatus;
  readonly windowStart: Instant | null;
  readonly windowEnd: Instant | null;
  readonly nextAttemptAt: Instant | null;
  readonly statusChangedAt: Instant;
  readonly requestNumber: number;
  readonly observedAt: Instant;
}

/** When the background sync last looked at one key of a source. */
export interface SyncKey {
  readonly key: string;
  /** When it was requested with success; null where a longer read is not complete yet. */
  readonly requestedAt: Instant | null;
  /** The next page of a list that is read page by page; null for any other key, and between two reads. */
  readonly page: number | null;
}

/** The last step that the tables have gone through, and the last one that this version knows. */
export interface SchemaVersion {
  readonly current: string;
  readonly known: string;
}

/**
 * THE STORAGE SOCKET: what the gateway remembers. Every method rejects with GatewayError STORE_UNAVAILABLE where the
 * engine cannot answer. Numbers of changes only grow, and none appears behind a reader that has passed it.
 */
export interface Store extends CommandStore, LeaseStore {
  /** The quotas that all gateways share; null where one process has the store by itself and counts in memory. */
  readonly quotas: QuotaLedger | null;
  /** The number of a request that is sent now: larger than every one that was drawn before, here or in another gateway. */
  drawRequestNumber(): Promise<number>;
  /** Compares with what is known, writes what differs and appends the changes, numbered: all of it or nothing. */
  record(batch: RecordBatch): Promise<readonly RecordedChange[]>;
  /** The callbacks of these keys, in the order of the keys; null for the unknown. */
  find(keys: readonly CallbackKey[]): Promise<readonly (StoredCallback | null)[]>;
  /** One ordered, filtered, counted slice. */
  list(request: ListRequest): Promise<ListPage>;
  /** What `list` gives for each of these customers, in one go. */
  listOfCustomers(request: CustomerListRequest): Promise<CustomerPages>;
  /** Counts by group, largest groups first. */
  statistics(request: StatisticsRequest): Promise<readonly StatisticsGroup[]>;
  /** A callback's changes, oldest first. */
  history(
    key: CallbackKey,
    slice: Slice<number>,
  ): Promise<{
    readonly changes: readonly RecordedChange[];
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  }>;
  /**
   * Publishes the statuses that the clock alone has moved by `now`, at most `limit` of them, and returns when it will
   * next move one: null where it never will. `forgetful` are the sources whose vendor drops callbacks when they are due.
   */
  elapse(
    now: Instant,
    limit: number,
    forgetful?: ReadonlySet<string>,
  ): Promise<{ readonly changes: readonly RecordedChange[]; readonly nextAt: Instant | null }>;
  /** The change log behind `after`, oldest first, at most `limit` changes. */
  readChanges(after: number, limit: number): Promise<readonly RecordedChange[]>;
  /** What the log still holds: a reader may resume behind any position from `floor` to `last`. */
  logBounds(): Promise<{ readonly floor: number; readonly last: number }>;
  /** Drops changes noticed before `noticedBefore`, or beyond the newest `keep`: at most `limit`, and never the last. */
  trimChanges(bounds: {
    readonly noticedBefore: Instant;
    readonly keep: number;
    readonly limit: number;
  }): Promise<number>;
  /** Callbacks of a source that are open and present at the vendor. */
  readOpenTargets(source: string): Promise<readonly OpenTarget[]>;
  /** The schedule of a source's background sync, as it was saved. */
  readSyncKeys(source: string): Promise<readonly SyncKey[]>;
  /** Saves when keys were looked at; a power cut may lose the last ones, and they are looked at again. */
  saveSyncKeys(source: string, keys: readonly SyncKey[]): Promise<void>;
  /** Drops keys of a source that were not looked at since. */
  trimSyncKeys(source: string, requestedBefore: Instant): Promise<void>;
  /**
   * Ids of callbacks that a query is about, that are present at the vendor, and that neither this request nor a later one
   * has shown. At most `limit`.
   */
  findUnobserved(source: string, query: VendorQuery, requestNumber: number, limit: number): Promise<readonly string[]>;
  /** True where a callback of the source is remembered as assigned to this agent. */
  hasAgent(source: string, agentId: string): Promise<boolean>;
  /** Records that could not be read, the latest first; at most `limit`. */
  readQuarantine(limit: number): Promise<readonly StoredQuarantinedRecord[]>;
  /** Forgets the unreadable records that were seen last before a moment. */
  trimQuarantine(lastSeenBefore: Instant): Promise<void>;
  /** Forgets a record that can be read by now. */
  releaseQuarantined(record: Pick<StoredQuarantinedRecord, "source" | "fingerprint">): Promise<void>;
  /** Takes marks for so long; false where one of them is taken already. */
  claimDeliveryIds(marks: readonly string[], now: Instant, forMs: DurationMs): Promise<boolean>;
  /** The clock of all gateways that share the store; null where it is one process's own, whose clock is the only one. */
  sharedTime(): Promise<Instant | null>;
  /** How far the tables are. */
  schemaVersion(): Promise<SchemaVersion>;
  /** Resolves when the store answers; rejects when it cannot, and while nothing can be recorded in it. */
  ping(): Promise<void>;
  /** Calls `listener` after changes were appended, or an agent action was saved, here or elsewhere. Returns how to stop. */
  onChanges(listener: ChangeListener): () => void;
  /** Ends connections. May be called twice. */
  close(): Promise<void>;
}

/** A store that was opened to be read: what the commands of an operator need, also while a gateway uses it. */
export type StoreReader = Pick<Store, "listCommands" | "readQuarantine" | "close">;
