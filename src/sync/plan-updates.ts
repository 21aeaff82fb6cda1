import type { Logger } from "pino";
import type { DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { SyncIntervals } from "./schedule/intervals.js";
import type { SourceSync } from "./schedule/source-sync.js";

/** A change may make a callback urgent: the plan is updated after this time, or a third of the hot interval. */
const UPDATE_AFTER_MS: DurationMs = 3000;
/** Planning takes at most a twentieth of the time, however many callbacks there are. */
const PAUSE_FACTOR = 20;
/** Callbacks become urgent as time passes: a plan is at most this old. */
const MAX_AGE_MS: DurationMs = 15_000;

/** Decides when a source's plan is made anew, and logs when the quota becomes too small for it. */
export class PlanUpdates {
  #plannedAt = Number.NEGATIVE_INFINITY;
  #costMs: DurationMs = 0;
  #wasLate = false;

  constructor(
    private readonly source: string,
    private readonly sync: SourceSync,
    private readonly options: { readonly intervals: SyncIntervals; readonly timer: Timer; readonly logger: Logger },
  ) {}

  /** After how long the next update is due. */
  dueInMs(): DurationMs {
    const { hotIntervalMs } = this.options.intervals;
    const pauseMs = Math.max(Math.min(UPDATE_AFTER_MS, hotIntervalMs / 3), this.#costMs * PAUSE_FACTOR);
    const isOutdated = this.sync.isOutdated(Math.min(MAX_AGE_MS, hotIntervalMs));
    return this.#plannedAt + (isOutdated ? pauseMs : MAX_AGE_MS) - this.options.timer.now();
  }

  async update(): Promise<void> {
    const { intervals, timer, logger } = this.options;
    const startedAt = performance.now();
    await this.sync.reload();
    this.#costMs = performance.now() - startedAt;
    this.#plannedAt = timer.now();
    const isLate = this.sync.isHotLate();
    if (isLate && !this.#wasLate) {
      const { demand, periods } = this.sync.schedule.plan();
      const figures = { requestsPerRound: demand, everyMs: Math.round(periods.hot), wantedMs: intervals.hotIntervalMs };
      logger.warn({ source: this.source, ...figures }, "quota too small for callbacks that are due soon");
    }
    this.#wasLate = isLate;
  }
}
