import { z } from "zod";
import { LARGEST_COUNT, LONGEST_RETENTION_MS, LONGEST_TIMER_MS } from "./callback/bounds.js";

const interval = z.int().min(100).max(LONGEST_TIMER_MS);

export const answersSchema = z.strictObject({
  /**
   * How old a source's part of an answer may be where the client does not say, in milliseconds, as if the client had said
   * so. Default: as old as the schedule of the sync lets it grow.
   */
  maxStalenessMs: z.int().min(0).max(LONGEST_TIMER_MS).nullable().default(null),
  /** How long a request waits for vendors, in milliseconds; then what is known is served. */
  waitMs: z.int().min(0).max(60_000).default(2000),
  /** How long an answer is shared with those who ask the same, in milliseconds, unless something changes. 0: not. */
  shareMs: z.int().min(0).max(60_000).default(1000),
});

export const actionsSchema = z.strictObject({
  /**
   * How long after it was begun a write whose answer was lost may still be under way at the vendor, in milliseconds.
   * Only then does its absence mean that the vendor has not acted.
   */
  settleMs: z.int().min(1).max(LONGEST_TIMER_MS).default(60_000),
});

/** The background sync. Intervals are what is wanted; where a vendor's quota does not allow them, they are stretched. */
export const syncSchema = z.strictObject({
  /** Whether sources are looked at in the background. Without it, only what clients request is fresh. */
  polling: z.boolean().default(true),
  /** How often callbacks are looked at that are due within `hotWindowMs` or in progress, in milliseconds. */
  hotIntervalMs: interval.default(15_000),
  /** How often callbacks due later today are looked at, and the numbers, agents and customers that the settings name. */
  todayIntervalMs: interval.default(120_000),
  /** How often callbacks are looked at that are due days ahead. */
  farIntervalMs: interval.default(900_000),
  /** How often the whole list of a vendor that lists is read, and other forms of a number are looked up. Default a day. */
  fullIntervalMs: interval.default(86_400_000),
  /** How long before its time a callback is due soon, in milliseconds. */
  hotWindowMs: z.int().min(0).max(LONGEST_TIMER_MS).default(900_000),
  /** The part of a vendor's quota that the background sync may use while no client needs any. */
  backgroundShare: z.number().min(0.05).max(1).default(0.9),
  /** How long a gateway that dies keeps its sources from the others, in milliseconds. */
  leaseMs: z.int().min(500).max(600_000).default(15_000),
});

export const retentionSchema = z.strictObject({
  /** How long changes are kept for subscribers that resume, in milliseconds. Default 7 days. */
  changesMs: z.int().min(1000).max(LONGEST_RETENTION_MS).default(604_800_000),
  /** How many changes are kept at most. */
  changes: z.int().min(1).max(LARGEST_COUNT).default(5_000_000),
  /** How long the audit and the idempotency keys are kept, in milliseconds. Default 90 days. */
  auditMs: z.int().min(3_600_000).max(LONGEST_RETENTION_MS).default(7_776_000_000),
});

export const databaseSchema = z.strictObject({
  /** Connections to the database at most, beside one that listens. */
  connections: z.int().min(2).max(1000).default(10),
  /** The longest that one statement may take, in milliseconds. */
  statementTimeoutMs: z.int().min(100).max(600_000).default(10_000),
});
