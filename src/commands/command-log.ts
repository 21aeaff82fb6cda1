import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { CommandStore, CommandRecord, CommandRecordOutcome } from "../stores/command-store.js";
import { isPassing } from "./failure.js";
import { NO_TRACE, type Job, type Kept, type Trace } from "./job.js";
import { digestOf } from "./subject.js";

/** What is noted of commands, and whose turn it is to find out what became of one. */
export interface CommandLog {
  begin<Result>(job: Job<Result>, key: string | null, trace?: Trace): ReturnType<CommandStore["beginCommand"]>;
  /** Notes what came of it; a failure that passes leaves the key free. Gives the attempt as it stands then. */
  finish(commandId: number, outcome: Partial<CommandRecordOutcome>): Promise<CommandRecord>;
  /** Runs while this process has the attempt under way; when it ends, nobody has. */
  during<Result>(commandRecord: CommandRecord, work: () => Promise<Result>): Promise<Result>;
  /** False while somebody may still be waiting for the vendor's answer, here or in another process. */
  isLeft(commandRecord: CommandRecord): boolean;
  /** True once no vendor can still be acting on what was sent: then it has acted, or never will. */
  isQuiet(commandRecord: CommandRecord): boolean;
}

export interface CommandLogOptions {
  readonly store: CommandStore;
  readonly clock: Clock;
  readonly timer: Timer;
  /** How long after its beginning a write may still be under way, at another gateway or at the vendor. */
  readonly settleMs: DurationMs;
}

export const NOTHING_KEPT: Kept = { vendorId: null, localId: null };

/** Over the store that notes attempts. */
export function createCommandLog({ store, clock, timer, settleMs }: CommandLogOptions): CommandLog {
  const underWay = new Set<number>();
  /** When attempts of this process began whose answer was lost: nobody else is at them. */
  const lost = new Map<number, DurationMs>();
  const isQuiet = ({ commandId, startedAt }: CommandRecord): boolean => {
    const begunAt = lost.get(commandId);
    return (begunAt === undefined ? clock() - startedAt : timer.now() - begunAt) >= settleMs;
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
        ...NOTHING_KEPT,
        isKeyReleased: errors.length > 0 && errors.every(isPassing),
        ...outcome,
        errors,
      });
      lost.delete(commandId);
      return finished;
    },
    async during({ commandId }, work) {
      underWay.add(commandId);
      lost.set(commandId, timer.now());
      try {
        return await work();
      } finally {
        underWay.delete(commandId);
      }
    },
    isLeft: (commandRecord) =>
      !underWay.has(commandRecord.commandId) && (lost.has(commandRecord.commandId) || isQuiet(commandRecord)),
    isQuiet,
  };
}

/** A digest of the whole command: a key is good for nothing else. */
export function hashOf({ kind, source, input }: Pick<Job<unknown>, "kind" | "source" | "input">): string {
  return digestOf([kind, source, input]);
}
