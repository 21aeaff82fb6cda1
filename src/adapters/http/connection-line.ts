import { setMaxListeners } from "node:events";

/** The connections of one source, of which a limited number is used at a time: other calls wait in order of arrival. */
export interface ConnectionLine {
  /**
   * Resolves with the function that releases the slot, of which only the first call counts. Rejects with `onAbort()` as soon
   * as the signal aborts while it waits.
   */
  take(signal: AbortSignal, onAbort: () => Error): Promise<() => void>;
  /** Runs the call in a slot of its own. Rejects as `take` does. */
  run<Result>(call: () => Promise<Result>, signal: AbortSignal, onAbort: () => Error): Promise<Result>;
  /** How many wait for a slot. */
  waiting(): number;
}

export function createConnectionLine(connections: number): ConnectionLine {
  const waiting = new Set<() => void>();
  let taken = 0;

  /** Occupies a slot synchronously: a call before the promise resolves must not occupy the same one. */
  const occupy = (): (() => void) => {
    taken += 1;
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      taken -= 1;
      const [next] = waiting;
      next?.();
    };
  };

  const take: ConnectionLine["take"] = async (signal, onAbort) => {
    if (signal.aborted) throw onAbort();
    if (taken < connections) return occupy();
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        waiting.delete(start);
        reject(onAbort());
      };
      const start = (): void => {
        waiting.delete(start);
        signal.removeEventListener("abort", abort);
        resolve(occupy());
      };
      waiting.add(start);
      // Many calls may wait on one signal: that is no leak, and no reason to warn.
      setMaxListeners(0, signal);
      signal.addEventListener("abort", abort, { once: true });
    });
  };

  return {
    take,
    async run(call, signal, onAbort) {
      const release = await take(signal, onAbort);
      try {
        return await call();
      } finally {
        release();
      }
    },
    waiting: () => waiting.size,
  };
}
