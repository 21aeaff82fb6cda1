import { GatewayError } from "../domain/errors.js";
import type { DurationMs } from "../domain/time/instant.js";
import type { Observation } from "../domain/change/observation.js";
import { CommandRejected, userError, type UserError } from "../domain/user-error.js";
import type { Receipt } from "../domain/command.js";
import type { CallOptions, PlannedWrite } from "../adapters/adapter.js";
import type { CommandRecord } from "../stores/command-store.js";
import { certaintyOf, isPassing, toUserError } from "./failure.js";
import type { Job, Kept, Settled } from "./job.js";
import { createCommandLog, hashOf, NOTHING_KEPT, type CommandLogOptions } from "./command-log.js";
import type { CommandContext } from "./command-context.js";
import { findOutcome, recognize, type Found } from "./reconcile.js";

/** Fulfils each command at most once, and finds out what became of those whose answer was lost. */
export interface CommandRunner {
  perform<Result extends { readonly receipt: Receipt }>(job: Job<Result>): Promise<Settled>;
  /** Settles what is open where one of these shows what became of it. Asks no vendor. */
  recognize(source: string, observations: readonly Observation[]): Promise<void>;
  /** Asks the vendors what became of what is open. */
  reconcile(signal: AbortSignal): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface CommandRunnerOptions extends CommandLogOptions {
  readonly context: CommandContext;
  /** How long to wait for another gateway that has the same key under way. */
  readonly waitMs: DurationMs;
}

const LOOK_EVERY_MS: DurationMs = 50;
const LONGEST_KEY = 255;
const MOST_OPEN = 100;
/** What was not found out by then stays open. */
const GIVE_UP_MS: DurationMs = 86_400_000;
/** A write goes on when its client leaves: a call that is given up half way leaves nobody knowing what was done. */
const CALL: CallOptions = { signal: new AbortController().signal };

/** Over the store that notes them. */
export function createCommandRunner({ context, waitMs, ...options }: CommandRunnerOptions): CommandRunner {
  const { store, clock } = options;
  const commandLog = createCommandLog(options);
  /** By key: two at once in this process are one. */
  const flights = new Map<string, { readonly hash: string; readonly settled: Promise<Settled> }>();
  const underWay = new Set<Promise<unknown>>();

  /** Refused before the vendor was to act: noted for the audit, and the key stays free. */
  const refuse = async <Result>(job: Job<Result>, errors: readonly UserError[]): Promise<Settled> => {
    const { commandRecord } = await commandLog.begin(job, null);
    return commandLog.finish(commandRecord.commandId, { errors });
  };

  const conflict = <Result>(job: Job<Result>): Promise<Settled> =>
    refuse(job, [
      userError("IDEMPOTENCY_CONFLICT", "this idempotency key was used before, with another command", "idempotencyKey"),
    ]);

  const fetchState = async (commandRecord: CommandRecord, call: CallOptions): Promise<Found> => {
    try {
      return await findOutcome(context, commandRecord, call);
    } catch (error) {
      if (error instanceof GatewayError && toUserError(error) !== null) return null;
      throw error;
    }
  };

  /** Notes what was found, where that is certain; null where it stays open. */
  const note = async (commandRecord: CommandRecord, found: Found): Promise<Settled | null> => {
    if (isKept(found)) return commandLog.finish(commandRecord.commandId, found);
    if (found === null || !commandLog.isQuiet(commandRecord)) return null;
    const message =
      "the vendor's response was lost, and its records show that it has not executed the command: the same key may " +
      "be used again";
    return commandLog.finish(commandRecord.commandId, { errors: [userError("VENDOR_UNAVAILABLE", message)] });
  };

  /** The answer to a write is missing: what the vendor holds tells whether it has acted, or it stays open. */
  const settleLost = async (commandRecord: CommandRecord, error: GatewayError): Promise<Settled> => {
    const found = await fetchState(commandRecord, CALL);
    if (found === "absent" && certaintyOf(error) === "ANSWERED") {
      return commandLog.finish(commandRecord.commandId, { errors: errorsOf(error) });
    }
    const seen =
      found === "absent"
        ? "the vendor's records do not show (yet) that the command was executed"
        : "the vendor's records do not show whether the command was executed";
    return (
      (await note(commandRecord, found)) ?? ambiguous(`The vendor's response was lost (${error.message}), and ${seen}.`)
    );
  };

  const send = async <Result extends { readonly receipt: Receipt }>(
    job: Job<Result>,
    plan: PlannedWrite<Result>,
    commandRecord: CommandRecord,
  ): Promise<Settled> => {
    let written: Result;
    try {
      written = await plan.send(CALL);
    } catch (error) {
      if (error instanceof CommandRejected) return commandLog.finish(commandRecord.commandId, { errors: error.errors });
      if (!(error instanceof GatewayError) || toUserError(error) === null) throw error;
      if (certaintyOf(error) !== "NOT_ACTED") return settleLost(commandRecord, error);
      return commandLog.finish(commandRecord.commandId, { errors: errorsOf(error) });
    }
    return commandLog.finish(commandRecord.commandId, { ...(await job.keep(written)), receipt: written.receipt });
  };

  /** The key was used before: what came of it then, for the same command alone. */
  const resume = async <Result extends { readonly receipt: Receipt }>(
    job: Job<Result>,
    known: CommandRecord,
  ): Promise<Settled> => {
    if (known.inputHash !== hashOf(job)) return conflict(job);
    const commandRecord = commandLog.isLeft(known) ? known : await awaitOther(known);
    if (commandRecord.state !== "PENDING") return commandRecord;
    const settled =
      (await note(commandRecord, await fetchState(commandRecord, CALL))) ?? (await settledBy(commandRecord));
    if (settled === null)
      return ambiguous("The command was sent, or was about to be sent, before: the vendor's response was lost.");
    // It is certain that the vendor never executed it: the command may be sent now.
    return settled.errors.length > 0 && settled.errors.every(isPassing) ? attemptNow(job) : settled;
  };

  /** What a look showed may have settled it where it was recorded. */
  const settledBy = async ({ key }: CommandRecord): Promise<CommandRecord | null> => {
    const now = key === null ? null : await store.findCommand(key);
    return now === null || now.state === "PENDING" ? null : now;
  };

  /** Another gateway may have it under way: it is given the time that a request waits. */
  const awaitOther = async (known: CommandRecord): Promise<CommandRecord> => {
    const until = performance.now() + waitMs;
    let commandRecord: CommandRecord = known;
    while (commandRecord.state === "PENDING" && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      commandRecord = (known.key === null ? null : await store.findCommand(known.key)) ?? known;
    }
    return commandRecord;
  };

  const attemptNow = async <Result extends { readonly receipt: Receipt }>(job: Job<Result>): Promise<Settled> => {
    const key = keyOf(job);
    const known = key === null ? null : await store.findCommand(key);
    if (known !== null) return resume(job, known);
    let plan: PlannedWrite<Result>;
    try {
      plan = await job.plan(CALL);
    } catch (error) {
      if (error instanceof CommandRejected) return refuse(job, error.errors);
      if (error instanceof GatewayError && toUserError(error) !== null) return refuse(job, errorsOf(error));
      throw error;
    }
    const { commandRecord, isNew } = await commandLog.begin(job, key, await job.trace());
    return isNew ? commandLog.during(commandRecord, () => send(job, plan, commandRecord)) : resume(job, commandRecord);
  };

  const tracked = <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work);
    const done = (): void => void underWay.delete(work);
    work.then(done, done);
    return work;
  };

  return {
    perform(job) {
      const key = keyOf(job);
      if (key === null) return tracked(attemptNow(job));
      if (job.key === "" || (job.key?.length ?? 0) > LONGEST_KEY) {
        const message = `idempotencyKey must have 1 to ${LONGEST_KEY} characters`;
        return tracked(refuse(job, [userError("INVALID_INPUT", message, "idempotencyKey")]));
      }
      const flight = flights.get(key);
      if (flight !== undefined) return flight.hash === hashOf(job) ? flight.settled : tracked(conflict(job));
      const settled = tracked(attemptNow(job).finally(() => flights.delete(key)));
      flights.set(key, { hash: hashOf(job), settled });
      return settled;
    },
    async recognize(source, observations) {
      if (observations.length === 0) return;
      for (const commandRecord of await store.findPending({ source }, MOST_OPEN)) {
        if (commandLog.isLeft(commandRecord))
          await note(commandRecord, await recognize(context, commandRecord, observations));
      }
    },
    async reconcile(signal) {
      const open = await store.findPending({ startedAfter: clock() - GIVE_UP_MS }, MOST_OPEN);
      for (const commandRecord of open) {
        if (signal.aborted) return;
        if (commandLog.isLeft(commandRecord))
          await note(commandRecord, await fetchState(commandRecord, { signal, priority: "background" }));
      }
    },
    async close() {
      await Promise.allSettled(underWay);
    },
  };
}

/** Returns the key under which the store keeps the command: each caller has its own, and so have those without authentication. */
function keyOf({ actor, key }: Pick<Job<unknown>, "actor" | "key">): string | null {
  if (key === null) return null;
  const isTakenForOther = key.startsWith("[");
  return actor === null && !isTakenForOther ? key : JSON.stringify([actor, key]);
}

function ambiguous(why: string): Settled {
  const message = `${why} The gateway keeps checking; repeating the key sends nothing until the outcome is certain.`;
  return { ...NOTHING_KEPT, receipt: null, errors: [userError("AMBIGUOUS", message)] };
}

function isKept(found: Found): found is Kept {
  return found !== null && found !== "absent";
}

function errorsOf(error: GatewayError): UserError[] {
  const told = toUserError(error);
  return told === null ? [] : [told];
}
