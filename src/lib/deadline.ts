import { setMaxListeners } from "node:events";

/** The signal of one call: it aborts with the caller's signal, or when the time is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True if the time was over before the caller's signal aborted. */
  expired(): boolean;
  /** Removes timer and listener. */
  end(): void;
}

export function startDeadline(callerSignal: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const onAbort = (): void => controller.abort(callerSignal.reason);
  const timer = setTimeout(() => {
    expired = true;
    controller.abort();
  }, timeoutMs);
  if (callerSignal.aborted) onAbort();
  // Many calls may share one signal: Node would warn of a leak.
  setMaxListeners(0, callerSignal);
  callerSignal.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    end() {
      clearTimeout(timer);
      callerSignal.removeEventListener("abort", onAbort);
    },
  };
}
