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

interface QueuedOperation {
  readonly bytes: number;
  run(): void;
}

/** The work of one caller, in the order in which it came. */
interface CallerQueue {
  readonly waiting: Set<QueuedOperation>;
  waitingBytes: number;
  /** The work of the caller, in operations; each tick subtracts PER_TICK. */
  spent: number;
}

/** `now` is in milliseconds, monotonic. */
export function createFairQueue(now: () => number = () => performance.now()): FairQueue {
  const queues = new Map<string, CallerQueue>();
  /** When the tick began; null: nothing was done in it. */
  let began: number | null = null;

  const queueOf = (caller: string): CallerQueue => {
    const existing = queues.get(caller);
    if (existing !== undefined) return existing;
    const queue: CallerQueue = { waiting: new Set(), waitingBytes: 0, spent: 0 };
    queues.set(caller, queue);
    return queue;
  };

  const hasTime = (): boolean => {
    if (began !== null) return now() - began < TICK_MS;
    began = now();
    setImmediate(beginTick);
    return true;
  };

  const beginTick = (): void => {
    began = null;
    for (const [caller, queue] of queues) {
      queue.spent = Math.max(0, queue.spent - PER_TICK);
      if (queue.waiting.size === 0 && queue.spent === 0) queues.delete(caller);
    }
    if (queues.size === 0) return;
    hasTime();
    void runRounds();
  };

  /** Runs one piece of work of each caller, until none may do more in this tick. Microtasks of the work count. */
  const runRounds = async (): Promise<void> => {
    for (let hasRun = true; hasRun;) {
      hasRun = false;
      const round = [...queues];
      for (const [caller, queue] of round) {
        const [next] = queue.waiting;
        if (next === undefined || queue.spent >= PER_TICK || !hasTime()) continue;
        // A caller that was served goes to the end, in the next tick as well.
        queues.delete(caller);
        queues.set(caller, queue);
        queue.waiting.delete(next);
        queue.waitingBytes -= next.bytes;
        hasRun = true;
        const from = now();
        next.run();
        await Promise.resolve();
        queue.spent += 1 + PER_MS * (now() - from);
      }
    }
  };

  return {
    take(caller, bytes, work) {
      const queue = queueOf(caller);
      if (queue.waiting.size === 0 && queue.spent < PER_TICK && hasTime()) {
        const from = now();
        try {
          return work();
        } finally {
          queue.spent += 1 + PER_MS * (now() - from);
        }
      }
      const held = ENTRY_BYTES + bytes;
      if (queue.waitingBytes + held > WAITING_BYTES) throw tooMuchWaiting();
      queue.waitingBytes += held;
      return new Promise((resolve, reject) => {
        queue.waiting.add({
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
      const queue = queues.get(caller);
      if (queue !== undefined) queue.spent += cost / COST_OF_ONE;
    },
  };
}

function tooMuchWaiting(): GatewayError {
  const message = `over the limit waiting: one caller's waiting operations may have at most ${WAITING_BYTES} bytes`;
  return new GatewayError("TOO_MANY_OPERATIONS", message, { limit: { name: "waiting", allowed: WAITING_BYTES } });
}
