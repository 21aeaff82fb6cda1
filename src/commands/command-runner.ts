import type { CallOptions, PlannedWrite } from "../adapters/adapter.js";
import type { Observation } from "../domain/change/observation.js";
import type { Receipt } from "../domain/command.js";
import { GatewayError } from "../domain/errors.js";
import type { DurationMs } from "../domain/time/instant.js";
import { CommandRejected, userError, type UserError } from "../domain/user-error.js";
import type { CommandRecord } from "../stores/command-store.js";
import type { SourceRegistry } from "../sync/source-registry.js";
import type { CommandContext } from "./command-context.js";
import { createCommandLog, hashOf, type CommandLog, type CommandLogOptions } from "./command-log.js";
import { certaintyOf, isPassing, toUserError } from "./failure.js";
import { checkKey } from "./idempotency-key.js";
import { NO_TRACE, type CommandResult, type Job } from "./job.js";
import { ambiguous, errorsOf, Reconciler } from "./reconciler.js";

export interface CommandRunnerOptions extends CommandLogOptions {
  readonly context: CommandContext;
  readonly sources: SourceRegistry;
  /** How long to wait while another gateway executes the command of the same key. */
  readonly waitMs: DurationMs;
}

/** The parts that a vendor's responses to all kinds of commands have. */
interface Confirmed {
  readonly receipt: Receipt;
  readonly errors?: readonly UserError[];
}
type AnyJob = Job<Confirmed>;

const CHECK_EVERY_MS: DurationMs = 50;
/** A write continues when its client disconnects: an aborted call leaves its outcome unknown. */
const CALL: CallOptions = { signal: new AbortController().signal };

/** Executes each command at most once, and reconciles those whose response was lost. */
export class CommandRunner {
  readonly #commandLog: CommandLog;
  readonly #reconciler: Reconciler;
  /** Commands in progress by key: equal ones in this process share one execution. */
  readonly #byKey = new Map<string, { readonly hash: string; readonly result: Promise<CommandResult> }>();
  readonly #inProgress = new Set<Promise<unknown>>();

  constructor(private readonly options: CommandRunnerOptions) {
    this.#commandLog = createCommandLog(options);
    this.#reconciler = new Reconciler({ ...options, commandLog: this.#commandLog });
  }

  perform<Result extends Confirmed>(job: Job<Result>): Promise<CommandResult> {
    const key = keyOf(job);
    if (key === null) return this.#track(this.#executeInSource(job));
    const errors = checkKey(job.key ?? "");
    if (errors.length > 0) return this.#track(this.#reject(job, errors));
    const existing = this.#byKey.get(key);
    if (existing !== undefined) {
      return existing.hash === hashOf(job) ? existing.result : this.#track(this.#rejectKey(job));
    }
    const result = this.#track(this.#executeInSource(job).finally(() => this.#byKey.delete(key)));
    this.#byKey.set(key, { hash: hashOf(job), result });
    return result;
  }

  /** Finishes pending commands whose results are among these observations. Calls no vendor. */
  recognize(source: string, observations: readonly Observation[]): Promise<void> {
    return this.#reconciler.recognize(source, observations);
  }

  /** Queries the vendors for the outcomes of pending commands. */
  reconcile(signal: AbortSignal): Promise<void> {
    return this.#reconciler.reconcileAll(signal);
  }

  /** Waits for the commands in progress. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#inProgress);
  }

  /** Replacing or removing the source waits for the command. */
  #executeInSource<Result extends Confirmed>(job: Job<Result>): Promise<CommandResult> {
    return this.options.sources.during(job.source, () => this.#execute(job));
  }

  async #execute<Result extends Confirmed>(job: Job<Result>): Promise<CommandResult> {
    const key = keyOf(job);
    const previous = key === null ? null : await this.options.store.findCommand(key);
    if (previous !== null) return this.#resume(job, previous);
    let plan: PlannedWrite<Result>;
    try {
      plan = await job.plan(CALL);
    } catch (error) {
      if (error instanceof CommandRejected) return this.#reject(job, error.errors);
      if (error instanceof GatewayError && toUserError(error) !== null) return this.#reject(job, errorsOf(error));
      throw error;
    }
    const trace = plan.isListed === false ? NO_TRACE : await job.trace();
    const { commandRecord, isNew } = await this.#commandLog.begin(job, key, trace);
    if (!isNew) return this.#resume(job, commandRecord);
    return this.#commandLog.during(commandRecord, () => this.#send(job, plan, commandRecord));
  }

  async #send<Result extends Confirmed>(
    job: Job<Result>,
    plan: PlannedWrite<Result>,
    commandRecord: CommandRecord,
  ): Promise<CommandResult> {
    const { commandId } = commandRecord;
    let written: Result;
    try {
      written = await plan.send(CALL);
    } catch (error) {
      if (error instanceof CommandRejected) return this.#commandLog.finish(commandId, { errors: error.errors });
      if (!(error instanceof GatewayError) || toUserError(error) === null) throw error;
      if (certaintyOf(error) !== "NOT_ACTED") return this.#reconciler.afterLostResponse(commandRecord, error, CALL);
      return this.#commandLog.finish(commandId, { errors: errorsOf(error) });
    }
    const { receipt, errors = [] } = written;
    return this.#commandLog.finish(commandId, { ...(await job.save(written)), receipt, errors });
  }

  /** Returns the result of the command that has the key already; rejects another command with that key. */
  async #resume(job: AnyJob, previous: CommandRecord): Promise<CommandResult> {
    if (previous.inputHash !== hashOf(job)) return this.#rejectKey(job);
    const commandRecord = this.#commandLog.isAbandoned(previous) ? previous : await this.#waitForOther(previous);
    if (commandRecord.state !== "PENDING") return commandRecord;
    const result = await this.#reconciler.reconcile(commandRecord, CALL);
    if (result === null)
      return ambiguous("The command was sent, or was about to be sent, before: the vendor's response was lost.");
    // The vendor certainly did not execute the command: it may be sent now.
    return result.errors.length > 0 && result.errors.every(isPassing) ? this.#execute(job) : result;
  }

  /** Waits until another gateway has finished the command, at most as long as a request waits. */
  async #waitForOther(previous: CommandRecord): Promise<CommandRecord> {
    const { store, waitMs } = this.options;
    const until = performance.now() + waitMs;
    let commandRecord = previous;
    while (commandRecord.state === "PENDING" && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
      commandRecord = (previous.key === null ? null : await store.findCommand(previous.key)) ?? previous;
    }
    return commandRecord;
  }

  /** Records a command that was rejected before it was sent, for the audit. Its key may be used again. */
  async #reject<Result>(job: Job<Result>, errors: readonly UserError[]): Promise<CommandResult> {
    const { commandRecord } = await this.#commandLog.begin(job, null);
    return this.#commandLog.finish(commandRecord.commandId, { errors });
  }

  #rejectKey<Result>(job: Job<Result>): Promise<CommandResult> {
    const message = "this idempotency key was used before, with another command";
    return this.#reject(job, [userError("IDEMPOTENCY_CONFLICT", message, "idempotencyKey")]);
  }

  #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#inProgress.add(work);
    const end = (): void => void this.#inProgress.delete(work);
    work.then(end, end);
    return work;
  }
}

/** Returns the stored key of a command. Each caller has its own keys, and so have clients without authentication. */
function keyOf({ actor, key }: Pick<Job<unknown>, "actor" | "key">): string | null {
  if (key === null) return null;
  const isLikeOfCaller = key.startsWith("[");
  return actor === null && !isLikeOfCaller ? key : JSON.stringify([actor, key]);
}
