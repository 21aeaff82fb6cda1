import { z } from "zod";
import { endedRetention } from "../adapters/settings.js";
import { LARGEST_COUNT, LONGEST_RETENTION_MS, LONGEST_TIMER_MS } from "../lib/bounds.js";

const interval = z.int().min(100).max(LONGEST_TIMER_MS);

export const freshnessSchema = z.strictObject({
  /**
   * Default of the argument `maxStaleness`, in milliseconds: the maximum age of a source's data in a result. Default:
   * the sync schedule's interval for each key.
   */
  maxStalenessMs: z.int().min(0).max(LONGEST_TIMER_MS).nullable().default(null),
  /** Time that a request waits for vendors, in milliseconds; then stored data is served. Default 2000. */
  waitMs: z.int().min(0).max(60_000).default(2000),
});

export const responsesSchema = z.strictObject({
  /** TTL of responses cached for equal requests, in milliseconds; a change invalidates them. 0: off. Default 1000. */
  cacheTtlMs: z.int().min(0).max(60_000).default(1000),
});

export const commandsSchema = z.strictObject({
  /**
   * Time after which a write with an unknown outcome is no longer in flight at the vendor, in milliseconds. Only then
   * does an absent callback mean that the vendor has not executed it. Default 60,000.
   */
  maxInFlightMs: z.int().min(1).max(LONGEST_TIMER_MS).default(60_000),
});

/** The background sync. Intervals are targets: they are stretched if a vendor's quota does not allow them. */
export const syncSchema = z.strictObject({
  /** Whether sources are polled in the background. If false, only data that clients request is fresh. Default true. */
  polling: z.boolean().default(true),
  /** Poll interval of callbacks that are due within `hotWindowMs` or in progress, in milliseconds. Default 15,000. */
  hotIntervalMs: interval.default(15_000),
  /** Poll interval of callbacks due later today, and of the watched numbers, agents and customers. Default 120,000. */
  todayIntervalMs: interval.default(120_000),
  /** Poll interval of callbacks due on later days, in milliseconds. Default 900,000. */
  farIntervalMs: interval.default(900_000),
  /** Interval of full syncs: whole lists, and other notations of numbers, in milliseconds. Default one day. */
  fullIntervalMs: interval.default(86_400_000),
  /** Interval of reads of the vendors' directories of queues and agents, in milliseconds. 0: never. Default one hour. */
  directoryMs: z
    .int()
    .min(0)
    .max(LONGEST_TIMER_MS)
    .refine((ms) => ms === 0 || ms >= 60_000, { error: "expected 0, or at least 60000" })
    .default(3_600_000),
  /** A callback is due soon from this long before its time, in milliseconds. Default 900,000. */
  hotWindowMs: z.int().min(0).max(LONGEST_TIMER_MS).default(900_000),
  /** Share of a vendor's quota that the background sync may use while no client needs it. Default 0.9. */
  backgroundShare: z.number().min(0.05).max(1).default(0.9),
  /** Duration of a lease, in milliseconds: after a crash, other gateways take over the sources then. Default 15,000. */
  leaseMs: z.int().min(500).max(600_000).default(15_000),
});

export const retentionSchema = z.strictObject({
  callbacksMs: endedRetention.callbacksMs.default(34_560_000_000),
  vendorRecordsMs: endedRetention.vendorRecordsMs.default(7_776_000_000),
  personalDataMs: endedRetention.personalDataMs.default(15_552_000_000),
  /** Retention of the change log, from which subscribers resume, in milliseconds. Default 7 days. */
  changesMs: z.int().min(1000).max(LONGEST_RETENTION_MS).default(604_800_000),
  /** Maximum number of changes in the change log. Default 5,000,000. */
  changes: z.int().min(1).max(LARGEST_COUNT).default(5_000_000),
  /** Retention of the audit and of idempotency keys, in milliseconds. Default 90 days. */
  auditMs: z.int().min(3_600_000).max(LONGEST_RETENTION_MS).default(7_776_000_000),
});

export const databaseSchema = z.strictObject({
  /** Maximum number of database connections, in addition to one for LISTEN. Default 10. */
  connections: z.int().min(2).max(1000).default(10),
  /** Time limit of one statement, in milliseconds. Default 10,000. */
  statementTimeoutMs: z.int().min(100).max(600_000).default(10_000),
  /**
   * A read replica that lags behind the primary for longer is left out, in milliseconds. Used with DATABASE_READ_URL. Default
   * 5,000.
   */
  replicaLagMs: z.int().min(100).max(600_000).default(5000),
});
