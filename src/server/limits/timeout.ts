import { GatewayError } from "../../domain/errors.js";
import { ClientDisconnect } from "../http/client-disconnect.js";

/**
 * Returns the result of work, or throws OPERATION_TIMEOUT. The client of the work disconnects at the timeout, and when
 * the real client does: then work that no other client waits for is aborted.
 */
export async function limitTime<Result>(
  work: (client: ClientDisconnect) => Result | Promise<Result>,
  timeoutMs: number,
  left: AbortSignal,
): Promise<Result> {
  const client = new ClientDisconnect();
  left.addEventListener("abort", client.leave, { once: true });
  if (left.aborted) client.leave();
  try {
    return await endInTime(() => work(client), timeoutMs, client.leave);
  } finally {
    left.removeEventListener("abort", client.leave);
  }
}

/** The same for work that has a signal already: `giveUp` is called at the timeout. */
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
  const message = `the operation is over the limit time, which is ${timeoutMs} ms`;
  return new GatewayError("OPERATION_TIMEOUT", message, { limit: { name: "time", allowed: timeoutMs } });
}
