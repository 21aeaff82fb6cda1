import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { CommandStore, CommandRecord, CommandRecordOutcome } from "../stores/command-store.js";
import { isPassing } from "./failure.js";
import { NO_TRACE, type Job, type Trace, type WrittenIds } from "./job.js";
import { digestOf } from "./subject.js";

/** Records commands, and says which of them may be reconciled. */
export interface CommandLog {
  begin<Result>(job: Job<Result>, key: string | null, trace?: Trace): ReturnType<CommandStore["beginCommand"]>;
  /** Records the outcome, and returns the updated record. A temporary failure releases the key. */
  finish(commandId: number, outcome: Partial<CommandRecordOutcome>): Promise<CommandRecord>;
  /** Runs the command in this process. It counts as abandoned if it ends without `finish`. */
  during<Result>(commandRecord: CommandRecord, work: () => Promise<Result>): Promise<Result>;
  /** False while this or another process may still be waiting for the vendor's response. */
  isAbandoned(commandRecord: CommandRecord): boolean;
  /**
   * True once the vendor cannot be processing the command any more, and shows it if it was executed, at most `lagMs`
   * later.
   */
  isQuiet(commandRecord: CommandRecord, lagMs?: DurationMs): boolean;
}

export interface CommandLogOptions {
  readonly store: CommandStore;
  readonly clock: Clock;
  readonly timer: Timer;
  /** How long after its start a write may still be in progress, at another gateway or at the vendor. */
  readonly maxInFlightMs: DurationMs;
}

export const NO_IDS: WrittenIds = { vendorId: null, actionId: null };

/** Creates the command log of this process over the store's command records. */
export function createCommandLog({ store, clock, timer, maxInFlightMs }: CommandLogOptions): CommandLog {
  const inProgress = new Set<number>();
  /** When commands of this process started that have not finished: no other process executes them. */
  const unfinished = new Map<number, DurationMs>();
  const isQuiet = ({ commandId, startedAt }: CommandRecord, lagMs = 0): boolean => {
    const startedHereAt = unfinished.get(commandId);
    const ageMs = startedHereAt === undefined ? clock() - startedAt : timer.now() - startedHereAt;
    return ageMs >= maxInFlightMs + lagMs;
  };
  return {
    begin: (job, key, trace = NO_TRACE) =>
      store.beginCommand({
        ...trace,
        key,
        inputHash: hashOf(job),
        kind: job.kind,
        source: job.source,
        actor: job.actor,
        subject: job.subject,
        startedAt: clock(),
      }),
    async finish(commandId, outcome) {
      const errors = outcome.errors ?? [];
      const finished = await store.finishCommand(commandId, {
        state: errors.length === 0 ? "SUCCEEDED" : "FAILED",
        finishedAt: clock(),
        receipt: null,
        ...NO_IDS,
        isKeyReleased: errors.length > 0 && errors.every(isPassing),
        ...outcome,
        errors,
      });
      unfinished.delete(commandId);
      return finished;
    },
    async during({ commandId }, work) {
      inProgress.add(commandId);
      unfinished.set(commandId, timer.now());
      try {
        return await work();
      } finally {
        inProgress.delete(commandId);
      }
    },
    isAbandoned: (commandRecord) =>
      !inProgress.has(commandRecord.commandId) && (unfinished.has(commandRecord.commandId) || isQuiet(commandRecord)),
    isQuiet,
  };
}

/** Returns a digest of the whole command: its idempotency key is valid for this command only. */
export function hashOf({ kind, source, input }: Pick<Job<unknown>, "kind" | "source" | "input">): string {
  return digestOf([kind, source, input]);
}
