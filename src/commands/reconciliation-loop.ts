import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { DurationMs } from "../domain/time/instant.js";
import type { CommandService } from "./commands.js";

export interface ReconciliationOptions {
  readonly commands: Pick<CommandService, "reconcile">;
  readonly everyMs: DurationMs;
  readonly logger: Logger;
}

/** Reconciles the commands whose responses were lost, again after each `everyMs`, until the signal aborts. */
export async function reconcile(
  { commands, everyMs, logger }: ReconciliationOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await commands.reconcile(signal);
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error }, "reconciliation failed");
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
