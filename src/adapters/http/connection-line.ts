import { setMaxListeners } from "node:events";

/** Calls to one vendor, of which only so many run at a time: the others wait, the first come first. */
export interface ConnectionLine {
  /** Runs the call in its turn. Rejects with `onAbort()` as soon as the signal aborts a call that still waits. */
  run<Result>(call: () => Promise<Result>, signal: AbortSignal, onAbort: () => Error): Promise<Result>;
  /** Calls that wait. */
  waiting(): number;
}

export function createConnectionLine(connections: number): ConnectionLine {
  const waiting = new Set<() => void>();
  let running = 0;

  const ended = (): void => {
    running -= 1;
    const [next] = waiting;
    next?.();
  };

  /** Resolves when a connection is the caller's, which counts as running from then on. */
  const take = async (signal: AbortSignal, onAbort: () => Error): Promise<void> => {
    if (signal.aborted) throw onAbort();
    if (running >= connections) {
      await new Promise<void>((resolve, reject) => {
        const abort = (): void => {
          waiting.delete(start);
          reject(onAbort());
        };
        const start = (): void => {
          waiting.delete(start);
          signal.removeEventListener("abort", abort);
          // At once: a call that comes before the promise is heard must not take the same connection.
          running += 1;
          resolve();
        };
        waiting.add(start);
        // Many calls may wait on one signal: that is no leak, and no reason to warn.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", abort, { once: true });
      });
    } else running += 1;
  };

  return {
    async run(call, signal, onAbort) {
      await take(signal, onAbort);
      try {
        return await call();
      } finally {
        ended();
      }
    },
    waiting: () => waiting.size,
  };
}
