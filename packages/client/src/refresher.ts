/** Repeats a task on request and regularly, at a limited rate. */
export interface Refresher {
  /** Starts the task now, or as soon as it is allowed to. */
  request(): void;
  stop(): void;
}

export interface RefresherOptions {
  /** From the end of a run to the next. */
  readonly pauseMs: number;
  /** From the end of a run to the next without a request; null for never. */
  readonly intervalMs: number | null;
}

/** Never runs the task twice at the same time. The task must not reject. */
export function createRefresher(task: () => Promise<void>, { pauseMs, intervalMs }: RefresherOptions): Refresher {
  let pausing: ReturnType<typeof setTimeout> | undefined;
  let interval: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isRequested = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    clearTimeout(interval);
    isRequested = false;
    isRunning = true;
    await task();
    isRunning = false;
    if (isStopped) return;
    pausing = setTimeout(() => {
      pausing = undefined;
      if (isRequested) void run();
    }, pauseMs);
    schedule();
  };
  const request = (): void => {
    isRequested = true;
    if (!isStopped && !isRunning && pausing === undefined) void run();
  };
  const schedule = (): void => {
    if (intervalMs !== null) interval = setTimeout(request, intervalMs);
  };
  schedule();
  return {
    request,
    stop() {
      isStopped = true;
      clearTimeout(pausing);
      clearTimeout(interval);
    },
  };
}
