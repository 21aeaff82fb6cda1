import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";

export interface RetentionOptions {
  /** Retention of the records, in milliseconds. */
  readonly keepMs: DurationMs;
  /** The wall clock that the records were dated by. */
  readonly now: Clock;
  /** Milliseconds that pass, however the wall clock is set. */
  readonly monotonic: () => DurationMs;
  /** How many records there are. */
  readonly count: () => Promise<number>;
  /** Deletes the oldest records from before a moment, up to a limit, and returns how many. */
  readonly drop: (before: Instant, limit: number) => Promise<number>;
  /** Records that one step deletes at most. Default 500. */
  readonly atOnce?: number;
}

/** Drops records by their age, so slowly that a wall clock that is wrong for a while costs next to nothing. */
export interface Retention {
  /** One small step. True where there is more to drop at once. */
  step(): Promise<boolean>;
}

/** Records that one step drops at most. */
export const STEP = 500;

const MINUTE = 60_000;
/** The share that may be deleted per minute while it is unknown when the previous run stopped. */
const SHARE_A_MINUTE = 0.02;

/**
 * Once it has caught up, the age at which records are dropped moves no faster than monotonic time: a clock that jumps ahead
 * drops nothing early. After a start at most 2 % of the records are dropped a minute, none in the first.
 */
export function createRetention({ atOnce = STEP, ...options }: RetentionOptions): Retention {
  const { keepMs, now, monotonic, count, drop } = options;
  /** Records before this moment were deleted at `droppedAt` of the monotonic clock; null before the first deletion. */
  let horizon: Instant | null = null;
  let droppedAt = monotonic();
  /** How many records may be dropped while catching up. */
  let budget = 0;

  const catchUp = async (target: Instant): Promise<boolean> => {
    const total = await count();
    const at = monotonic();
    const most = Math.max(1, total * SHARE_A_MINUTE);
    budget = Math.min(most, budget + (total * SHARE_A_MINUTE * (at - droppedAt)) / MINUTE);
    droppedAt = at;
    const limit = Math.min(atOnce, Math.floor(budget));
    if (limit === 0) return false;
    const dropped = await drop(target, limit);
    budget -= dropped;
    if (dropped < limit) horizon = target;
    return dropped === atOnce;
  };

  return {
    async step() {
      const target = now() - keepMs;
      if (horizon === null) return catchUp(target);
      const at = monotonic();
      const furthest = horizon + (at - droppedAt);
      const dropped = await drop(Math.min(target, furthest), atOnce);
      if (dropped === atOnce) return true;
      horizon = furthest;
      droppedAt = at;
      return false;
    },
  };
}
