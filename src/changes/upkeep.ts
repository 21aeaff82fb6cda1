import type { Logger } from "pino";
import type { Clock, DurationMs } from "../callback/instant.js";
import type { Store } from "../stores/store.js";

export interface UpkeepOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The sources whose vendor drops callbacks when they are due. */
  readonly forgetful: ReadonlySet<string>;
  /** How long changes are kept. */
  readonly keepChangesMs: DurationMs;
  /** How many changes are kept at most. */
  readonly keepChanges: number;
  /** How long the audit and the idempotency keys are kept. */
  readonly keepAuditMs: DurationMs;
}

/** Something that goes on until it is closed. */
export interface Upkeep {
  close(): Promise<void>;
}

const STEP = 500;
const LONGEST_PAUSE_MS = 1000;
const SHORTEST_PAUSE_MS = 10;
const TRIM_EVERY_MS = 60_000;

/** Tells statuses that the clock alone moves, at their moment, and drops what is too old, in small steps. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const { store, clock, logger } = options;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isClosed = false;
  let trimmedAt = 0;

  /** Says how long there is nothing to do. */
  const work = async (): Promise<DurationMs> => {
    const { changes, nextAt } = await store.elapse(clock(), STEP, options.forgetful);
    if (changes.length === STEP) return 0;
    if (clock() - trimmedAt >= TRIM_EVERY_MS) {
      const noticedBefore = clock() - options.keepChangesMs;
      const dropped = await store.trimChanges({ noticedBefore, keep: options.keepChanges, limit: STEP });
      const forgotten = await store.trimAttempts(clock() - options.keepAuditMs, STEP);
      if (dropped === STEP || forgotten === STEP) return 0;
      trimmedAt = clock();
    }
    return nextAt === null
      ? LONGEST_PAUSE_MS
      : Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, nextAt - clock()));
  };

  const round = async (): Promise<void> => {
    let pauseMs = LONGEST_PAUSE_MS;
    try {
      pauseMs = await work();
    } catch (error) {
      if (!isClosed) logger.error({ err: error }, "upkeep of the store failed");
    }
    if (!isClosed) timer = setTimeout(start, pauseMs);
  };
  const start = (): void => {
    running = round();
  };
  start();

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
    },
  };
}
