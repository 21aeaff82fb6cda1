import type { Adapter } from "../../adapters/adapter.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import type { Observation } from "../../domain/change/observation.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { Timer } from "../../domain/time/timer.js";
import type { Store } from "../../stores/store.js";
import { isHotLate, type SyncIntervals } from "./intervals.js";
import { createPollTimes, type PollTime, type PollTimes } from "./poll-times.js";
import { FULL_LIST_KEY, OPEN_LIST_KEY, planSync, promiseFor, type PlannedKey } from "./plan.js";
import { discoveryOf, queriesOf } from "./queries.js";
import { createSchedule, type Schedule } from "./schedule.js";
import { summarizePlan, type SyncSummary } from "./summary.js";

/** What is known of when a source was looked at, and what is looked at next: one object a source and process. */
export interface SourceSync {
  readonly pollTimes: PollTimes;
  readonly schedule: Schedule;
  readonly timer: Timer;
  /** The narrowest query that shows an open callback; null for one that is not planned. */
  ownQuery(vendorId: string): VendorQuery | null;
  /** Reads the open callbacks, and what other gateways have looked at, and plans anew. */
  reload(): Promise<void>;
  /** Brings the plan up to date for a client's request, where no poller in this gateway does so all the time. */
  reloadForQuery(): Promise<void>;
  /** True where something changed since it was planned, or the plan is older than `maxAgeMs`. */
  isOutdated(maxAgeMs: DurationMs): boolean;
  /** Some callback changed: the plan may lack it. */
  changed(): void;
  /** A poller of this gateway begins or ends to look after the source. */
  lead(isLeading: boolean): void;
  /** Callbacks that an answer held. */
  observed(observations: readonly Observation[]): void;
  /** When this query was answered last, by itself or by one that answers it as well. */
  pollTimeOf(query: VendorQuery): PollTime | null;
  /** Within how long this query is looked at again; null where the background sync does not look at it. */
  promiseFor(query: VendorQuery): DurationMs | null;
  /** How far the sync is. With `boundMs`, by that; else by what the schedule promises. */
  summary(boundMs: DurationMs | null, isOpenOnly: boolean): SyncSummary;
  /** Records without an id in the last answer of a query. */
  foundUnidentified(key: string, count: number): void;
  /** Records without an id in the last answers of all queries. */
  unidentified(): number;
  /** How a request ended, so that no more is planned than the connections carry, and repeats have their room. */
  succeeded(tookMs: DurationMs): void;
  failed(): void;
  /** True where callbacks that are due soon cannot be looked at nearly as often as the settings ask. */
  isHotLate(): boolean;
  /** Pages of the whole list, where that is known. */
  listPages(pages?: number): number;
}

export interface SourceSyncOptions {
  readonly source: string;
  readonly adapter: Adapter;
  readonly store: Pick<Store, "readOpenTargets" | "readSyncKeys">;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly intervals: SyncIntervals;
  /** The most requests at a time. */
  readonly concurrency: number;
  /** True where a background sync looks after the source, here or in another gateway of the store. */
  readonly isPolled: boolean;
  /** False for a query that the vendor cannot be sent. */
  readonly canRequest: (query: VendorQuery) => boolean;
}

/** What a poller in another gateway has looked at is read again after so long. */
const VIEW_MAX_AGE_MS: DurationMs = 1000;

/** What is read from the store was saved before, however the clock was set. */
const STORED_AGE_MS: DurationMs = 1;
/** A moment that is not further ahead is another gateway's clock, which never agrees to the millisecond. */
const LEAST_STEP_MS: DurationMs = 2000;

/** A new figure's weight in the running averages of how requests end. */
const NEW_WEIGHT = 0.05;
/** An outage passes: plans are made as if at least this part of the requests succeeded. */
const LEAST_SUCCESS = 0.5;
const MINUTE: DurationMs = 60_000;

export function createSourceSync(options: SourceSyncOptions): SourceSync {
  const { source, adapter, store, clock, timer, intervals, concurrency, isPolled, canRequest } = options;
  const pollTimes = createPollTimes(timer);
  const schedule = createSchedule(pollTimes);
  /** By vendor id, the planned keys that a callback is behind. */
  let keysOf = new Map<string, PlannedKey>();
  /** When each key of the plan was planned first, by the timer. */
  let plannedAt = new Map<string, DurationMs>();
  let loadedAt = Number.NEGATIVE_INFINITY;
  let isDirty = true;
  let isLeading = false;
  let loading: Promise<void> | null = null;
  const unidentified = new Map<string, number>();
  let latencyMs: DurationMs = 0;
  let success = 1;
  let listPages = 0;
  let cached: { readonly version: number; readonly until: DurationMs; readonly summary: SyncSummary }[] = [];

  const discovery = discoveryOf(adapter);

  /** A moment of the wall clock on the timer. One from the future says nothing: a clock has stepped. */
  const toPollTime = (requestedAt: Instant, leastAgeMs: DurationMs): PollTime | null => {
    const ageMs = clock() - requestedAt;
    return ageMs < 0 ? null : { requestedAt, at: timer.now() - Math.max(ageMs, leastAgeMs) };
  };

  const perMinute = (): number => {
    const { backgroundPerMinute } = adapter.usage();
    const carried = latencyMs === 0 ? Number.POSITIVE_INFINITY : (concurrency * MINUTE) / latencyMs;
    return Math.min(backgroundPerMinute, carried) * Math.max(LEAST_SUCCESS, success);
  };

  const load = async (): Promise<void> => {
    isDirty = false;
    const begunAt = timer.now();
    const [targets, requested] = await Promise.all([store.readOpenTargets(source), store.readSyncKeys(source)]);
    const moments = [...requested.map((one) => one.requestedAt ?? 0), ...targets.map((one) => one.observedAt)];
    // The clock was set back since these were saved: how old the others are, nobody can tell either.
    const areTold = !moments.some((moment) => moment > clock() + LEAST_STEP_MS);
    for (const { key, requestedAt, page } of requested) {
      const isKnown = requestedAt === null || pollTimes.of(key)?.pollTime?.requestedAt === requestedAt;
      const pollTime = isKnown || !areTold ? null : toPollTime(requestedAt, STORED_AGE_MS);
      if (pollTime !== null) pollTimes.succeeded(key, pollTime);
      if (key === FULL_LIST_KEY && page !== null && listPages === 0) listPages = page;
    }
    for (const { vendorId, requestNumber, observedAt } of targets) {
      const pollTime = areTold ? toPollTime(observedAt, STORED_AGE_MS) : null;
      if (pollTime !== null) pollTimes.observed(vendorId, pollTime, requestNumber);
    }
    pollTimes.keepObserved(new Set(targets.map(({ vendorId }) => vendorId)));
    const plan = planSync(targets, queriesOf(adapter, { canRequest, listPages }), {
      intervals,
      now: clock(),
      perMinute: perMinute(),
    });
    keysOf = new Map(
      [...plan.keys.values()].flatMap((key) => key.members.map((id): [string, PlannedKey] => [id, key])),
    );
    const now = timer.now();
    plannedAt = new Map([...plan.keys.keys()].map((key) => [key, plannedAt.get(key) ?? now]));
    schedule.follow(plan);
    cached = [];
    loadedAt = begunAt;
  };

  const reload = (): Promise<void> =>
    (loading ??= load().finally(() => {
      loading = null;
    }));

  const plannedFor = (query: VendorQuery): PlannedKey | null => {
    const own = schedule.plan().keys.get(vendorQueryKey(query));
    if (own !== undefined) return own;
    return query.by === "id" ? (keysOf.get(query.vendorId) ?? null) : null;
  };

  const newest = (...found: readonly (PollTime | null | undefined)[]): PollTime | null =>
    found.reduce<PollTime | null>(
      (best, one = null) => (one !== null && (best?.at ?? -Infinity) < one.at ? one : best),
      null,
    );

  return {
    pollTimes,
    schedule,
    timer,
    ownQuery: (vendorId) => keysOf.get(vendorId)?.query ?? null,
    reload,
    async reloadForQuery() {
      if (isLeading) return;
      const isOld = timer.now() - loadedAt > VIEW_MAX_AGE_MS;
      if (!isOld && (isPolled || !isDirty)) return;
      // One that has begun already may have missed what changed meanwhile.
      if (loading !== null) await loading;
      await reload();
    },
    isOutdated: (maxAgeMs) => isDirty || timer.now() - loadedAt > maxAgeMs,
    changed() {
      isDirty = true;
    },
    lead(isNow) {
      isLeading = isNow;
    },
    observed(observations) {
      for (const { callback, requestNumber, observedAt } of observations) {
        const pollTime = toPollTime(observedAt, 0);
        if (pollTime !== null) pollTimes.observed(callback.vendorId, pollTime, requestNumber);
      }
    },
    pollTimeOf(query) {
      const own = pollTimes.of(vendorQueryKey(query))?.pollTime;
      const planned = query.by === "id" ? keysOf.get(query.vendorId) : undefined;
      const ofCallback = planned === undefined ? null : pollTimes.pollTimeOf({ ...planned, isStanding: false });
      if (discovery === null || query.by === "openList")
        return newest(own, ofCallback, pollTimes.of(FULL_LIST_KEY)?.pollTime);
      const list = pollTimes.of(FULL_LIST_KEY)?.pollTime ?? null;
      if (query.by === "list" || query.by === "listPage") return newest(own, list);
      // The open list tells of every callback that can still change, where the ended ones are known.
      return newest(own, ofCallback, list, list === null ? null : pollTimes.of(OPEN_LIST_KEY)?.pollTime);
    },
    promiseFor(query) {
      const planned = plannedFor(query);
      return planned === null ? null : promiseFor(planned, schedule.plan());
    },
    summary(boundMs, isOpenOnly) {
      const index = isOpenOnly ? 1 : 0;
      const now = timer.now();
      const known = boundMs === null ? cached[index] : undefined;
      if (known !== undefined && known.version === pollTimes.version() && now < known.until) return known.summary;
      const plan = schedule.plan();
      const summary = summarizePlan(plan, pollTimes, {
        now,
        isOpenOnly,
        boundFor: (planned) => boundMs ?? promiseFor(planned, plan),
        plannedAt: (key) => plannedAt.get(key) ?? now,
      });
      if (boundMs === null) cached[index] = { version: pollTimes.version(), until: summary.validUntil, summary };
      return summary;
    },
    foundUnidentified(key, count) {
      if (count === 0) unidentified.delete(key);
      else unidentified.set(key, count);
    },
    unidentified: () => [...unidentified.values()].reduce((sum, count) => sum + count, 0),
    succeeded(tookMs) {
      latencyMs = latencyMs === 0 ? tookMs : latencyMs + (tookMs - latencyMs) * NEW_WEIGHT;
      success += (1 - success) * NEW_WEIGHT;
    },
    failed() {
      success -= success * NEW_WEIGHT;
    },
    isHotLate: () => schedule.plan().demand.hot > 0 && isHotLate(schedule.plan().periods, intervals),
    listPages(pages) {
      if (pages !== undefined) listPages = pages;
      return listPages;
    },
  };
}
