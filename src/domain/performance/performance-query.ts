import type { CallbackFilter } from "../query.js";
import type { Instant } from "../time/instant.js";
import type { Counts } from "./contribution.js";
import type { WaitHistogram } from "./waits.js";

/** A way to split figures by. */
export const PERFORMANCE_DIMENSIONS = {
  SOURCE: "By configured source.",
  VENDOR: "By vendor.",
  QUEUE: "By queue.",
  AGENT: "By the agent to whom the callback was assigned last.",
} as const;
export type PerformanceDimension = keyof typeof PERFORMANCE_DIMENSIONS;

export interface PerformanceRequest {
  readonly filter: CallbackFilter;
  readonly groupBy: readonly Exclude<PerformanceDimension, "VENDOR">[];
  /** Starts of the intervals, in order, and the end of the last: whole quarters of an hour. */
  readonly bounds: readonly Instant[];
  /** Whether waiting times are needed. */
  readonly hasWaits: boolean;
  readonly now: Instant;
}

/** Figures of one group in one interval. */
export interface PerformanceCell {
  readonly source: string | null;
  /** The queue's key, with the source that it belongs to. */
  readonly queue: { readonly source: string; readonly queueKey: string } | null;
  readonly agent: { readonly source: string; readonly agentId: string } | null;
  /** The place of the interval in the bounds. */
  readonly interval: number;
  readonly counts: Counts;
  readonly waits: WaitHistogram;
}
