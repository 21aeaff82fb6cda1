import type { CallbackStore } from "./callback-store.js";
import type { ChangeLog } from "./change-log.js";
import type { CommandStore } from "./command-store.js";
import type { CustomerStore } from "./customer-store.js";
import type { ErasureStore } from "./erasure-store.js";
import type { DeliveryStore } from "./delivery-store.js";
import type { KioskStore } from "./kiosk-store.js";
import type { LeaseStore } from "./lease-store.js";
import type { NameStore } from "./name-store.js";
import type { PerformanceStore } from "./performance-store.js";
import type { QuarantineStore } from "./quarantine-store.js";
import type { ReplicaMonitor } from "./replicas.js";
import type { SyncStateStore } from "./sync-state-store.js";

export type {
  CallbackStore,
  CompletedQuery,
  ListPage,
  ListRequest,
  OpenTarget,
  RecordBatch,
  StatisticsRequest,
} from "./callback-store.js";
export type {
  CustomerFilter,
  CustomerListRequest,
  CustomerPage,
  CustomerPages,
  CustomersPage,
  CustomersRequest,
  CustomerStore,
  ListedCustomer,
} from "./customer-store.js";
export type { ChangeListener, ChangeLog, HistoryPage } from "./change-log.js";
export type { EndedRequest, ErasureRequest, ErasureStore } from "./erasure-store.js";
export type { DeliveryProgress, DeliveryStore } from "./delivery-store.js";
export type { KioskStore } from "./kiosk-store.js";
export type { NameStore } from "./name-store.js";
export type { QuarantineStore } from "./quarantine-store.js";
export type { SyncKey, SyncStateStore } from "./sync-state-store.js";

/** The last migration of the tables, and the last one that this version contains. */
export interface SchemaVersion {
  readonly current: string;
  readonly known: string;
  /** False where searches have no index. Default: true. */
  readonly hasSearchIndex?: boolean;
}

/**
 * The port of a store engine: everything that the gateway stores. Every method rejects with GatewayError STORE_UNAVAILABLE
 * where the engine does not respond.
 */
export interface Store
  extends
    CallbackStore,
    ChangeLog,
    CommandStore,
    CustomerStore,
    ErasureStore,
    DeliveryStore,
    KioskStore,
    LeaseStore,
    NameStore,
    PerformanceStore,
    QuarantineStore,
    SyncStateStore {
  /** Whether an index finds the words of a search. Without one, a search reads the texts of all callbacks. */
  readonly hasSearchIndex: boolean;
  /** Null without read replicas. */
  readonly replicas: ReplicaMonitor | null;
  schemaVersion(): Promise<SchemaVersion>;
  /** Resolves when the store responds; rejects when it does not, and while it cannot be written to. */
  ping(): Promise<void>;
  /** Closes all connections. May be called twice. */
  close(): Promise<void>;
}

/** A store that is open for reading, for the commands of an operator, also while a gateway uses it. */
export type StoreReader = Pick<
  Store,
  | "listCommands"
  | "listDeadLetters"
  | "listDeliveries"
  | "listKioskKeys"
  | "logBounds"
  | "readQuarantine"
  | "list"
  | "customerOf"
  | "readNames"
  | "close"
>;
