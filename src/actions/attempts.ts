import { GatewayError } from "../callback/errors.js";
import type { Clock, DurationMs } from "../callback/instant.js";
import type { JsonObject } from "../callback/json.js";
import { RefusedWish, userError, type UserError } from "../callback/user-error.js";
import type { Receipt, WishKind } from "../callback/wish.js";
import type { CallOptions, PlannedWrite } from "../adapters/adapter.js";
import type { ActionStore, Attempt, AttemptOutcome } from "../stores/action-store.js";
import { certaintyOf, isPassing, toUserError } from "./failure.js";
import { digestOf } from "./subject.js";

/** What was written, by the names under which it is found again. */
export interface Kept {
  readonly vendorId: string | null;
  readonly localId: string | null;
}

/** One wish, and how it is fulfilled, kept, and found again. */
export interface Job<Result> {
  readonly kind: WishKind;
  readonly source: string;
  readonly actor: string | null;
  readonly key: string | null;
  /** The whole input, the key apart. */
  readonly input: object;
  readonly subject: JsonObject;
  readonly fingerprint: string | null;
  /** The callbacks that were there before. */
  knownIds(): Promise<readonly string[]>;
  /** Checks and reads. Throws a RefusedWish or a GatewayError: nothing was written then. */
  plan(call: CallOptions): Promise<PlannedWrite<Result>>;
  /** Remembers what the vendor showed. */
  keep(written: Result): Promise<Kept>;
  /** Whether the vendor holds what was wished for: what it is, that it is not there, or null where that stays open. */
  readBack(attempt: Attempt, call: CallOptions): Promise<Kept | "absent" | null>;
}

/** What came of a job: of an attempt that is PENDING still, that it is ambiguous. */
export interface Settled extends Kept {
  readonly receipt: Receipt | null;
  readonly errors: readonly UserError[];
}

/** Fulfils each wish at most once. */
export interface Attempts {
  perform<Result extends { readonly receipt: Receipt }>(job: Job<Result>): Promise<Settled>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface AttemptsOptions {
  readonly store: ActionStore;
  readonly clock: Clock;
  /** How long to wait for another gateway that has the same key under way. */
  readonly waitMs: DurationMs;
}

const NOTHING_KEPT: Kept = { vendorId: null, localId: null };
const LOOK_EVERY_MS: DurationMs = 50;
const LONGEST_KEY = 255;
/** A write goes on when its client leaves: a call that is given up half way leaves nobody knowing what was done. */
const CALL: CallOptions = { signal: new AbortController().signal };

/** Over the store that notes them. */
export function createAttempts({ store, clock, waitMs }: AttemptsOptions): Attempts {
  /** By key: two at once in this process are one. */
  const flights = new Map<string, { readonly hash: string; readonly settled: Promise<Settled> }>();
  const underWay = new Set<Promise<unknown>>();
  /** Attempts of this process whose answer was lost: nobody else is at them. */
  const lost = new Set<number>();

  const finish = async (attemptId: number, outcome: Partial<AttemptOutcome>): Promise<Settled> => {
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
  };

  const begin = async <Result>(job: Job<Result>, key: string | null): Promise<{ attempt: Attempt; isNew: boolean }> =>
    store.beginAttempt({
      key,
      inputHash: hashOf(job),
      kind: job.kind,
      source: job.source,
      actor: job.actor,
      subject: job.subject,
      fingerprint: job.fingerprint,
      knownIds: await job.knownIds(),
      startedAt: clock(),
    });

  /** Refused before the vendor was to act: noted for the audit, and the key stays free. */
  const refuse = async <Result>(job: Job<Result>, errors: readonly UserError[]): Promise<Settled> => {
    const { attempt } = await begin({ ...job, knownIds: () => Promise.resolve([]) }, null);
    return finish(attempt.attemptId, { errors });
  };

  const ambiguous = (attempt: Attempt, why: string): Settled => {
    lost.add(attempt.attemptId);
    const message = `${why} The gateway will look again, and send nothing, when the wish is repeated with the same key.`;
    return { ...NOTHING_KEPT, receipt: null, errors: [userError("AMBIGUOUS", message)] };
  };

  const lookBack = async <Result>(job: Job<Result>, attempt: Attempt): Promise<Kept | "absent" | null> => {
    try {
      return await job.readBack(attempt, CALL);
    } catch (error) {
      if (error instanceof GatewayError && toUserError(error) !== null) return null;
      throw error;
    }
  };

  /** The answer to a write is missing: what the vendor holds tells whether it has acted, or it stays open. */
  const settleLost = async <Result>(job: Job<Result>, attempt: Attempt, error: GatewayError): Promise<Settled> => {
    const found = await lookBack(job, attempt);
    if (isKept(found)) return finish(attempt.attemptId, found);
    if (found === "absent" && certaintyOf(error) === "ANSWERED") {
      return finish(attempt.attemptId, { errors: errorsOf(error) });
    }
    const seen =
      found === "absent" ? "the vendor does not show what was wished for" : "what the vendor holds is not clear";
    return ambiguous(attempt, `The answer was lost (${error.message}), and ${seen}.`);
  };

  const send = async <Result extends { readonly receipt: Receipt }>(
    job: Job<Result>,
    plan: PlannedWrite<Result>,
    attempt: Attempt,
  ): Promise<Settled> => {
    let written: Result;
    try {
      written = await plan.send(CALL);
    } catch (error) {
      if (error instanceof RefusedWish) return finish(attempt.attemptId, { errors: error.errors });
      if (!(error instanceof GatewayError) || toUserError(error) === null) throw error;
      if (certaintyOf(error) !== "NOT_ACTED") return settleLost(job, attempt, error);
      return finish(attempt.attemptId, { errors: errorsOf(error) });
    }
    return finish(attempt.attemptId, { ...(await job.keep(written)), receipt: written.receipt });
  };

  /** The key was used before: what came of it then, for the same wish alone. */
  const resume = async <Result>(job: Job<Result>, known: Attempt): Promise<Settled> => {
    if (known.inputHash !== hashOf(job)) return conflict(job);
    const attempt = lost.has(known.attemptId) ? known : await awaitOther(known);
    if (attempt.state !== "PENDING") return attempt;
    const found = await lookBack(job, attempt);
    if (isKept(found)) return finish(attempt.attemptId, found);
    return ambiguous(attempt, "The vendor was, or was about to be, asked before, and its answer was lost.");
  };

  /** Another gateway may have it under way: it is given the time that a request waits. */
  const awaitOther = async (known: Attempt): Promise<Attempt> => {
    const until = performance.now() + waitMs;
    let attempt: Attempt = known;
    while (attempt.state === "PENDING" && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      attempt = (known.key === null ? null : await store.findAttempt(known.key)) ?? known;
    }
    return attempt;
  };

  const conflict = <Result>(job: Job<Result>): Promise<Settled> =>
    refuse(job, [userError("IDEMPOTENCY_CONFLICT", "this key was used before, with another input", "idempotencyKey")]);

  const attemptNow = async <Result extends { readonly receipt: Receipt }>(job: Job<Result>): Promise<Settled> => {
    const known = job.key === null ? null : await store.findAttempt(job.key);
    if (known !== null) return resume(job, known);
    let plan: PlannedWrite<Result>;
    try {
      plan = await job.plan(CALL);
    } catch (error) {
      if (error instanceof RefusedWish) return refuse(job, error.errors);
      if (error instanceof GatewayError && toUserError(error) !== null) return refuse(job, errorsOf(error));
      throw error;
    }
    const { attempt, isNew } = await begin(job, job.key);
    return isNew ? send(job, plan, attempt) : resume(job, attempt);
  };

  const tracked = <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work);
    const done = (): void => void underWay.delete(work);
    work.then(done, done);
    return work;
  };

  return {
    perform(job) {
      const { key } = job;
      if (key === null) return tracked(attemptNow(job));
      if (key === "" || key.length > LONGEST_KEY) {
        const message = `idempotencyKey has to have 1 to ${LONGEST_KEY} characters`;
        return tracked(refuse(job, [userError("INVALID_INPUT", message, "idempotencyKey")]));
      }
      const flight = flights.get(key);
      if (flight !== undefined) return flight.hash === hashOf(job) ? flight.settled : tracked(conflict(job));
      const settled = tracked(attemptNow(job).finally(() => flights.delete(key)));
      flights.set(key, { hash: hashOf(job), settled });
      return settled;
    },
    async close() {
      await Promise.allSettled(underWay);
    },
  };
}

function isKept(found: Kept | "absent" | null): found is Kept {
  return found !== null && found !== "absent";
}

function hashOf({ kind, source, actor, input }: Pick<Job<unknown>, "kind" | "source" | "actor" | "input">): string {
  return digestOf([kind, source, actor, input]);
}

function errorsOf(error: GatewayError): UserError[] {
  const told = toUserError(error);
  return told === null ? [] : [told];
}
