import { COUNTERS, type Counter } from "../../../domain/performance/contribution.js";

/** The levels that figures are split to: sources, their queues, and the agents of each queue. */
export const LEVELS = { source: 0, queue: 1, agent: 2 } as const;

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Name;
export type CounterColumn = SnakeCase<Counter>;

/**
 * Figures of all callbacks that were opened, or ended, in a stretch of time: a quarter of an hour, 4 hours or 8 days. Each
 * callback is counted in cells of every level and width. The cells outlive the callbacks.
 */
export interface PerformanceCellTable extends Record<CounterColumn, number> {
  level: number;
  /** In milliseconds, one of `WIDTHS`. */
  width: number;
  /** The start, a multiple of the width. */
  slot: number;
  source: string;
  /** Empty for callbacks without one, and above the level of queues. */
  queue_key: string;
  /** Empty for callbacks without one, and above the level of agents. */
  agent_id: string;
  /** How long the ended ones waited for the first attempt, as `textOfWaits` writes it; empty or null for none. */
  waits: string | null;
}

/** The columns that identify a cell. */
export const CELL_KEY = ["level", "width", "slot", "source", "queue_key", "agent_id"] as const;

/** The column of each counter. */
export const COUNTER_COLUMNS: readonly (readonly [counter: Counter, column: CounterColumn])[] = COUNTERS.map(
  (counter) => [counter, counter.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`) as CounterColumn],
);
