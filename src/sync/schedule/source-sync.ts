import { listsAll } from "../../adapters/capability.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { Observation } from "../../domain/change/observation.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Timer } from "../../domain/time/timer.js";
import { RequestCapacity } from "./capacity.js";
import { isHotLate } from "./intervals.js";
import { createPollTimes, type PollTime, type PollTimes } from "./poll-times.js";
import { FULL_LIST_KEY, OPEN_LIST_KEY, promiseFor, type PlannedKey } from "./plan.js";
import { PlanLoader, type PlanLoaderOptions } from "./plan-loader.js";
import { discoveryOf } from "./queries.js";
import { createSchedule, type Schedule } from "./schedule.js";
import { summarizePlan, type SyncSummary } from "./summary.js";

/** The state of one source's background sync: poll times, plan and schedule. One object per source and process. */
export interface SourceSync {
  readonly pollTimes: PollTimes;
  readonly schedule: Schedule;
  readonly timer: Timer;
  /** Returns the narrowest query that returns an open callback; null for a callback outside of the plan. */
  ownQuery(vendorId: string): VendorQuery | null;
  /** Reads the open callbacks and the poll times of other gateways, and plans anew. */
  reload(): Promise<void>;
  /** Updates the plan before a client's request, unless a poller in this gateway updates it continuously. */
  reloadForQuery(): Promise<void>;
  /** True if a callback changed since the plan was made, or the plan is older than `maxAgeMs`. */
  isOutdated(maxAgeMs: DurationMs): boolean;
  /** Notes that a callback changed: the plan may lack it. */
  changed(): void;
  /** Says whether a poller of this gateway polls the source. */
  lead(isLeading: boolean): void;
  /** Notes the callbacks of a response. */
  observed(observations: readonly Observation[]): void;
  /** Returns when this query, or one that includes its results, last succeeded; null if never. */
  pollTimeOf(query: VendorQuery): PollTime | null;
  /** Returns the longest time between two polls of this query; null if the background sync does not poll it. */
  promiseFor(query: VendorQuery): DurationMs | null;
  /** Returns the progress of the sync. Keys are overdue after `boundMs`; null: after the time that the schedule promises. */
  summary(boundMs: DurationMs | null, isOpenOnly: boolean): SyncSummary;
  /** Notes how many records of a query's last response had no id. */
  foundUnidentified(key: string, count: number): void;
  /** Returns how many records of all queries' last responses had no id. */
  unidentified(): number;
  /** Notes how a request ended, so that no more is planned than the connections carry, retries included. */
  succeeded(tookMs: DurationMs): void;
  failed(): void;
  /** True if callbacks that are due soon cannot be polled nearly as often as the settings say. */
  isHotLate(): boolean;
  /** Returns the pages of the full list, after setting them if given; 0 until it was read once. */
  listPages(pages?: number): number;
}

export interface SourceSyncOptions extends Omit<PlanLoaderOptions, "pollTimes" | "schedule" | "capacity"> {
  /** The most requests at a time. */
  readonly concurrency: number;
  /** True if a background sync polls the source, in this or another gateway of the store. */
  readonly isPolled: boolean;
}

/** For clients, the plan and the poll times of other gateways are read again after this time. */
const MAX_PLAN_AGE_MS: DurationMs = 1000;

/** Creates the sync of one source, without a plan: `reload` makes the first. */
export function createSourceSync(options: SourceSyncOptions): SourceSync {
  const { adapter, timer, intervals, isPolled } = options;
  const pollTimes = createPollTimes(timer);
  const schedule = createSchedule(pollTimes);
  const capacity = new RequestCapacity(options.concurrency);
  const loader = new PlanLoader({ ...options, pollTimes, schedule, capacity });
  const discovery = discoveryOf(adapter);
  const unidentified = new Map<string, number>();
  let isLeading = false;

  const plannedFor = (query: VendorQuery): PlannedKey | null => {
    const own = schedule.plan().keys.get(vendorQueryKey(query));
    if (own !== undefined) return own;
    return query.by === "id" ? (loader.keyOf(query.vendorId) ?? null) : null;
  };

  return {
    pollTimes,
    schedule,
    timer,
    ownQuery: (vendorId) => loader.keyOf(vendorId)?.query ?? null,
    reload: () => loader.load(),
    async reloadForQuery() {
      if (isLeading) return;
      const isOld = loader.ageMs() > MAX_PLAN_AGE_MS;
      if (isOld || (!isPolled && loader.isDirty)) await loader.loadAgain();
    },
    isOutdated: (maxAgeMs) => loader.isDirty || loader.ageMs() > maxAgeMs,
    changed: () => loader.changed(),
    lead(isNow) {
      isLeading = isNow;
    },
    observed(observations) {
      for (const { callback, requestNumber, observedAt } of observations) {
        const pollTime = loader.toPollTime(observedAt, 0);
        if (pollTime !== null) pollTimes.observed(callback.vendorId, pollTime, requestNumber);
      }
    },
    pollTimeOf(query) {
      const own = pollTimes.of(vendorQueryKey(query))?.pollTime;
      const planned = query.by === "id" ? loader.keyOf(query.vendorId) : undefined;
      const ofCallback = planned === undefined ? null : pollTimes.pollTimeOf({ ...planned, isStanding: false });
      const list = pollTimes.of(FULL_LIST_KEY)?.pollTime ?? null;
      if (discovery === null || query.by === "openList") return latest(own, ofCallback, list);
      if (query.by === "list" || query.by === "listPage") return latest(own, list);
      if (!listsAll(adapter)) return latest(own, ofCallback);
      // The open list holds every callback that can still change; the ended ones are stored once the full list was read.
      return latest(own, ofCallback, list, list === null ? null : pollTimes.of(OPEN_LIST_KEY)?.pollTime);
    },
    promiseFor(query) {
      const planned = plannedFor(query);
      return planned === null ? null : promiseFor(planned, schedule.plan());
    },
    summary: createSummaries({ loader, schedule, pollTimes, timer, isListPart: adapter.listCoverage === "PART" }),
    foundUnidentified(key, count) {
      if (count === 0) unidentified.delete(key);
      else unidentified.set(key, count);
    },
    unidentified: () => [...unidentified.values()].reduce((sum, count) => sum + count, 0),
    succeeded: (tookMs) => capacity.succeeded(tookMs),
    failed: () => capacity.failed(),
    isHotLate: () => schedule.plan().demand.hot > 0 && isHotLate(schedule.plan().periods, intervals),
    listPages(pages) {
      if (pages !== undefined) loader.listPages = pages;
      return loader.listPages;
    },
  };
}

/** Returns the latest of these poll times; null if there is none. */
function latest(...pollTimes: readonly (PollTime | null | undefined)[]): PollTime | null {
  return pollTimes.reduce<PollTime | null>(
    (best, one = null) => (one !== null && (best?.at ?? Number.NEGATIVE_INFINITY) < one.at ? one : best),
    null,
  );
}

/** Returns `summary`. It reuses a summary with the schedule's bounds while its plan, poll times and validity last. */
function createSummaries({
  loader,
  schedule,
  pollTimes,
  timer,
  isListPart,
}: {
  readonly loader: PlanLoader;
  readonly schedule: Schedule;
  readonly pollTimes: PollTimes;
  readonly timer: Timer;
  readonly isListPart: boolean;
}): SourceSync["summary"] {
  const cached: { plan: unknown; version: number; summary: SyncSummary }[] = [];
  return (boundMs, isOpenOnly) => {
    const index = isOpenOnly ? 1 : 0;
    const now = timer.now();
    const plan = schedule.plan();
    const version = pollTimes.version();
    const previous = boundMs === null ? cached[index] : undefined;
    const isValid = previous?.plan === plan && previous.version === version && now < previous.summary.validUntil;
    if (isValid) return previous.summary;
    const summary = summarizePlan(plan, pollTimes, {
      now,
      isOpenOnly,
      isListPart,
      boundFor: (planned) => boundMs ?? promiseFor(planned, plan),
      plannedAt: (key) => loader.plannedAt(key),
    });
    if (boundMs === null) cached[index] = { plan, version, summary };
    return summary;
  };
}
