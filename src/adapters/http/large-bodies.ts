import { createConnectionLine } from "./connection-line.js";

/** Bodies up to this size are read without waiting; nearly every response of a vendor is smaller. */
export const SMALL_BODY_BYTES = 1_048_576;

/** Has the large bodies of one source wait for one another: as many as its connections would add up in memory. */
export interface LargeBodies {
  /** Resolves, once no other large body is being read, with the function that ends it; rejects when the signal aborts. */
  begin(signal: AbortSignal): Promise<() => void>;
}

export function createLargeBodies(): LargeBodies {
  const line = createConnectionLine(1);
  return { begin: (signal) => line.take(signal, () => signal.reason as Error) };
}
