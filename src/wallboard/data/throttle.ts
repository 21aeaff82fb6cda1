/** Starts a task at a limited rate. */
export interface Throttle {
  /** Starts the task soon; requests while one is due or running lead to one more run. */
  readonly request: () => void;
  readonly stop: () => void;
}

export interface ThrottleOptions {
  readonly task: () => Promise<void>;
  /** From a request to its run, so that changes that come together lead to one. */
  readonly delayMs: number;
  /** From the end of a run to the next. */
  readonly pauseMs: number;
}

/** Never runs the task twice at the same time. A task that fails is retried by the next request only. */
export function createThrottle({ task, delayMs, pauseMs }: ThrottleOptions): Throttle {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isRunning = false;
  let isRequested = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    timer = null;
    isRunning = true;
    isRequested = false;
    try {
      await task();
    } catch {
      // The task reports its own errors.
    } finally {
      isRunning = false;
      if (isRequested && !isStopped) timer = setTimeout(() => void run(), pauseMs);
    }
  };
  return {
    request() {
      isRequested = true;
      if (isStopped || isRunning || timer !== null) return;
      timer = setTimeout(() => void run(), delayMs);
    },
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
