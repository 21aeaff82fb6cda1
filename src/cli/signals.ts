/** The signals that end a gateway. */
export type EndSignal = "SIGTERM" | "SIGINT";

const SIGNALS: readonly EndSignal[] = ["SIGTERM", "SIGINT"];
/** What a shell says of a process that was interrupted. */
const INTERRUPTED = 130;

export interface Shutdown {
  /**
   * To be called once there is something to close: the first signal calls `close`, which tells the end when it resolves. A
   * second one ends the process at once.
   */
  closeOnSignal(close: (signal: EndSignal) => Promise<void>): Promise<void>;
}

/**
 * Handles the signals that end a gateway, in the place of who has handled them so far. Until there is something to close, a
 * signal ends the process at once, with 0: while a gateway starts nothing is under way that this would lose.
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
