import type { Generated, Selectable } from "kysely";
import type { CallbackStatus, StatusBasis } from "../../../domain/status.js";
import type { Removal } from "../../../domain/removal.js";
import type { CallOutcomeCategory } from "../../../domain/outcome.js";
import type { PromiseState } from "../../../domain/promise.js";
import type { PublishedChangeKind } from "../../../domain/query.js";
import type { CallerRateTable, GatewayTable, LeaseTable, DeliveryTable, QuotaTable } from "./lease-tables.js";
import type { AgentActionTable, CommandRecordTable } from "./command-tables.js";
import type { SearchTable, StoreKeyTable } from "./customer-tables.js";
import type { ErasedRecordTable } from "./erasure-tables.js";
import type { DeliveryEventTable, DeliveryStateTable } from "./delivery-tables.js";
import type { KioskKeyTable } from "./kiosk-table.js";
import type { LogTimelineTable } from "./timeline-table.js";
import type { NameTable } from "./name-table.js";
import type { OpenCountTable } from "./open-counts.js";
import type { PerformanceCellTable } from "./performance-table.js";
import type { ViewTable } from "./view-table.js";

/**
 * One row a callback. `content` is the normalised callback and `record` the vendor's own, both as JSON; what is
 * filtered, sorted or counted by stands in columns as well. Instants are integers, flags 0 or 1, on every engine.
 */
export interface CallbackTable {
  row_id: Generated<number>;
  source: string;
  vendor: string;
  vendor_id: string;
  status: CallbackStatus;
  status_basis: StatusBasis;
  due_at: number | null;
  /** When the status is ENDED, by the end of the callback's time or its record's absence. */
  ends_at: number | null;
  published_status: CallbackStatus;
  /** When the clock alone will move the published status. */
  elapses_at: number | null;
  status_changed_at: number;
  status_reported_at: number | null;
  /** Number of the request whose response reported the status. */
  status_request: number | null;
  /** Whether the published status is open. */
  is_open: number;
  is_present: number;
  /** Whether it is wanted as soon as possible: its promise is counted from its creation. */
  is_asap: number;
  absent_since: number | null;
  /** Number of the request whose response lacked the record. */
  absent_request: number | null;
  window_start: number | null;
  window_end: number | null;
  next_attempt_at: number | null;
  created_at: number | null;
  updated_at: number | null;
  phone_number: string | null;
  phone_number_raw: string | null;
  /** The number by which the vendor finds the record: nearly always the raw one. */
  lookup_number: string | null;
  contact_id: string | null;
  agent_id: string | null;
  campaign_id: string | null;
  /** JSON of `Milestones`; null in rows of earlier versions. */
  milestones: string | null;
  /** When the promise breaks: see domain/promise.ts. */
  promise_due_at: number | null;
  /** `PromiseState` as long as the clock does not break the promise. */
  promise: PromiseState;
  /** See `CallbackTimes`. */
  waits_from: number | null;
  first_attempt_at: number | null;
  ended_at: number | null;
  /** When it was created, else first observed; null in rows that were not dated yet. */
  opened_at: number | null;
  attempt_count: number | null;
  /** Text that orders by urgency. */
  urgency: string;
  /** Category of the outcome. */
  outcome: CallOutcomeCategory | null;
  /** The kind and id of the queue, as `textOfQueue` writes them. */
  queue_key: string | null;
  /** See `CustomerRef`. */
  customer_hash: string | null;
  /** The parts that were deleted because of their age; empty where none were. */
  removal: Generated<Removal | "">;
  content: string;
  record: string;
  /** Grows with every write of the row; an unchanged observation is no write. */
  revision: Generated<number>;
}

/**
 * The last observation of each callback, and how to recognise that the next one says the same, beside the wide row: most
 * observations read and write nothing else. A row for every callback,
 * and no index but the key, so that PostgreSQL updates it in place.
 */
export interface ObservationTable {
  row_id: number;
  /** The number of the last request whose response contained the record. */
  request_number: number;
  /** When that request was sent. */
  observed_at: number;
  /** See `RememberedCallback.contentHash`. */
  content_hash: string | null;
  /** Copy of the callback's column: an observation from then on changes its status. */
  elapses_at: number | null;
}

/** The change log. `snapshot` is the whole callback as it was right after the change. */
export interface ChangeTable {
  position: Generated<number>;
  row_id: number;
  kind: PublishedChangeKind;
  previous_status: CallbackStatus | null;
  status: CallbackStatus;
  changed_fields: string;
  occurred_at: number | null;
  observed_at: number;
  snapshot: string;
}

export interface QuarantineTable {
  source: string;
  /** A digest of the record, so that one that is received again is counted and not stored twice. */
  fingerprint: string;
  vendor_id: string | null;
  raw: string;
  reason: string;
  first_seen_at: number;
  last_seen_at: number;
  seen_count: number;
}

/** The source of request numbers: one row, or the engine's sequence behind it. */
export interface RequestNumberTable {
  number: Generated<number>;
}

/** When the background sync last polled each key of a source: its schedule survives a restart, and passes with the lease. */
export interface SyncKeyTable {
  source: string;
  query_key: string;
  requested_at: number | null;
  page: number | null;
}

export interface SourceTable {
  source: string;
  last_completed_at: number | null;
  /** The settings of promises that the source's rows were written by, as JSON; null for the default. */
  promise: string | null;
}

export interface Tables {
  agent_actions: AgentActionTable;
  callback_search: SearchTable;
  callbacks: CallbackTable;
  changes: ChangeTable;
  commands: CommandRecordTable;
  deliveries: DeliveryTable;
  erased_records: ErasedRecordTable;
  delivery_events: DeliveryEventTable;
  delivery_states: DeliveryStateTable;
  gateways: GatewayTable;
  leases: LeaseTable;
  kiosk_keys: KioskKeyTable;
  log_timelines: LogTimelineTable;
  names: NameTable;
  open_counts: OpenCountTable;
  performance_cells: PerformanceCellTable;
  observations: ObservationTable;
  quotas: QuotaTable;
  caller_rates: CallerRateTable;
  quarantine: QuarantineTable;
  request_numbers: RequestNumberTable;
  sources: SourceTable;
  store_keys: StoreKeyTable;
  sync_keys: SyncKeyTable;
  views: ViewTable;
}

export type CallbackRow = Selectable<CallbackTable>;
export type ChangeRow = Selectable<ChangeTable>;
export type ObservationRow = Selectable<ObservationTable>;

type IntegerColumn = {
  [Column in keyof CallbackRow]: CallbackRow[Column] extends number | null ? Column : never;
}[keyof CallbackRow];

/** The columns of callbacks that are integers; all others are texts. */
export const INTEGERS: Readonly<Record<IntegerColumn, true>> = {
  row_id: true,
  due_at: true,
  ends_at: true,
  elapses_at: true,
  status_changed_at: true,
  status_reported_at: true,
  status_request: true,
  is_open: true,
  is_present: true,
  is_asap: true,
  absent_since: true,
  absent_request: true,
  window_start: true,
  window_end: true,
  next_attempt_at: true,
  created_at: true,
  updated_at: true,
  promise_due_at: true,
  waits_from: true,
  first_attempt_at: true,
  ended_at: true,
  opened_at: true,
  attempt_count: true,
  revision: true,
};
