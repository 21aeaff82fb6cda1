import type { Logger } from "pino";
import type { DurationMs } from "../callback/instant.js";
import type { Actions } from "./actions.js";

export interface SettlingOptions {
  readonly actions: Pick<Actions, "settle">;
  readonly everyMs: DurationMs;
  readonly logger: Logger;
}

/** Looks again and again for what became of wishes whose answers were lost, until it is closed. */
export function startSettling({ actions, everyMs, logger }: SettlingOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    try {
      await actions.settle(closing.signal);
    } catch (error) {
      if (!closing.signal.aborted) logger.error({ err: error }, "lost answers could not be looked for");
    }
    if (!closing.signal.aborted) timer = setTimeout(start, everyMs);
  };
  const start = (): void => {
    running = round();
  };
  start();
  return {
    async close() {
      closing.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
