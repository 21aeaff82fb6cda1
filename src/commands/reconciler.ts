import type { CallOptions } from "../adapters/adapter.js";
import type { Observation } from "../domain/change/observation.js";
import { GatewayError } from "../domain/errors.js";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import { userError, type UserError } from "../domain/user-error.js";
import type { CommandRecord, CommandStore } from "../stores/command-store.js";
import type { SourceRegistry } from "../sync/source-registry.js";
import type { CommandContext } from "./command-context.js";
import { NO_IDS, type CommandLog } from "./command-log.js";
import { certaintyOf, toUserError } from "./failure.js";
import type { CommandResult } from "./job.js";
import { findOutcome, recognize, type Found } from "./reconcile.js";

export interface ReconcilerOptions {
  readonly context: CommandContext;
  readonly commandLog: CommandLog;
  readonly store: CommandStore;
  readonly clock: Clock;
  readonly sources: SourceRegistry;
}

const MAX_PENDING = 100;
/** A command whose outcome was not found by then stays PENDING. */
const GIVE_UP_MS: DurationMs = 86_400_000;

/** Finds out whether the vendor executed a command whose response was lost, and finishes the command's record. */
export class Reconciler {
  constructor(private readonly options: ReconcilerOptions) {}

  /** Finishes the pending commands of a source whose results are among these observations. Calls no vendor. */
  async recognize(source: string, observations: readonly Observation[]): Promise<void> {
    const { store, context, commandLog } = this.options;
    if (observations.length === 0) return;
    for (const commandRecord of await store.findPending({ source }, MAX_PENDING)) {
      if (!commandLog.isAbandoned(commandRecord)) continue;
      await this.#finishIfCertain(commandRecord, await recognize(context, commandRecord, observations));
    }
  }

  /** Queries the vendors for the outcomes of all pending commands. */
  async reconcileAll(signal: AbortSignal): Promise<void> {
    const { store, clock, commandLog, sources } = this.options;
    // By source: commands of one that is down must not keep those of the others from being reconciled.
    for (const source of sources.names()) {
      const pending = await store.findPending({ source, startedAfter: clock() - GIVE_UP_MS }, MAX_PENDING);
      for (const commandRecord of pending) {
        if (signal.aborted) return;
        if (!commandLog.isAbandoned(commandRecord)) continue;
        const call = { signal, priority: "background" } as const;
        await sources.during(source, () => this.#query(commandRecord, call));
      }
    }
  }

  /** Queries the vendor for the outcome of one command. Null: the outcome is still unknown. */
  async reconcile(commandRecord: CommandRecord, call: CallOptions): Promise<CommandResult | null> {
    return (await this.#query(commandRecord, call)) ?? this.#finishedMeanwhile(commandRecord);
  }

  /** Returns the result of a command whose response is missing: AMBIGUOUS unless the vendor's records show the outcome. */
  async afterLostResponse(
    commandRecord: CommandRecord,
    error: GatewayError,
    call: CallOptions,
  ): Promise<CommandResult> {
    const found = await this.#find(commandRecord, call);
    const isShownAtOnce = this.options.context.lagOf(commandRecord.source) === 0;
    if (found === "absent" && isShownAtOnce && certaintyOf(error) === "RESPONDED") {
      return this.options.commandLog.finish(commandRecord.commandId, { errors: errorsOf(error) });
    }
    const result = await this.#finishIfCertain(commandRecord, found);
    if (result !== null) return result;
    const observed =
      found === "absent"
        ? "the vendor's records do not show (yet) that the command was executed"
        : "the vendor's records do not show whether the command was executed";
    return ambiguous(`The vendor's response was lost (${error.message}), and ${observed}.`);
  }

  async #query(commandRecord: CommandRecord, call: CallOptions): Promise<CommandResult | null> {
    return this.#finishIfCertain(commandRecord, await this.#find(commandRecord, call));
  }

  async #find(commandRecord: CommandRecord, call: CallOptions): Promise<Found> {
    try {
      return await findOutcome(this.options.context, commandRecord, call);
    } catch (error) {
      if (error instanceof GatewayError && toUserError(error) !== null) return null;
      throw error;
    }
  }

  /** Finishes the command's record if the outcome is certain; else returns null, and the record stays PENDING. */
  async #finishIfCertain(commandRecord: CommandRecord, found: Found): Promise<CommandResult | null> {
    const { commandLog, context } = this.options;
    if (found !== null && found !== "absent") return commandLog.finish(commandRecord.commandId, found);
    if (found === null || !commandLog.isQuiet(commandRecord, context.lagOf(commandRecord.source))) return null;
    const message =
      "the vendor's response was lost, and its records show that it has not executed the command: the same key may " +
      "be used again";
    return commandLog.finish(commandRecord.commandId, { errors: [userError("VENDOR_UNAVAILABLE", message)] });
  }

  /** Returns the record if recording the vendor's response has finished it through `recognize`. */
  async #finishedMeanwhile({ key }: CommandRecord): Promise<CommandRecord | null> {
    const current = key === null ? null : await this.options.store.findCommand(key);
    return current === null || current.state === "PENDING" ? null : current;
  }
}

/** The result of a command whose outcome is unknown. */
export function ambiguous(reason: string): CommandResult {
  const message = `${reason} The gateway keeps checking; repeating the key sends nothing until the outcome is certain.`;
  return { ...NO_IDS, receipt: null, errors: [userError("AMBIGUOUS", message)] };
}

/** Returns a vendor's failure as userErrors. */
export function errorsOf(error: GatewayError): UserError[] {
  const reported = toUserError(error);
  return reported === null ? [] : [reported];
}
