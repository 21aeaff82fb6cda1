import type { Instant } from "./time/instant.js";
import type { CustomerRef } from "./customer.js";
import type { RememberedCallback } from "./change/observation.js";
import type { CallbackChangeKind, DetectedChange } from "./change/change.js";
import type { CallOutcomeCategory } from "./outcome.js";
import type { PromiseState } from "./promise.js";
import type { CallbackStatus } from "./status.js";
import { textOfQueue, type QueueKey } from "./queue.js";

/** From (inclusive) until (exclusive); null is open on that side. */
export interface InstantRange {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** Identifies an agent over all sources. */
export interface AgentKey {
  readonly source: string;
  readonly agentId: string;
}

/** The filter of a list. Fields that are left out do not restrict; an empty list matches nothing. */
export interface CallbackFilter {
  readonly sources?: readonly string[];
  /** The sources of the settings: callbacks of removed sources are in no list, count or subscription. */
  readonly configuredSources?: readonly string[];
  readonly statuses?: readonly CallbackStatus[];
  readonly isOpen?: boolean;
  /** E.164. */
  readonly phoneNumbers?: readonly string[];
  readonly contactId?: string;
  readonly agents?: readonly AgentKey[];
  readonly queues?: readonly QueueKey[];
  /** The vendors' ids; a campaign of any source matches. */
  readonly campaignIds?: readonly string[];
  /** Windows that overlap this range; a window without an end is a point. */
  readonly window?: InstantRange;
  readonly createdAt?: InstantRange;
  readonly updatedAt?: InstantRange;
  readonly endedAt?: InstantRange;
  /** When the promise breaks, or broke. */
  readonly dueAt?: InstantRange;
  /** Callbacks whose wait has begun, and began in this range. */
  readonly waitingSince?: InstantRange;
  readonly isOverdue?: boolean;
  /** Whether an agent is named. */
  readonly isAssigned?: boolean;
  readonly isPresentAtVendor?: boolean;
  readonly promises?: readonly PromiseState[];
  readonly outcomes?: readonly CallOutcomeCategory[];
  readonly customer?: CustomerRef;
  /** Words as `foldedWords` of search.ts returns them, each a part of the customer's name or number. */
  readonly search?: readonly string[];
}

/** The sort fields of a list. Callbacks without a value come last in either direction. */
export const CALLBACK_ORDER_FIELDS = {
  WINDOW_START: "The start of the callback's window.",
  NEXT_ATTEMPT_AT: "The time of the vendor's next planned attempt.",
  CREATED_AT: "When the callback was created at the vendor.",
  UPDATED_AT: "When the vendor last changed the record.",
  STATUS_CHANGED_AT: "When the status last changed.",
  WAITING_SINCE: "When the customer's wait began, or will begin.",
  DUE_AT: "When the promise breaks.",
  ENDED_AT: "When the callback ended.",
  URGENCY:
    "Callbacks that wait come first, the ones longest overdue at the top: ordered by `dueAt`, then by the start of " +
    "the window, then by creation. Callbacks that do not wait follow in the same order.",
} as const;
export type CallbackOrderField = keyof typeof CALLBACK_ORDER_FIELDS;
export type OrderDirection = "ASC" | "DESC";

export interface CallbackOrder {
  readonly field: CallbackOrderField;
  readonly direction: OrderDirection;
}

/** A place in an ordered list: the sort value, and the store's own number of the callback to break ties. */
export interface ListPosition {
  /** A time; a text if the order is URGENCY; null for a callback without a value. */
  readonly value: Instant | string | null;
  readonly rowId: number;
}

/** A slice of a list: the first `size` behind `after`, or the last `size` before `before`. */
export interface Slice<Position> {
  readonly size: number;
  readonly from: "start" | "end";
  readonly after: Position | null;
  readonly before: Position | null;
}

/** Parts of a list that are expensive, and can be left out. */
export interface ListNeeds {
  /** True if the total count over all pages is needed. Default false. */
  readonly isCounted?: boolean;
  /** False for rows without the vendor's records, which are read once and not cached, such as those of an export. Default true. */
  readonly hasRecords?: boolean;
}

export interface StoredCallback extends RememberedCallback {
  readonly rowId: number;
  /** When the promise breaks, by the settings that the row was written by. */
  readonly promiseDueAt: Instant | null;
  /** Grows with every change of the row. Rows of one revision are equal in all but when they were last observed. */
  readonly revision: number;
}

/** A change with its number in the log. */
export interface RecordedChange extends DetectedChange {
  /** Its position in the log, greater than that of every change that a reader has read before. */
  readonly position: number;
  readonly rowId: number;
  /** The callback as it was right after the change. */
  readonly callback: RememberedCallback;
}

/** A way to count callbacks by. */
export const STATISTICS_DIMENSIONS = {
  VENDOR: "By vendor.",
  SOURCE: "By configured source.",
  STATUS: "By status.",
  QUEUE: "By queue, of whatever kind.",
  AGENT: "By assigned agent.",
  HOUR: "By the hour in which the window starts, in the time zone of the query.",
  DAY: "By the day on which the window starts, in the time zone of the query.",
} as const;
export type StatisticsDimension = keyof typeof STATISTICS_DIMENSIONS;

/** One group: its keys (null where it is not grouped by them, or where the callbacks have no value) and its figures. */
export interface StatisticsGroup {
  readonly source: string | null;
  readonly vendor: string | null;
  readonly status: CallbackStatus | null;
  readonly queue: QueueKey | null;
  readonly agent: AgentKey | null;
  readonly bucketStart: Instant | null;
  readonly count: number;
  /** Callbacks whose wait has begun, or whose time is still to come. */
  readonly waitingCount: number;
  /** When the longest wait of those began; null where none has begun. */
  readonly oldestWaitingSince: Instant | null;
  /** Callbacks that are overdue by `isOverdue` of promise.ts. */
  readonly overdueCount: number;
}

/** The keys of a group as text: groups of two requests with equal keys have the same one. */
export function statisticsKey({ source, vendor, status, queue, agent, bucketStart }: StatisticsGroup): string {
  const queueKey = queue === null ? null : [queue.source, textOfQueue(queue)];
  return JSON.stringify([source, vendor, status, queueKey, agent?.source, agent?.agentId, bucketStart]);
}

export type PublishedChangeKind = Exclude<CallbackChangeKind, "SNAPSHOT">;
