import { GatewayError } from "../callback/errors.js";

/** The result of the work, or OPERATION_TIMEOUT once time is up; the work goes on by itself then. */
export async function limitTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(timeoutMs: number): GatewayError {
  const message = `the operation is beyond the limit time, which is ${timeoutMs} ms`;
  return new GatewayError("OPERATION_TIMEOUT", message, { limit: { name: "time", allowed: timeoutMs } });
}
