import { COUNTERS, type Counter } from "../../../domain/performance/contribution.js";

/** The levels that figures are split to: sources, their queues, and the agents of each queue. */
export const LEVELS = { source: 0, queue: 1, agent: 2 } as const;

interface Cell {
  level: number;
  source: string;
  /** Empty for callbacks without one, and above the level of queues. */
  queue_key: string;
  /** Empty for callbacks without one, and above the level of agents. */
  agent_id: string;
  /** The start of the quarter of an hour. */
  slot: number;
}

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Name;
export type CounterColumn = SnakeCase<Counter>;

/** Figures of all callbacks that were opened, or ended, in a quarter of an hour. They outlive the callbacks. */
export type PerformanceTable = Cell & Record<CounterColumn, number>;

/** How many of the ended ones waited so long for the first attempt. */
export interface PerformanceWaitTable extends Cell {
  bin: number;
  count: number;
}

/** The column of each counter. */
export const COUNTER_COLUMNS: readonly (readonly [counter: Counter, column: CounterColumn])[] = COUNTERS.map(
  (counter) => [counter, counter.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`) as CounterColumn],
);
