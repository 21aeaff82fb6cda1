import type { Logger } from "pino";
import { countAfter } from "../domain/change/log-bounds.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { Store } from "../stores/store.js";
import { createRetention, STEP } from "./retention.js";

export interface MaintenanceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Returns the sources whose vendor drops callbacks when they are due. */
  readonly forgetful: () => ReadonlySet<string>;
  /** Retention of the change log, in milliseconds. */
  readonly changesMs: DurationMs;
  /** Maximum number of changes in the log. */
  readonly changes: number;
  /** Retention of the audit and of idempotency keys, in milliseconds. */
  readonly auditMs: DurationMs;
  /** Milliseconds that pass, however the wall clock is set. Default: the process's. */
  readonly monotonic?: () => DurationMs;
}

/** Runs until it is closed. */
export interface Maintenance {
  close(): Promise<void>;
}

const LONGEST_PAUSE_MS = 1000;
const SHORTEST_PAUSE_MS = 10;
const TRIM_EVERY_MS = 60_000;
/** Retention of unreadable records after they were last received: 30 days. They may contain PII. */
const QUARANTINE_MS = 2_592_000_000;

/** Publishes statuses that change by time alone, when they are due, and deletes old records in small steps. */
export function startMaintenance(options: MaintenanceOptions): Maintenance {
  const { store, clock, logger, monotonic = () => performance.now() } = options;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isClosed = false;
  let trimmedAt = Number.NEGATIVE_INFINITY;
  const changes = createRetention({
    keepMs: options.changesMs,
    now: clock,
    monotonic,
    async count() {
      const bounds = await store.logBounds();
      return countAfter(bounds.floor, bounds);
    },
    drop: (noticedBefore, limit) => store.trimChanges({ noticedBefore, keep: Number.POSITIVE_INFINITY, limit }),
  });
  const audit = createRetention({
    keepMs: options.auditMs,
    now: clock,
    monotonic,
    count: () => store.countCommands(),
    async drop(startedBefore, limit) {
      await store.trimAgentActions(startedBefore, limit);
      return store.trimCommands(startedBefore, limit);
    },
  });

  /** True where there is more to drop at once. How many changes there are is no matter of clocks. */
  const trim = async (): Promise<boolean> => {
    const bounds = { noticedBefore: Number.NEGATIVE_INFINITY, keep: options.changes, limit: STEP };
    const areTooMany = (await store.trimChanges(bounds)) === STEP;
    await store.trimQuarantine(clock() - QUARANTINE_MS);
    const areTooOld = [await changes.step(), await audit.step()].includes(true);
    return areTooMany || areTooOld;
  };

  /** Says how long there is nothing to do. */
  const work = async (): Promise<DurationMs> => {
    const elapsed = await store.elapse(clock(), STEP, options.forgetful());
    if (elapsed.changes.length === STEP) return 0;
    if (monotonic() - trimmedAt >= TRIM_EVERY_MS) {
      if (await trim()) return 0;
      trimmedAt = monotonic();
    }
    return elapsed.nextAt === null
      ? LONGEST_PAUSE_MS
      : Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, elapsed.nextAt - clock()));
  };

  const round = async (): Promise<void> => {
    let pauseMs = LONGEST_PAUSE_MS;
    try {
      pauseMs = await work();
    } catch (error) {
      if (!isClosed) logger.error({ err: error }, "store maintenance failed");
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
