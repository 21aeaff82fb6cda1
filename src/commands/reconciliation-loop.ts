import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { DurationMs } from "../domain/time/instant.js";
import type { CommandService } from "./commands.js";

export interface SettlingOptions {
  readonly commands: Pick<CommandService, "reconcile">;
  readonly everyMs: DurationMs;
  readonly logger: Logger;
}

/** Looks again and again for what became of commands whose answers were lost, until it is aborted. */
export async function reconcile({ commands, everyMs, logger }: SettlingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await commands.reconcile(signal);
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error }, "reconciliation failed");
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
