import type { DurationMs } from "./time/instant.js";

/** When a figure of a wallboard is marked: from `warn` on as a warning, from `critical` on as critical. */
export interface Threshold<Value extends number = number> {
  readonly warn: Value;
  readonly critical: Value;
}

/** The thresholds of the figures of one queue; null marks nothing. */
export interface WallboardThresholds {
  readonly waiting: Threshold | null;
  readonly longestWaitMs: Threshold<DurationMs> | null;
  readonly overdue: Threshold | null;
  /** A share from 0 to 1. It is marked when it falls below a value. */
  readonly promiseKeptRate: Threshold | null;
}

export interface WallboardSettings {
  readonly thresholds: WallboardThresholds;
}
