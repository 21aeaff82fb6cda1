import type { z } from "zod";
import type { PollTarget, Vendor } from "../domain/callback.js";
import type { Connect } from "../lib/connect.js";
import type { DeliveryHeaders, Hint } from "../domain/vendor/delivery.js";
import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";
import type { JsonValue } from "../lib/json.js";
import type { MappedRecord, Observation } from "../domain/change/observation.js";
import type { VendorName } from "../domain/names.js";
import type { Region } from "../domain/phone/phone-number.js";
import type { QuarantinedRecord } from "../domain/vendor/quarantine.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import type { ViewRules } from "../domain/change/views.js";
import type { UserError } from "../domain/user-error.js";
import type { QuotaLedger, QuotaUsage, RequestPermit, RequestPriority } from "../domain/vendor/quota.js";
import type { RequestStamp, StampRequest } from "../domain/change/request-stamp.js";
import type { Timer } from "../domain/time/timer.js";
import type { VendorCondition } from "../domain/source.js";
import type { VendorCallObserver } from "../domain/vendor/vendor-call.js";
import type { VendorRecordDefinition } from "../domain/vendor/vendor-record.js";
import type {
  AgentAction,
  AgentActionCommand,
  ReassignCommand,
  Receipt,
  RescheduleCommand,
  ScheduleCommand,
} from "../domain/command.js";
import type { FakeOptions, FakeVendor } from "./fake/fake.js";

/** The vendor's response to one query, or one page of it. */
export interface VendorPage {
  readonly observations: readonly Observation[];
  readonly quarantined: readonly QuarantinedRecord[];
  /** Names of fields whose value was invalid and became null, such as an unknown time zone. */
  readonly coerced: readonly string[];
  /** True when the vendor has no other record for this query: only then does absence mean anything. */
  readonly isComplete: boolean;
  /** Number of pages of the whole list; left out if the response does not say. */
  readonly pageCount?: number;
}

/** The contents of a vendor's list: every callback, those of a window only, or some kinds of callbacks only. */
export type ListCoverage = "ALL" | "WINDOW" | "PART";

/** How one call is bounded. */
export interface CallOptions {
  /** Aborts the call, and whatever it waits for. */
  readonly signal: AbortSignal;
  /** Default: "interactive", for a client that waits. */
  readonly priority?: RequestPriority;
  /** The permit for the call's first request, if it was reserved before. */
  readonly permit?: RequestPermit;
  /** True if a number is fetched in its given form only: the background sync uses the form that the vendor stores. */
  readonly isExactForm?: boolean;
  /** The kind of the query, never its key, for metrics and traces. */
  readonly asks?: string;
}

/** The vendor's response to a write. */
export interface Written {
  readonly receipt: Receipt;
  /** The id of the written callback; null if the response has none, so that it has to be found by its number. */
  readonly vendorId: string | null;
  /** The records that the vendor showed, to be remembered at once. */
  readonly page: VendorPage;
  /** How the record differs from what was requested, with the code NOT_AS_REQUESTED. Default: it does not. */
  readonly errors?: readonly UserError[];
}

/** An action that the vendor has confirmed. The gateway assigns an id if the vendor does not. */
export interface WrittenAction {
  readonly receipt: Receipt;
  readonly action: Omit<AgentAction, "source" | "vendor" | "actionId">;
}

/**
 * A write that was checked against the vendor's rules, and not sent yet. `send` rejects with a CommandRejected if the
 * vendor gave a reason that the client can understand, else with a GatewayError. It is never retried, because no vendor
 * supports idempotency keys.
 */
export interface PlannedWrite<Result = Written> {
  /** False if no query returns the written callback: the outcome of a lost response cannot be reconciled. Default true. */
  readonly isListed?: boolean;
  send(options: CallOptions): Promise<Result>;
}

/** A part of a vendor's directory: its queues, or its agents. */
export interface DirectoryPart {
  /** Its kind of entries, in the plural, for the log: `queues`. */
  readonly name: string;
  /** The vendor's name of the permission that reads it, for the log. */
  readonly permission: string;
  /** Reads the names, page by page. Rejects as the adapter's methods do. */
  read(options: CallOptions): AsyncIterable<readonly VendorName[]>;
}

/**
 * The adapter contract: one configured tenant at one vendor. A capability that the vendor lacks is a missing method.
 * Methods reject with a GatewayError (VENDOR_*, DEADLINE_EXCEEDED) and query exactly the keys of their arguments.
 */
export interface Adapter {
  /**
   * Every callback that `listCoverage` promises, page by page; the last page says whether the whole was complete. It
   * always contains all callbacks that have not ended, as far as the vendor shows them.
   */
  list?(options: CallOptions): AsyncIterable<VendorPage>;
  /**
   * ALL: the list contains every callback, so it proves absence and replaces queries by key. WINDOW: the vendor limits it
   * to a time, a set of queues or what the credentials may see, so it only adds to what is known. PART: as WINDOW, and it
   * lacks open callbacks as well, such as callbacks that only a query by number shows. Default ALL.
   */
  readonly listCoverage?: ListCoverage;
  /**
   * Returns every callback that has not ended, at a cost independent of the ended ones; where `listCoverage` is PART, the
   * cheapest poll that finds new records. Never proves absence.
   */
  listOpen?(options: CallOptions): AsyncIterable<VendorPage>;
  /**
   * Callbacks that ended since the last call, for a vendor that lists no waiting ones: they make good lost events. Polled as
   * often as the keys that settings name. Never proves absence; the last page says whether all of them were read.
   */
  listEnded?(options: CallOptions): AsyncIterable<VendorPage>;
  /** One page of the list, 0 being the first, for lists that are too long to be read in one go. Never proves absence. */
  listPage?(page: number, options: CallOptions): Promise<VendorPage & { readonly pageCount: number }>;
  /**
   * How long lists and queries by key may lack what was just written: a new callback that they lack within this time may
   * exist. Default 0.
   */
  readonly lagMs?: DurationMs;
  /** The callbacks of one number, possibly several. `phoneNumber` is E.164, or the form that the vendor stores. */
  findByPhoneNumber?(phoneNumber: string, options: CallOptions): Promise<VendorPage>;
  /** The callbacks that are assigned to one agent. */
  findByAgent?(agentId: string, options: CallOptions): Promise<VendorPage>;
  /** The callbacks of one customer, by the customer's id in the vendor's system. */
  findByCustomer?(customerId: string, options: CallOptions): Promise<VendorPage>;
  /** Returns one callback, or a complete page without it if the vendor has no callback of that id. */
  get?(vendorId: string, options: CallOptions): Promise<VendorPage>;
  /** Plans a new callback. Reads at most; throws a CommandRejected for each rule that is broken, with the input's field. */
  schedule?(command: ScheduleCommand, options: CallOptions): Promise<PlannedWrite>;
  /** Plans to move a callback. Reads at most; throws a CommandRejected as above. */
  reschedule?(existing: MappedRecord, command: RescheduleCommand, options: CallOptions): Promise<PlannedWrite>;
  /**
   * Plans to assign a callback to another agent and leaves everything else as it is. Reads at most; throws a CommandRejected
   * as above.
   */
  reassign?(existing: MappedRecord, command: ReassignCommand, options: CallOptions): Promise<PlannedWrite>;
  /** Plans to withdraw a callback. Reads at most; throws a CommandRejected as above. */
  cancel?(existing: MappedRecord, options: CallOptions): Promise<PlannedWrite>;
  /** Plans to record an agent action. Throws a CommandRejected as above. */
  recordAgentAction?(command: AgentActionCommand, options: CallOptions): Promise<PlannedWrite<WrittenAction>>;
  /** Returns the narrowest query that returns this callback again, usually one request; null if there is none. */
  queryFor(callback: PollTarget): VendorQuery | null;
  /** A wider query that shows it together with others: its agent's, or the open list. Null or missing where there is none. */
  groupFor?(callback: PollTarget): VendorQuery | null;
  /** The most callbacks that one request of a wider query shows. Missing: any number. */
  readonly pageSize?: number;
  /** The other forms in which the vendor may store this number. Missing if it has one form only. */
  otherForms?(phoneNumber: string): readonly string[];
  /**
   * True where the vendor drops a callback when its time has come: a record that is absent from then on was not removed,
   * and waits until the end of its window. Default false: the vendor keeps its records until they end.
   */
  readonly forgetsWhenDue?: boolean;
  /**
   * How a callback is merged from the records of several interfaces, where the vendor has more than one. Observations then name
   * their `view`; one that does not is of the first. Default: each record is a callback.
   */
  readonly views?: ViewRules;
  /** The names of queues and agents, read in the background. Missing or empty where the vendor has no directory. */
  readonly directory?: readonly DirectoryPart[];
  /** The keys that the settings name, polled at a vendor that cannot list. */
  readonly watched: readonly VendorQuery[];
  /** Verifies the vendor's change notifications; present if the settings have the webhook secret. */
  readonly webhook?: AdapterWebhook;
  /** The least that proves reachability and credentials, for `ringback check`. */
  verify(options: CallOptions): Promise<void>;
  /** Parses a quarantined record with this version's mapping: one observation, or quarantined again. */
  reread(raw: JsonValue, stamp: RequestStamp): Pick<VendorPage, "observations" | "quarantined" | "coerced">;
  /** Waits until the quota allows the background sync's next request. Rejects when the signal aborts. */
  reserve(signal: AbortSignal): Promise<RequestPermit>;
  /** How the quota is used at the moment. */
  usage(): QuotaUsage;
  /** Returns the state of breaker, connections and quota. */
  condition(): VendorCondition;
  /** Ends connections. May be called twice. */
  close(): Promise<void>;
}

/** Verifies the deliveries of a vendor's webhook. */
export interface AdapterWebhook {
  /**
   * The header, in lower case, that contains the secret itself: wrong values are rate limited. Missing if each delivery
   * has a signature, which cannot be guessed.
   */
  readonly secretHeader?: string;
  /** Verifies the raw bytes before it reads them. Throws a RefusedDelivery. */
  verify(body: Uint8Array, headers: DeliveryHeaders, now: Instant): Hint;
}

/** The services that an adapter gets in addition to its own settings. */
export interface AdapterContext {
  readonly source: string;
  readonly vendor: Vendor;
  readonly clock: Clock;
  /** Measures intervals. Default: the clock. */
  readonly timer?: Timer | undefined;
  /** The part of the quota that the background sync may use while no client needs any. Default: all of it. */
  readonly backgroundShare?: number;
  /** Stamps every request that is sent, by the store that its observations are recorded in: only so can they be ordered. */
  readonly stampRequest: StampRequest;
  /** The quota that all gateways share. Default: one in memory. */
  readonly quotas?: QuotaLedger | undefined;
  /** Opens connections to the vendor, by a proxy or directly. Default: directly. */
  readonly connect?: Connect | undefined;
  /** Observes every request. Default: none. */
  readonly calls?: VendorCallObserver | undefined;
}

/** The context of a mapping, in addition to the record. */
export interface MappingContext {
  readonly source: string;
  readonly vendor: Vendor;
  readonly defaultRegion: Region | null;
}

/** One vendor, as the registry lists it. */
export interface AdapterDefinition<Settings = unknown> {
  /** The vendor's name in the API: `ACME`. In settings it is written in lower case. */
  readonly vendor: Vendor;
  /** As the vendor writes it: `Acme Contact Center`. */
  readonly productName: string;
  readonly description: string;
  /** The vendor's own settings of one source, parsed strictly. */
  readonly settings: z.ZodType<Settings>;
  readonly record: VendorRecordDefinition;
  /**
   * Completes a source's settings, before they are parsed, by environment variables that all programs of the vendor read,
   * such as those of a machine's role. Default: there are none.
   */
  withEnvironment?(
    own: Readonly<Record<string, unknown>>,
    environment: Readonly<Record<string, string | undefined>>,
  ): Readonly<Record<string, unknown>>;
  create(settings: Settings, context: AdapterContext): Adapter;
  /** Creates a simulation of the vendor's cloud, for the demo and for tests. Equal options create equal fakes. */
  createFake(clock: Clock, options?: FakeOptions): FakeVendor;
}
