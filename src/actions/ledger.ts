import type { Clock, DurationMs } from "../callback/instant.js";
import type { Timer } from "../callback/timer.js";
import type { ActionStore, Attempt, AttemptOutcome } from "../stores/action-store.js";
import { isPassing } from "./failure.js";
import { NO_TRACE, type Job, type Kept, type Trace } from "./job.js";
import { digestOf } from "./subject.js";

/** What is noted of commands, and whose turn it is to find out what became of one. */
export interface Ledger {
  begin<Result>(job: Job<Result>, key: string | null, trace?: Trace): ReturnType<ActionStore["beginAttempt"]>;
  /** Notes what came of it; a failure that passes leaves the key free. Gives the attempt as it stands then. */
  finish(attemptId: number, outcome: Partial<AttemptOutcome>): Promise<Attempt>;
  /** Runs while this process has the attempt under way; when it ends, nobody has. */
  during<Result>(attempt: Attempt, work: () => Promise<Result>): Promise<Result>;
  /** False while somebody may still be waiting for the vendor's answer, here or in another process. */
  isLeft(attempt: Attempt): boolean;
  /** True once no vendor can still be acting on what was sent: then it has acted, or never will. */
  isQuiet(attempt: Attempt): boolean;
}

export interface LedgerOptions {
  readonly store: ActionStore;
  readonly clock: Clock;
  readonly timer: Timer;
  /** How long after its beginning a write may still be under way, at another gateway or at the vendor. */
  readonly settleMs: DurationMs;
}

export const NOTHING_KEPT: Kept = { vendorId: null, localId: null };

/** Over the store that notes attempts. */
export function createLedger({ store, clock, timer, settleMs }: LedgerOptions): Ledger {
  const underWay = new Set<number>();
  /** When attempts of this process began whose answer was lost: nobody else is at them. */
  const lost = new Map<number, DurationMs>();
  const isQuiet = ({ attemptId, startedAt }: Attempt): boolean => {
    const begunAt = lost.get(attemptId);
    return (begunAt === undefined ? clock() - startedAt : timer.now() - begunAt) >= settleMs;
  };
  return {
    begin: (job, key, trace = NO_TRACE) =>
      store.beginAttempt({
        ...trace,
        key,
        inputHash: hashOf(job),
        kind: job.kind,
        source: job.source,
        actor: job.actor,
        subject: job.subject,
        startedAt: clock(),
      }),
    async finish(attemptId, outcome) {
      const errors = outcome.errors ?? [];
      const finished = await store.finishAttempt(attemptId, {
        state: errors.length === 0 ? "SUCCEEDED" : "FAILED",
        finishedAt: clock(),
        receipt: null,
        ...NOTHING_KEPT,
        isKeyReleased: errors.length > 0 && errors.every(isPassing),
        ...outcome,
        errors,
      });
      lost.delete(attemptId);
      return finished;
    },
    async during({ attemptId }, work) {
      underWay.add(attemptId);
      lost.set(attemptId, timer.now());
      try {
        return await work();
      } finally {
        underWay.delete(attemptId);
      }
    },
    isLeft: (attempt) => !underWay.has(attempt.attemptId) && (lost.has(attempt.attemptId) || isQuiet(attempt)),
    isQuiet,
  };
}

/** A digest of the whole command: a key is good for nothing else. */
export function hashOf({ kind, source, input }: Pick<Job<unknown>, "kind" | "source" | "input">): string {
  return digestOf([kind, source, input]);
}
