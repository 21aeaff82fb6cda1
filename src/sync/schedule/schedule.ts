import type { DurationMs } from "../../domain/time/instant.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import { LANES, type Lane } from "./intervals.js";
import type { PollTimes } from "./poll-times.js";
import type { PlannedKey, SyncPlan } from "./plan.js";

/**
 * Decides what the background sync requests next. Each lane goes round its keys at an even pace, so that nothing comes in
 * bursts; the most urgent lane whose turn has come goes first. Keys that were never looked at go before all that, but for
 * one request in twenty; a key that was just written, hinted at, missed or that failed is looked at alone, and soon.
 */
export interface Schedule {
  /** Goes on with another plan. What is in progress and the lanes' turns stay. */
  follow(plan: SyncPlan): void;
  plan(): SyncPlan;
  /** The most urgent query whose turn has come; null where none has. It is out until `done`. */
  take(now: DurationMs): PlannedKey | null;
  /** After how long `take` may have something; Infinity where nothing is planned. */
  waitMs(now: DurationMs): DurationMs;
  /** A query that was taken has ended. */
  done(key: PlannedKey): void;
  /** Looks at this query alone, from `at` on, ahead of the lanes. */
  expedite(query: VendorQuery, at: DurationMs): void;
  /** Goes on with this query from `at` on, when nothing else is due. */
  resume(query: VendorQuery, at: DurationMs): void;
}

/** While there are keys that were never looked at, the lanes get one request in so many. */
const LANES_SHARE = 20;
/** A lane does not look at a key again within this part of the time between two of its requests. */
const RECENT_SHARE = 0.5;

/** The part of its round that a late lane makes up for at the most. */
const MADE_UP_SHARE = 0.1;

/** A query that is looked at by itself, outside of the lanes. */
interface Single {
  readonly key: PlannedKey;
  readonly at: DurationMs;
  readonly isUrgent: boolean;
}

interface LaneState {
  /** The keys, the one that was looked at longest ago first; `at` is when that was, as far as the ring knows. */
  readonly ring: { readonly key: PlannedKey; readonly at: DurationMs }[];
  nextAt: DurationMs;
}

const NOTHING_PLANNED: SyncPlan = {
  keys: new Map(),
  demand: { hot: 0, today: 0, far: 0, full: 0 },
  periods: { hot: 1, today: 1, far: 1, full: 1 },
  requestMs: 0,
  delays: { hot: 1, others: 1 },
};

export function createSchedule(pollTimes: PollTimes): Schedule {
  let plan = NOTHING_PLANNED;
  const lanes: Record<Lane, LaneState> = {
    hot: { ring: [], nextAt: Number.NEGATIVE_INFINITY },
    today: { ring: [], nextAt: Number.NEGATIVE_INFINITY },
    far: { ring: [], nextAt: Number.NEGATIVE_INFINITY },
    full: { ring: [], nextAt: Number.NEGATIVE_INFINITY },
  };
  /** Keys that were never looked at: those that answers depend on, and the others. */
  let unseen: PlannedKey[] = [];
  let optional: PlannedKey[] = [];
  const singles = new Map<string, Single>();
  const out = new Set<string>();
  let turns = 0;

  const lookedAt = (key: PlannedKey): DurationMs => pollTimes.pollTimeOf(key)?.at ?? Number.NEGATIVE_INFINITY;
  const isUnlocked = ({ key }: PlannedKey): boolean => !out.has(key) && !singles.has(key);
  const spacingOf = (lane: Lane, cost: number): DurationMs =>
    (plan.periods[lane] * cost) / Math.max(1, plan.demand[lane]);

  const takeSingle = (now: DurationMs, isUrgent: boolean): PlannedKey | null => {
    for (const [name, single] of singles) {
      if (single.isUrgent !== isUrgent || single.at > now || out.has(name)) continue;
      singles.delete(name);
      return single.key;
    }
    return null;
  };

  const takeUnseen = (from: PlannedKey[]): PlannedKey | null => {
    while (from.length > 0) {
      const key = from.shift();
      if (key !== undefined && pollTimes.pollTimeOf(key) === null && isUnlocked(key)) return key;
    }
    return null;
  };

  const takeOfLane = (lane: Lane, now: DurationMs): PlannedKey | null => {
    const state = lanes[lane];
    if (state.nextAt > now) return null;
    for (let tries = state.ring.length; tries > 0; tries -= 1) {
      const [first] = state.ring;
      if (first === undefined) return null;
      const at = lookedAt(first.key);
      // It was looked at meanwhile by another query, or for a client: others are older now.
      if (at > first.at || !isUnlocked(first.key)) {
        state.ring.shift();
        state.ring.push({ key: first.key, at });
        continue;
      }
      if (now - at < spacingOf(lane, first.key.cost) * RECENT_SHARE) break;
      state.ring.shift();
      state.ring.push({ key: first.key, at: now });
      const spacing = spacingOf(lane, first.key.cost);
      // A lane that is late makes up for little of it: while it does, less urgent lanes get nothing.
      const turn = Math.max(state.nextAt, now - Math.max(2 * spacing, plan.periods[lane] * MADE_UP_SHARE));
      state.nextAt = turn + spacing;
      return first.key;
    }
    state.nextAt = now + spacingOf(lane, 1);
    return null;
  };

  const takeOfLanes = (now: DurationMs): PlannedKey | null => {
    for (const lane of LANES) {
      const key = takeOfLane(lane, now);
      if (key !== null) return key;
    }
    return null;
  };

  const choose = (now: DurationMs): PlannedKey | null => {
    turns += 1;
    // Every other turn at the most: keys that fail again and again must not keep the others waiting.
    const urgent = turns % 2 === 0 ? null : takeSingle(now, true);
    return urgent ?? choosePlanned(now) ?? takeSingle(now, true) ?? takeSingle(now, false) ?? takeUnseen(optional);
  };

  const choosePlanned = (now: DurationMs): PlannedKey | null => {
    const areLanesFirst = turns % LANES_SHARE === 0;
    return areLanesFirst ? (takeOfLanes(now) ?? takeUnseen(unseen)) : (takeUnseen(unseen) ?? takeOfLanes(now));
  };

  const addSingle = (query: VendorQuery, at: DurationMs, isUrgent: boolean): void => {
    const key = vendorQueryKey(query);
    const alone = { lane: "hot", cost: 1, members: [], isStanding: false, isOptional: true, coveredBy: null } as const;
    const existing = singles.get(key);
    singles.set(key, {
      key: plan.keys.get(key) ?? { key, query, ...alone },
      at: existing === undefined ? at : Math.min(existing.at, at),
      isUrgent: isUrgent || existing?.isUrgent === true,
    });
  };

  return {
    follow(next) {
      plan = next;
      const requested = [...next.keys.values()].filter(({ coveredBy }) => coveredBy === null);
      const byAge = requested.map((key) => ({ key, at: lookedAt(key) })).sort((a, b) => a.at - b.at);
      for (const lane of LANES) {
        const { ring } = lanes[lane];
        ring.length = 0;
        for (const one of byAge) if (one.key.lane === lane && one.at !== Number.NEGATIVE_INFINITY) ring.push(one);
      }
      const fresh = byAge.filter(({ key, at }) => at === Number.NEGATIVE_INFINITY && isUnlocked(key));
      unseen = fresh.flatMap(({ key }) => (isLast(key) ? [] : [key]));
      optional = fresh.flatMap(({ key }) => (isLast(key) ? [key] : []));
      for (const [name, single] of singles) {
        const planned = next.keys.get(name);
        if (planned !== undefined) singles.set(name, { ...single, key: planned });
      }
    },
    plan: () => plan,
    take(now) {
      const key = choose(now);
      if (key !== null) out.add(key.key);
      return key;
    },
    waitMs(now) {
      if (unseen.length > 0 || optional.length > 0) return 0;
      let at = Number.POSITIVE_INFINITY;
      for (const lane of LANES) if (lanes[lane].ring.length > 0) at = Math.min(at, lanes[lane].nextAt);
      for (const [name, one] of singles) if (!out.has(name)) at = Math.min(at, one.at);
      return Math.max(0, at - now);
    },
    done(key) {
      out.delete(key.key);
      const planned = plan.keys.get(key.key);
      // Its first look: from now on its lane goes round it.
      if (planned === undefined || planned.coveredBy !== null || lookedAt(planned) === Number.NEGATIVE_INFINITY) return;
      const { ring } = lanes[planned.lane];
      if (!ring.some((one) => one.key === planned)) ring.push({ key: planned, at: lookedAt(planned) });
    },
    expedite: (query, at) => addSingle(query, at, true),
    resume: (query, at) => addSingle(query, at, false),
  };
}

/** The whole list, and other forms of numbers: what open callbacks do not depend on waits until all else was looked at. */
function isLast({ lane, isOptional }: PlannedKey): boolean {
  return isOptional || lane === "full";
}
