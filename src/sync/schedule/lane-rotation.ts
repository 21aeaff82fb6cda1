import type { DurationMs } from "../../domain/time/instant.js";
import { LANES, type Lane } from "./intervals.js";
import type { PollTimes } from "./poll-times.js";
import type { PlannedKey, SyncPlan } from "./plan.js";

/** A lane does not poll a key again within this part of the time between two of its requests. */
const RECENT_SHARE = 0.5;
/** A lane that is late catches up by at most this part of its period. */
const CATCH_UP_SHARE = 0.1;

interface LaneState {
  /** The keys in the order of their last poll, oldest first; `at` is the last poll that this queue knows of. */
  readonly queue: { readonly key: PlannedKey; readonly at: DurationMs }[];
  nextAt: DurationMs;
}

/** Polls the keys of each lane in rotation, evenly spaced over the lane's period, without bursts. */
export class LaneRotation {
  readonly #lanes: Readonly<Record<Lane, LaneState>> = { hot: idle(), today: idle(), far: idle(), full: idle() };

  constructor(
    private readonly pollTimes: PollTimes,
    /** False for a key that is being requested, or is polled by itself. */
    private readonly isAvailable: (key: PlannedKey) => boolean,
  ) {}

  /** Replaces the keys by those of another plan, sorted by age. The lanes' next requests keep their times. */
  replace(byAge: readonly { readonly key: PlannedKey; readonly at: DurationMs }[]): void {
    for (const lane of LANES) this.#lanes[lane].queue.length = 0;
    for (const one of byAge) this.#lanes[one.key.lane].queue.push(one);
  }

  /** Adds a key after its first poll, unless its lane has it. */
  add(key: PlannedKey, polledAt: DurationMs): void {
    const { queue } = this.#lanes[key.lane];
    if (!queue.some((one) => one.key === key)) queue.push({ key, at: polledAt });
  }

  /** Returns the next key of the most urgent lane that is due; null while none is. */
  take(plan: SyncPlan, now: DurationMs): PlannedKey | null {
    for (const lane of LANES) {
      const key = this.#takeOf(lane, plan, now);
      if (key !== null) return key;
    }
    return null;
  }

  /** When the first lane is due; Infinity without keys. */
  nextAt(): DurationMs {
    const busy = LANES.filter((lane) => this.#lanes[lane].queue.length > 0);
    return Math.min(Number.POSITIVE_INFINITY, ...busy.map((lane) => this.#lanes[lane].nextAt));
  }

  #takeOf(lane: Lane, plan: SyncPlan, now: DurationMs): PlannedKey | null {
    const state = this.#lanes[lane];
    const { queue } = state;
    if (state.nextAt > now) return null;
    for (let tries = queue.length; tries > 0; tries -= 1) {
      const [first] = queue;
      if (first === undefined) return null;
      const at = this.pollTimes.pollTimeOf(first.key)?.at ?? Number.NEGATIVE_INFINITY;
      // Another query, or one for a client, polled it in the meantime: other keys are older now.
      if (at > first.at || !this.isAvailable(first.key)) {
        queue.shift();
        queue.push({ key: first.key, at });
        continue;
      }
      const spacing = spacingOf(plan, lane, first.key.cost);
      if (now - at < spacing * RECENT_SHARE) break;
      queue.shift();
      queue.push({ key: first.key, at: now });
      // A late lane catches up a little only: while it does, less urgent lanes get nothing.
      const dueAt = Math.max(state.nextAt, now - Math.max(2 * spacing, plan.periods[lane] * CATCH_UP_SHARE));
      state.nextAt = dueAt + spacing;
      return first.key;
    }
    state.nextAt = now + spacingOf(plan, lane, 1);
    return null;
  }
}

function idle(): LaneState {
  return { queue: [], nextAt: Number.NEGATIVE_INFINITY };
}

/** Returns the time between two requests of a lane, the first of which takes `cost` requests. */
function spacingOf({ periods, demand }: SyncPlan, lane: Lane, cost: number): DurationMs {
  return (periods[lane] * cost) / Math.max(1, demand[lane]);
}
