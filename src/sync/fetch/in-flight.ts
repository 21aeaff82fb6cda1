import { setMaxListeners } from "node:events";

/** A request in flight that many may wait for. It ends early only when all who waited have left. */
export interface InFlightRequest<Result = unknown> {
  readonly startedAt: number;
  /** Its result. */
  readonly result: Promise<Result>;
  /** Resolves with its end; never rejects. */
  readonly ended: Promise<void>;
  join(): void;
  /** One client no longer waits; the last one cancels the work. */
  leave(): void;
  /** Cancels the work, also while others wait. */
  cancel(): void;
  /** True once it is cancelled: a new caller needs another request. */
  isCanceled(): boolean;
}

/** Starts work with a signal of its own. */
export function startRequest<Result>(
  startedAt: number,
  work: (signal: AbortSignal) => Promise<Result>,
): InFlightRequest<Result> {
  const controller = new AbortController();
  // One query may make many requests at a time on the one signal.
  setMaxListeners(0, controller.signal);
  let waiting = 0;
  const result = work(controller.signal);
  const ended = (): void => undefined;
  return {
    startedAt,
    result,
    ended: result.then(ended, ended),
    join() {
      waiting += 1;
    },
    leave() {
      waiting -= 1;
      if (waiting === 0) controller.abort();
    },
    cancel: () => controller.abort(),
    isCanceled: () => controller.signal.aborted,
  };
}

/** The reason for the end of a wait. */
export type WaitEnd = "ended" | "timeout" | "aborted";

/** Waits for a request in flight, at most for `waitMs`, or until the signal aborts. */
export async function waitFor(inFlight: InFlightRequest, waitMs: number, signal: AbortSignal): Promise<WaitEnd> {
  if (signal.aborted) return "aborted";
  inFlight.join();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const end = await Promise.race([
    inFlight.ended.then((): WaitEnd => "ended"),
    new Promise<WaitEnd>((resolve) => {
      timer = setTimeout(() => resolve("timeout"), Math.max(0, waitMs));
      onAbort = () => resolve("aborted");
      signal.addEventListener("abort", onAbort, { once: true });
    }),
  ]);
  clearTimeout(timer);
  if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  // A client whose time is over gets stored data, and the work continues for the next.
  if (end === "aborted") inFlight.leave();
  return end;
}
