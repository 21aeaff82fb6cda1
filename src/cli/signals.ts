/** A signal that ends a gateway. */
export type EndSignal = "SIGTERM" | "SIGINT";

const SIGNALS: readonly EndSignal[] = ["SIGTERM", "SIGINT"];
/** The exit code of an interrupted process. */
const INTERRUPTED = 130;

export interface Shutdown {
  /**
   * To be called once there is something to close. The first signal calls `close`, and the result resolves after it. A
   * second signal ends the process immediately.
   */
  closeOnSignal(close: (signal: EndSignal) => Promise<void>): Promise<void>;
}

/**
 * Handles the signals that end a gateway, and removes previous handlers. Until there is something to close, a signal ends
 * the process immediately with exit code 0: a gateway that is starting has no work that could be lost.
 */
export function handleSignals(): Shutdown {
  let close: ((signal: EndSignal) => void) | null = null;
  let isEnding = false;
  const end = (signal: EndSignal): void => {
    if (isEnding) process.exit(INTERRUPTED);
    if (close === null) process.exit(0);
    isEnding = true;
    close(signal);
  };
  for (const signal of SIGNALS) {
    process.on(signal, end);
    for (const listener of process.listeners(signal)) if (listener !== end) process.off(signal, listener);
  }
  return {
    closeOnSignal: (closeAll) =>
      new Promise((resolve, reject) => {
        close = (signal) => void closeAll(signal).then(resolve, reject);
      }),
  };
}
