import type { PerformanceCell, PerformanceRequest } from "../domain/performance/performance-query.js";

/** Figures over a period: what was opened, and what ended and how. */
export interface PerformanceStore {
  /** Intervals and groups without callbacks are missing. */
  performance(request: PerformanceRequest): Promise<readonly PerformanceCell[]>;
}
