/** What of every body is read without asking, in bytes: all that vendors usually send. */
export const SMALL_BODY_BYTES = 1_048_576;

/** Has the large bodies of one source wait for one another: as many as its connections would add up in memory. */
export interface LargeBodies {
  /** Resolves with how to end, once no other large body is being read; rejects when the signal aborts. */
  begin(signal: AbortSignal): Promise<() => void>;
}

export function createLargeBodies(): LargeBodies {
  const waiting = new Set<() => void>();
  let isReading = false;
  const end = (): void => {
    const [next] = waiting;
    if (next === undefined) isReading = false;
    else next();
  };
  const once = (work: () => void): (() => void) => {
    let isOver = false;
    return () => {
      if (!isOver) work();
      isOver = true;
    };
  };
  return {
    async begin(signal) {
      signal.throwIfAborted();
      if (!isReading) {
        isReading = true;
        return once(end);
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(start);
          reject(signal.reason as Error);
        };
        const start = (): void => {
          waiting.delete(start);
          signal.removeEventListener("abort", leave);
          resolve(once(end));
        };
        waiting.add(start);
        signal.addEventListener("abort", leave, { once: true });
      });
    },
  };
}
