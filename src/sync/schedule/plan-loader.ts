import type { Adapter } from "../../adapters/adapter.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import type { Timer } from "../../domain/time/timer.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Store, SyncKey } from "../../stores/store.js";
import type { RequestCapacity } from "./capacity.js";
import type { SyncIntervals } from "./intervals.js";
import type { PollTime, PollTimes } from "./poll-times.js";
import { FULL_LIST_KEY, planSync, type OpenTarget, type PlannedKey } from "./plan.js";
import { queriesOf } from "./queries.js";
import type { Schedule } from "./schedule.js";

export interface PlanLoaderOptions {
  readonly source: string;
  readonly adapter: Adapter;
  readonly store: Pick<Store, "readOpenTargets" | "readSyncKeys">;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly intervals: SyncIntervals;
  /** False for a query that the vendor does not support. */
  readonly canRequest: (query: VendorQuery) => boolean;
  readonly pollTimes: PollTimes;
  readonly schedule: Schedule;
  readonly capacity: RequestCapacity;
}

type Targets = Awaited<ReturnType<Store["readOpenTargets"]>>;

/** The store saved a poll time before it was read, whatever the clocks say: it is at least this old. */
const MIN_STORED_AGE_MS: DurationMs = 1;
/** Clocks of two gateways differ by a little; a stored time this far ahead shows that a clock was set back. */
const CLOCK_STEP_MS: DurationMs = 2000;

/** Reads the open callbacks and the poll times of all gateways from the store, and plans the background sync from them. */
export class PlanLoader {
  /** By vendor id, the planned key that polls a callback. */
  #keys = new Map<string, PlannedKey>();
  /** When each key of the plan was planned first, by the timer. */
  #plannedAt = new Map<string, DurationMs>();
  #loadedAt = Number.NEGATIVE_INFINITY;
  #isDirty = true;
  #loading: Promise<void> | null = null;
  #listPages = 0;

  constructor(private readonly options: PlanLoaderOptions) {}

  /** Pages of the full list; 0 until it was read once. */
  get listPages(): number {
    return this.#listPages;
  }

  set listPages(pages: number) {
    this.#listPages = pages;
  }

  /** True if a callback changed since the plan was made. */
  get isDirty(): boolean {
    return this.#isDirty;
  }

  /** Notes that a callback changed: the plan may lack it. */
  changed(): void {
    this.#isDirty = true;
  }

  ageMs(): DurationMs {
    return this.options.timer.now() - this.#loadedAt;
  }

  keyOf(vendorId: string): PlannedKey | undefined {
    return this.#keys.get(vendorId);
  }

  /** Returns when a key was planned first, by the timer; now for a key outside of the plan. */
  plannedAt(key: string): DurationMs {
    return this.#plannedAt.get(key) ?? this.options.timer.now();
  }

  /** Plans anew, or joins the load in progress. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Plans anew after a load in progress has ended, because that one may lack the latest changes. */
  async loadAgain(): Promise<void> {
    if (this.#loading !== null) await this.#loading;
    await this.load();
  }

  async #load(): Promise<void> {
    const { source, store, timer } = this.options;
    this.#isDirty = false;
    const startedAt = timer.now();
    const [targets, saved] = await Promise.all([store.readOpenTargets(source), store.readSyncKeys(source)]);
    this.#restorePollTimes(targets, saved);
    this.#plan(targets);
    this.#loadedAt = startedAt;
  }

  #restorePollTimes(targets: Targets, saved: readonly SyncKey[]): void {
    const { pollTimes, clock } = this.options;
    const moments = [...saved.map((one) => one.requestedAt ?? 0), ...targets.map((one) => one.observedAt)];
    // A time in the future: the clock was set back since, so the age of the other times is unknown as well.
    const areUsable = !moments.some((moment) => moment > clock() + CLOCK_STEP_MS);
    for (const { key, requestedAt, page } of saved) {
      const isRestored = requestedAt === null || pollTimes.of(key)?.pollTime?.requestedAt === requestedAt;
      const pollTime = isRestored || !areUsable ? null : this.toPollTime(requestedAt, MIN_STORED_AGE_MS);
      if (pollTime !== null) pollTimes.succeeded(key, pollTime);
      if (key === FULL_LIST_KEY && page !== null && this.#listPages === 0) this.#listPages = page;
    }
    for (const { vendorId, requestNumber, observedAt } of targets) {
      const pollTime = areUsable ? this.toPollTime(observedAt, MIN_STORED_AGE_MS) : null;
      if (pollTime !== null) pollTimes.observed(vendorId, pollTime, requestNumber);
    }
    pollTimes.keepObserved(new Set(targets.map(({ vendorId }) => vendorId)));
  }

  #plan(targets: readonly OpenTarget[]): void {
    const { adapter, canRequest, intervals, clock, timer, capacity, schedule } = this.options;
    const plan = planSync(targets, queriesOf(adapter, { canRequest, listPages: this.#listPages }), {
      intervals,
      now: clock(),
      perMinute: capacity.perMinute(adapter.usage().backgroundPerMinute),
    });
    this.#keys = new Map(
      [...plan.keys.values()].flatMap((key) => key.members.map((id): [string, PlannedKey] => [id, key])),
    );
    const now = timer.now();
    this.#plannedAt = new Map([...plan.keys.keys()].map((key) => [key, this.#plannedAt.get(key) ?? now]));
    schedule.follow(plan);
  }

  /** Converts the wall clock's time to the timer's; null for a time in the future, after the clock was set back. */
  toPollTime(requestedAt: Instant, minAgeMs: DurationMs): PollTime | null {
    const { clock, timer } = this.options;
    const ageMs = clock() - requestedAt;
    return ageMs < 0 ? null : { requestedAt, at: timer.now() - Math.max(ageMs, minAgeMs) };
  }
}
