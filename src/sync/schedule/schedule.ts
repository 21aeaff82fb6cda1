import type { DurationMs } from "../../domain/time/instant.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { LaneRotation } from "./lane-rotation.js";
import type { PollTimes } from "./poll-times.js";
import type { PlannedKey, SyncPlan } from "./plan.js";
import { SinglePolls } from "./single-polls.js";

/**
 * Decides what the background sync requests next. Each lane polls its keys in rotation at an even pace; among the lanes
 * that are due, the most urgent goes first. Keys that were never polled go before the lanes, except for one request in
 * twenty. A key that was just written, hinted at, absent from a response or that failed is polled by itself, soon.
 */
export interface Schedule {
  /** Continues with another plan. Requests in progress and the lanes' times stay. */
  follow(plan: SyncPlan): void;
  plan(): SyncPlan;
  /** Returns the most urgent query that is due, and reserves it until `done`; null where none is due. */
  take(now: DurationMs): PlannedKey | null;
  /** After how long `take` may return a query; Infinity where nothing is planned. */
  waitMs(now: DurationMs): DurationMs;
  /** To be called when a query that was taken has ended. */
  done(key: PlannedKey): void;
  /** Polls this query by itself from `at` on, ahead of the lanes. */
  expedite(query: VendorQuery, at: DurationMs): void;
  /** Continues this query from `at` on, when nothing else is due. */
  resume(query: VendorQuery, at: DurationMs): void;
}

/** While there are keys that were never polled, the lanes get one request in so many. */
const LANES_SHARE = 20;

const NOTHING_PLANNED: SyncPlan = {
  keys: new Map(),
  demand: { hot: 0, today: 0, far: 0, full: 0 },
  periods: { hot: 1, today: 1, far: 1, full: 1 },
  requestMs: 0,
  delays: { hot: 1, others: 1 },
};

/** Creates an empty schedule; it returns no query before `follow`. */
export function createSchedule(pollTimes: PollTimes): Schedule {
  let plan = NOTHING_PLANNED;
  /** Keys that were never polled: those on which results depend, and the others. */
  let required: PlannedKey[] = [];
  let optional: PlannedKey[] = [];
  let requests = 0;
  const inProgress = new Set<string>();
  const singles = new SinglePolls((key) => inProgress.has(key));
  const isAvailable = ({ key }: PlannedKey): boolean => !inProgress.has(key) && !singles.has(key);
  const lanes = new LaneRotation(pollTimes, isAvailable);
  const polledAt = (key: PlannedKey): DurationMs => pollTimes.pollTimeOf(key)?.at ?? Number.NEGATIVE_INFINITY;

  const takeNeverPolled = (from: PlannedKey[]): PlannedKey | null => {
    while (from.length > 0) {
      const key = from.shift();
      if (key !== undefined && pollTimes.pollTimeOf(key) === null && isAvailable(key)) return key;
    }
    return null;
  };

  const choosePlanned = (now: DurationMs): PlannedKey | null => {
    const areLanesFirst = requests % LANES_SHARE === 0;
    return areLanesFirst
      ? (lanes.take(plan, now) ?? takeNeverPolled(required))
      : (takeNeverPolled(required) ?? lanes.take(plan, now));
  };

  const choose = (now: DurationMs): PlannedKey | null => {
    requests += 1;
    // At most every other request: keys that keep failing must not delay the others.
    const urgent = requests % 2 === 0 ? null : singles.take(now, true);
    return (
      urgent ?? choosePlanned(now) ?? singles.take(now, true) ?? singles.take(now, false) ?? takeNeverPolled(optional)
    );
  };

  return {
    follow(next) {
      plan = next;
      const requested = [...next.keys.values()].filter(({ coveredBy }) => coveredBy === null);
      const byAge = requested.map((key) => ({ key, at: polledAt(key) })).sort((a, b) => a.at - b.at);
      lanes.replace(byAge.filter(({ at }) => at !== Number.NEGATIVE_INFINITY));
      const fresh = byAge.flatMap(({ key, at }) => (at === Number.NEGATIVE_INFINITY && isAvailable(key) ? [key] : []));
      required = fresh.filter((key) => !isLast(key));
      optional = fresh.filter(isLast);
      singles.follow(next);
    },
    plan: () => plan,
    take(now) {
      const key = choose(now);
      if (key !== null) inProgress.add(key.key);
      return key;
    },
    waitMs(now) {
      if (required.length > 0 || optional.length > 0) return 0;
      return Math.max(0, Math.min(lanes.nextAt(), singles.nextAt()) - now);
    },
    done(key) {
      inProgress.delete(key.key);
      const planned = plan.keys.get(key.key);
      // After its first poll, the key joins the rotation of its lane.
      if (planned === undefined || planned.coveredBy !== null || polledAt(planned) === Number.NEGATIVE_INFINITY) return;
      lanes.add(planned, polledAt(planned));
    },
    expedite: (query, at) => singles.add(query, at, { isUrgent: true, plan }),
    resume: (query, at) => singles.add(query, at, { isUrgent: false, plan }),
  };
}

/** True for the full list and other forms of numbers: open callbacks do not depend on them, so they are polled last. */
function isLast({ lane, isOptional }: PlannedKey): boolean {
  return isOptional || lane === "full";
}
