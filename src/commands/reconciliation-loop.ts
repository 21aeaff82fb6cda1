import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { DurationMs } from "../domain/time/instant.js";
import type { CommandService } from "./commands.js";

export interface ReconciliationOptions {
  readonly commands: Pick<CommandService, "reconcile">;
  readonly everyMs: DurationMs;
  readonly logger: Logger;
}

/** The work of reconciliation, by the name of its lease. The name of a source cannot contain parentheses. */
export function reconciliationTask(
  options: ReconciliationOptions,
): readonly [name: string, run: (signal: AbortSignal) => Promise<void>] {
  return ["(settling)", (signal) => reconcile(options, signal)];
}

/** Reconciles the commands whose responses were lost, again after each `everyMs`, until the signal aborts. */
async function reconcile({ commands, everyMs, logger }: ReconciliationOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await commands.reconcile(signal);
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error }, "reconciliation failed");
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
