import { GatewayError } from "../../domain/errors.js";

/** Starts the operations of several callers in turn, so that a caller with many operations does not delay the others. */
export interface FairQueue {
  /**
   * Runs the work at once where its caller has done little in this tick of the event loop, else in a later tick.
   * `bytes` is the memory of the work while it waits. Throws TOO_MANY_OPERATIONS where too much work of this caller is
   * waiting already.
   */
  take<Result>(caller: string, bytes: number, work: () => Result): Result | Promise<Result>;
  /** Notes the cost of an operation that begins in its caller's turn: after a dear one the turn is over sooner. */
  charge(caller: string, cost: number): void;
}

/** How long operations begin in one tick, before newly received requests are read. */
const TICK_MS = 2;
/** The operations that one caller may begin in one tick, where they cost nothing. */
const PER_TICK = 16;
/** One that takes longer than a tick has its caller wait for as many ticks, in which others go on. */
const PER_MS = PER_TICK / TICK_MS;
/** A page of a hundred callbacks with all their fields counts as two. */
const COST_OF_ONE = 2500;
/** Bound of the waiting work of one caller, in bytes. */
const WAITING_BYTES = 16_777_216;
/** Bytes of waiting work beside its own estimate. */
const ENTRY_BYTES = 2000;

interface Waiting {
  readonly bytes: number;
  run(): void;
}

/** The work of one caller, in the order in which it came. */
interface Lane {
  readonly waiting: Set<Waiting>;
  waitingBytes: number;
  /** The work of the caller, in operations; each tick subtracts PER_TICK. */
  spent: number;
}

/** `now` is in milliseconds, monotonic. */
export function createFairQueue(now: () => number = () => performance.now()): FairQueue {
  const lanes = new Map<string, Lane>();
  /** When the tick began; null: nothing was done in it. */
  let began: number | null = null;

  const laneOf = (caller: string): Lane => {
    const existing = lanes.get(caller);
    if (existing !== undefined) return existing;
    const lane: Lane = { waiting: new Set(), waitingBytes: 0, spent: 0 };
    lanes.set(caller, lane);
    return lane;
  };

  const hasTime = (): boolean => {
    if (began !== null) return now() - began < TICK_MS;
    began = now();
    setImmediate(beginTick);
    return true;
  };

  const beginTick = (): void => {
    began = null;
    for (const [caller, lane] of lanes) {
      lane.spent = Math.max(0, lane.spent - PER_TICK);
      if (lane.waiting.size === 0 && lane.spent === 0) lanes.delete(caller);
    }
    if (lanes.size === 0) return;
    hasTime();
    void runRounds();
  };

  /** Runs one piece of work of each caller, until none may do more in this tick. Microtasks of the work count. */
  const runRounds = async (): Promise<void> => {
    for (let hasRun = true; hasRun;) {
      hasRun = false;
      const round = [...lanes];
      for (const [caller, lane] of round) {
        const [next] = lane.waiting;
        if (next === undefined || lane.spent >= PER_TICK || !hasTime()) continue;
        // A caller that was served goes to the end, in the next tick as well.
        lanes.delete(caller);
        lanes.set(caller, lane);
        lane.waiting.delete(next);
        lane.waitingBytes -= next.bytes;
        hasRun = true;
        const from = now();
        next.run();
        await Promise.resolve();
        lane.spent += 1 + PER_MS * (now() - from);
      }
    }
  };

  return {
    take(caller, bytes, work) {
      const lane = laneOf(caller);
      if (lane.waiting.size === 0 && lane.spent < PER_TICK && hasTime()) {
        const from = now();
        try {
          return work();
        } finally {
          lane.spent += 1 + PER_MS * (now() - from);
        }
      }
      const held = ENTRY_BYTES + bytes;
      if (lane.waitingBytes + held > WAITING_BYTES) throw tooMuchWaiting();
      lane.waitingBytes += held;
      return new Promise((resolve, reject) => {
        lane.waiting.add({
          bytes: held,
          run() {
            try {
              resolve(work());
            } catch (error) {
              reject(error as Error);
            }
          },
        });
        hasTime();
      });
    },
    charge(caller, cost) {
      const lane = lanes.get(caller);
      if (lane !== undefined) lane.spent += cost / COST_OF_ONE;
    },
  };
}

function tooMuchWaiting(): GatewayError {
  const message = `over the limit waiting: one caller's waiting operations may have at most ${WAITING_BYTES} bytes`;
  return new GatewayError("TOO_MANY_OPERATIONS", message, { limit: { name: "waiting", allowed: WAITING_BYTES } });
}
