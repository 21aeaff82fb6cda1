import type { Logger } from "pino";
import { GatewayError } from "../domain/errors.js";
import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";
import { vendorQueryKey, type VendorQuery } from "../domain/vendor/vendor-query.js";
import type { RequestPermit } from "../domain/vendor/quota.js";
import type { Timer } from "../domain/time/timer.js";
import type { Store, SyncKey } from "../stores/store.js";
import type { SyncIntervals } from "./schedule/intervals.js";
import { createListWalk } from "./schedule/list-walk.js";
import { FULL_LIST_KEY, type PlannedKey } from "./schedule/plan.js";
import type { Fetched } from "./fetch/fetcher.js";
import type { Refresher } from "./fetch/refresher.js";
import type { Source } from "./source.js";
import { isRefusedKey } from "./fetch/vendor-failure.js";

export interface PollerOptions {
  readonly refresher: Pick<Refresher, "fetch" | "syncOf">;
  readonly store: Pick<Store, "saveSyncKeys" | "readSyncKeys" | "trimSyncKeys">;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly intervals: SyncIntervals;
}

const SAVE_EVERY_MS: DurationMs = 1000;
/** A change may make a callback urgent: it is planned with after so long, or a third of the hot interval. */
const PLAN_AFTER_MS: DurationMs = 3000;
/** Planning takes no more than a twentieth of the time, however many callbacks there are. */
const PLAN_PAUSE = 20;
/** Callbacks become hot as time goes by: a plan is made anew at least so often. */
const PLAN_MAX_AGE_MS: DurationMs = 15_000;
/** A key that failed is requested again after so long, doubled with each failure. */
const RETRY_MS: DurationMs = 1000;
const LONGEST_RETRY_MS: DurationMs = 30_000;
/** Or after this part of its lane's round, where that is longer. */
const RETRY_SHARE = 1 / 8;
/** After so many failures in a row, of whatever keys, the source is left alone but for one request now and then. */
const FAILURES_TO_PAUSE = 3;
/** The longest that a source is left alone by itself; a vendor's own word may be longer. */
const LONGEST_PAUSE_MS: DurationMs = 10_000;
/** Connections that the background sync leaves to clients. */
const LEFT_TO_CLIENTS = 2;
/** Keys that left the plan are dropped from the store after so long at least. */
const KEYS_KEPT_MS: DurationMs = 7 * 86_400_000;

/**
 * Looks after one source until the signal aborts: requests what the schedule says, at the pace of the vendor's quota, and
 * saves when each key was looked at, so that a restart goes on where it ended. A request that fails is only a request.
 */
export async function pollSource(source: Source, options: PollerOptions, signal: AbortSignal): Promise<void> {
  const poller = createPoller(source, options, signal);
  const { logger, timer } = options;
  await poller.begin();
  while (!signal.aborted) {
    try {
      await poller.step();
    } catch (error) {
      if (signal.aborted) break;
      logger.error({ source: source.description.name, err: error }, "background sync failed");
      await timer.sleep(RETRY_MS, signal);
    }
  }
  await poller.end();
}

function createPoller(source: Source, options: PollerOptions, signal: AbortSignal) {
  const { refresher, store, clock, timer, logger, intervals } = options;
  const { adapter } = source;
  const { name } = source.description;
  const sync = refresher.syncOf(name);
  const { schedule, pollTimes } = sync;
  // Lists and look-ups show the same callbacks: one after another, none overtakes another and is taken for the older.
  const concurrency = adapter.list === undefined ? Math.max(1, source.concurrency - LEFT_TO_CLIENTS) : 1;
  const list = createListWalk(adapter, sync);
  const inFlight = new Set<Promise<void>>();
  const unsaved = new Map<string, SyncKey>();
  const startedAt = timer.now();
  let wake = new AbortController();
  let savedAt = timer.now();
  let plannedAt = Number.NEGATIVE_INFINITY;
  let planCostMs: DurationMs = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let failuresInRow = 0;
  let isSynced = false;
  let wasLate = false;
  const onAbort = (): void => wake.abort();

  const plan = async (): Promise<void> => {
    const begunAt = performance.now();
    await sync.reload();
    planCostMs = performance.now() - begunAt;
    plannedAt = timer.now();
    const isLate = sync.isHotLate();
    if (isLate && !wasLate) {
      const { demand, periods } = schedule.plan();
      const figures = { requestsPerRound: demand, everyMs: Math.round(periods.hot), wantedMs: intervals.hotIntervalMs };
      logger.warn({ source: name, ...figures }, "quota too small for callbacks that are due soon");
    }
    wasLate = isLate;
  };

  const planInMs = (): DurationMs => {
    const pause = Math.max(Math.min(PLAN_AFTER_MS, intervals.hotIntervalMs / 3), planCostMs * PLAN_PAUSE);
    const age = sync.isOutdated(Math.min(PLAN_MAX_AGE_MS, intervals.hotIntervalMs)) ? pause : PLAN_MAX_AGE_MS;
    return plannedAt + age - timer.now();
  };

  const save = async (): Promise<void> => {
    savedAt = timer.now();
    if (unsaved.size === 0) return;
    const keys = [...unsaved.values()];
    unsaved.clear();
    await store.saveSyncKeys(name, keys);
  };

  const note = (key: string, requestedAt: Instant, page: number | null = null): void => {
    unsaved.set(key, { key, requestedAt, page });
  };

  /** Looks by themselves at callbacks that an answer should have held. */
  const expediteAbsent = (planned: PlannedKey, { requestNumber, isComplete }: Fetched): void => {
    if (!isComplete) return;
    for (const vendorId of planned.members) {
      if (pollTimes.lastRequestOf(vendorId) >= requestNumber) continue;
      const byId: VendorQuery | null = adapter.get === undefined ? null : { by: "id", vendorId };
      const query = byId ?? sync.ownQuery(vendorId);
      if (query !== null && vendorQueryKey(query) !== planned.key) schedule.expedite(query, timer.now());
    }
  };

  const succeeded = (planned: PlannedKey, query: VendorQuery, fetched: Fetched): void => {
    failuresInRow = 0;
    if (planned.key === FULL_LIST_KEY) {
      for (const one of list.answered(query, fetched)) note(one.key, one.requestedAt, one.page);
    } else note(planned.key, fetched.pollTime.requestedAt);
    expediteAbsent(planned, fetched);
    if (isSynced || sync.summary(null, true).never > 0) return;
    isSynced = true;
    const figures = { keys: schedule.plan().keys.size, tookMs: Math.round(timer.now() - startedAt) };
    logger.info({ source: name, ...figures }, "initial sync completed");
  };

  const failed = (planned: PlannedKey, thrown: unknown): void => {
    if (signal.aborted) return;
    const now = timer.now();
    const error = thrown instanceof GatewayError ? thrown : null;
    // The vendor's answer about this key: it is requested again when its turn comes.
    if (error !== null && isRefusedKey(error) && planned.key !== FULL_LIST_KEY) return;
    if (error?.isOwnRestraint === true) return schedule.resume(planned.query, now + RETRY_MS);
    failuresInRow += 1;
    const { count } = pollTimes.of(planned.key)?.failure ?? { count: 1 };
    const toldMs = (error?.retryAfter ?? 0) - clock();
    const backoff = (failures: number, longest = LONGEST_RETRY_MS): DurationMs =>
      Math.min(longest, RETRY_MS * 2 ** failures);
    // Keys that fail for long must not take the quota of the others.
    const longest = Math.max(LONGEST_RETRY_MS, schedule.plan().periods[planned.lane] * RETRY_SHARE);
    schedule.expedite(planned.query, now + Math.max(toldMs, backoff(count - 1, longest)));
    if (failuresInRow < FAILURES_TO_PAUSE && toldMs <= 0) return;
    const pause = backoff(Math.max(0, failuresInRow - FAILURES_TO_PAUSE), LONGEST_PAUSE_MS);
    pausedUntil = now + Math.max(toldMs, pause);
  };

  const send = async (planned: PlannedKey, permit: RequestPermit): Promise<void> => {
    const query = planned.key === FULL_LIST_KEY ? list.next() : planned.query;
    try {
      const call = { signal, priority: "background", permit, isExactForm: true } as const;
      succeeded(planned, query, await refresher.fetch(name, query, call));
    } catch (error) {
      failed(planned, error);
    } finally {
      // A request that another one had sent already took no turn of its own.
      permit.release();
      schedule.done(planned);
      wake.abort();
    }
  };

  return {
    async begin(): Promise<void> {
      signal.addEventListener("abort", onAbort);
      sync.lead(true);
      try {
        list.resume(await store.readSyncKeys(name));
        await store.trimSyncKeys(name, clock() - Math.max(KEYS_KEPT_MS, 2 * intervals.fullIntervalMs));
      } catch (error) {
        logger.warn({ source: name, err: error }, "failed to read sync schedule; sync starts over");
      }
    },

    /** Sends the next request, or waits until there may be one. */
    async step(): Promise<void> {
      wake = new AbortController();
      if (signal.aborted) return;
      if (planInMs() <= 0) await plan();
      if (timer.now() - savedAt >= SAVE_EVERY_MS) await save();
      const now = timer.now();
      const isFull = inFlight.size >= (failuresInRow > 0 ? 1 : concurrency);
      const waitMs = isFull ? Number.POSITIVE_INFINITY : Math.max(pausedUntil - now, schedule.waitMs(now));
      if (waitMs > 0) {
        const saveInMs = unsaved.size === 0 ? Number.POSITIVE_INFINITY : savedAt + SAVE_EVERY_MS - now;
        await timer.sleep(Math.max(1, Math.min(waitMs, saveInMs, planInMs())), wake.signal);
        return;
      }
      // The turn in the quota comes first: what is requested is chosen when it may be sent.
      const permit = await adapter.reserve(signal);
      const planned = schedule.take(timer.now());
      if (planned === null) {
        permit.release();
        return;
      }
      const sent = send(planned, permit).finally(() => inFlight.delete(sent));
      inFlight.add(sent);
    },

    async end(): Promise<void> {
      signal.removeEventListener("abort", onAbort);
      await Promise.all(inFlight);
      sync.lead(false);
      await save().catch((error: unknown) => {
        logger.warn({ source: name, err: error }, "failed to save sync schedule");
      });
    },
  };
}
