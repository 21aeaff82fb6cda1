import { GatewayError } from "../callback/errors.js";

/**
 * The result of work, or OPERATION_TIMEOUT once its time is up. The work's signal aborts then, and when the client leaves
 * before: what nobody else waits for is given up.
 */
export async function limitTime<Result>(
  work: (signal: AbortSignal) => Result | Promise<Result>,
  timeoutMs: number,
  left: AbortSignal,
): Promise<Result> {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  left.addEventListener("abort", leave, { once: true });
  if (left.aborted) leave();
  try {
    return await endInTime(() => work(controller.signal), timeoutMs, leave);
  } finally {
    left.removeEventListener("abort", leave);
  }
}

/** The same for work that heeds a signal already: it is given up once the time is up. */
export async function endInTime<Result>(
  work: () => Result | Promise<Result>,
  timeoutMs: number,
  giveUp: () => void,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(timedOut(timeoutMs));
        giveUp();
      }, timeoutMs);
      Promise.resolve(work()).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(timeoutMs: number): GatewayError {
  const message = `the operation is beyond the limit time, which is ${timeoutMs} ms`;
  return new GatewayError("OPERATION_TIMEOUT", message, { limit: { name: "time", allowed: timeoutMs } });
}
