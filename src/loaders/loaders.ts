import type { Caller } from "../domain/caller.js";
import type { DurationMs, Instant } from "../domain/time/instant.js";
import type { NameReader } from "../domain/names.js";
import type { QueueKey } from "../domain/queue.js";
import type { Callback } from "../domain/callback.js";
import type { CallbackKey } from "../domain/change/observation.js";
import type { CustomerRef } from "../domain/customer.js";
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
import type { AgentAction } from "../domain/command.js";
import type { Vendor } from "../domain/callback.js";
import type { Counts } from "../domain/performance/contribution.js";
import type { PerformanceCell, PerformanceDimension } from "../domain/performance/performance-query.js";
import type { WaitHistogram } from "../domain/performance/waits.js";
import type { SourceDescription, SourceHealth, SourceReport, SyncCoverage, SyncState } from "../domain/source.js";
import type { CustomersPage, CustomersRequest } from "../stores/store.js";

/** A requested list: sources that are staler than `maxStalenessMs` are queried again. */
export interface CallbackListQuery extends ListNeeds {
  readonly filter: CallbackFilter;
  readonly orderBy: CallbackOrder;
  readonly slice: Slice<ListPosition>;
  /** Null for the default of the settings. */
  readonly maxStalenessMs: DurationMs | null;
}

export interface CallbackList {
  readonly rows: readonly StoredCallback[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Null where it was not to be counted. */
  readonly totalCount: number | null;
  readonly sources: readonly SourceReport[];
  readonly changePosition: number;
}

export type StoredListQuery = Omit<CallbackListQuery, "maxStalenessMs">;
export type StoredList = Omit<CallbackList, "sources">;

/** The parts of the loaders by which callbacks are presented. */
export type PresentingLoaders = Pick<Loaders, "caller" | "now" | "names" | "source" | "customerOf">;

export interface StatisticsQuery {
  readonly filter: CallbackFilter;
  readonly groupBy: readonly StatisticsDimension[];
  readonly timeZone: string;
  readonly maxStalenessMs: DurationMs | null;
}

export interface Statistics {
  readonly groups: readonly StatisticsGroup[];
  readonly totalCount: number;
  readonly sources: readonly SourceReport[];
}

export interface PerformanceQuery {
  readonly filter: CallbackFilter;
  readonly groupBy: readonly PerformanceDimension[];
  /** Starts of the intervals, in order. */
  readonly starts: readonly Instant[];
  /** Limits the first and the last interval; widened to whole quarters of an hour. */
  readonly from: Instant;
  readonly until: Instant;
  /** Whether waiting times are needed. */
  readonly hasWaits: boolean;
}

export interface PerformanceFigures {
  readonly counts: Counts;
  readonly waits: WaitHistogram;
}

/** The figures of one group: of the whole period, and of each of its intervals. */
export interface PerformanceGroup extends Pick<PerformanceCell, "source" | "queue" | "agent"> {
  readonly vendor: Vendor | null;
  readonly total: PerformanceFigures;
  readonly intervals: readonly (PerformanceFigures & { readonly start: Instant })[];
}

export interface ChangePage {
  readonly changes: readonly RecordedChange[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** A page of the actions about an agent, newest first. */
export interface AgentActionPage {
  readonly actions: readonly { readonly position: number; readonly action: AgentAction }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** The state of a source and of its background sync. */
export interface SourceView extends SourceDescription {
  readonly health: SourceHealth;
  readonly sync: SyncState & { readonly coverage: SyncCoverage; readonly lagMs: DurationMs | null };
}

/** The data access of customers. Nothing but `customerCallbacks` queries vendors. */
export interface CustomerLoaders {
  /** The customer of a callback. */
  customerOf(callback: Callback): CustomerRef;
  /** The callbacks of one customer, over every source, ordered by the start of their windows. Batched. */
  customerCallbacks(customer: CustomerRef, slice: Slice<ListPosition>, needs: ListNeeds): Promise<CallbackList>;
  /** The callback of a customer, by hash, whose status changed last; null where there is none. Batched. */
  customer(hash: string): Promise<StoredCallback | null>;
  /** Customers with open callbacks: most first. */
  customers(query: Omit<CustomersRequest, "now">): Promise<CustomersPage>;
  /** Batched. */
  openCallbackCount(customer: CustomerRef): Promise<number>;
  /** The customer's other open callbacks, soonest window first, at most `MOST_DUPLICATES`. Batched. */
  duplicates(callback: CallbackKey, customer: CustomerRef): Promise<readonly StoredCallback[]>;
}

/**
 * Everything that a GraphQL request may read. One object per request, so that equal keys are read once, and the keys of
 * one tick together.
 */
export interface Loaders extends CustomerLoaders {
  /** Whom everything is read for: sources that this caller does not see are not there. */
  readonly caller: Caller;
  /** The moment that DERIVED statuses of the whole request are computed for. */
  readonly now: Instant;
  /** Until when the response of this request may be used for equal ones. */
  freshUntil(): Instant;
  /** One callback, refreshed where it is stale; null where neither store nor vendor has it. */
  callback(key: CallbackKey): Promise<StoredCallback | null>;
  callbacks(query: CallbackListQuery): Promise<CallbackList>;
  /** A page of what is stored: no vendor is queried. */
  listStored(query: StoredListQuery): Promise<StoredList>;
  statistics(query: StatisticsQuery): Promise<Statistics>;
  /** Counts what is stored, for more figures of statistics whose sources were refreshed before. */
  countStored(query: Omit<StatisticsQuery, "maxStalenessMs">): Promise<readonly StatisticsGroup[]>;
  /** Figures over a period, of what is stored: no vendor is queried. */
  performance(query: PerformanceQuery): Promise<readonly PerformanceGroup[]>;
  /** True where some callback of the source is, or was, in this queue, or the queue has a name. */
  hasQueue(queue: QueueKey): Promise<boolean>;
  /** The names of queues and agents. */
  readonly names: NameReader;
  history(key: CallbackKey, slice: Slice<number>): Promise<ChangePage>;
  /** True where some callback of the source is, or was, assigned to this agent; queries the source if it can be queried for that. */
  hasAgent(source: string, agentId: string): Promise<boolean>;
  /** One action about an agent; null where the gateway has no receipt of it. */
  agentAction(source: string, actionId: string): Promise<AgentAction | null>;
  agentActions(source: string, agentId: string, slice: Slice<number>): Promise<AgentActionPage>;
  /** A page of the actions about one interaction, newest first. Batched. */
  actionsOfInteraction(source: string, interactionId: string, slice: Slice<number>): Promise<AgentActionPage>;
  /** Every configured source, in the order of the settings. */
  sources(): readonly SourceView[];
  source(name: string): SourceView | null;
}
