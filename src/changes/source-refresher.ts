import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { GatewayError } from "../callback/errors.js";
import type { Callback } from "../callback/callback.js";
import type { Clock, DurationMs, Instant } from "../callback/instant.js";
import { questionKey, type Question } from "../callback/question.js";
import type { SourceHealth, SourceReport, VendorCondition } from "../callback/source.js";
import type { CallOptions } from "../adapters/adapter.js";
import type { Store } from "../stores/store.js";
import { askerOf, tellsAbsence } from "./asking.js";
import { startFlight, waitFor, type Flight } from "./flight.js";
import { createHealthRecord, toSourceError } from "./health.js";
import type { Recorder } from "./recorder.js";
import type { RefreshOptions, Wanted } from "./refresher.js";
import type { Source } from "./source.js";

/** The refresher of one source. */
export interface SourceRefresher {
  refresh(wanted: Wanted, options: RefreshOptions): Promise<SourceReport>;
  questionForId(vendorId: string, known: Callback | null): Question | null;
  health(): SourceHealth;
  lastCompletedAt(): Instant | null;
  isWatchedAgent(agentId: string): boolean;
  close(): Promise<void>;
}

export interface SourceRefresherOptions {
  readonly source: Source;
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly lastCompletedAt: Instant | null;
  readonly onFailure: (source: string, error: GatewayError) => void;
}

const EVERYTHING = "everything" satisfies Wanted;
const QUESTIONS_KEPT = 100_000;
/** Callbacks that one answer lacked and that are asked for by id: the others have to wait for the next round. */
const LOOKED_FOR_AT_ONCE = 20;
/** After a failure the same question rests for so long: a vendor that is down is not hammered. */
const REST_MS = 1000;

interface Failure {
  readonly at: Instant;
  readonly error: GatewayError;
  /** True where other parts of the same sweep were answered. */
  readonly isPartial: boolean;
}

export function createSourceRefresher(options: SourceRefresherOptions): SourceRefresher {
  const { source, store, recorder, clock } = options;
  const { adapter } = source;
  const { name } = source.description;
  const health = createHealthRecord(clock);
  const limit = pLimit(source.concurrency);
  const flights = new Map<string, Flight>();
  /** When each question was last asked with success, and when it last failed since. */
  const answered = new LRUCache<string, Instant>({ max: QUESTIONS_KEPT });
  const failures = new LRUCache<string, Failure>({ max: QUESTIONS_KEPT });
  let completedAt = options.lastCompletedAt;

  const answeredAt = (key: string): Instant | null => {
    const asked = answered.get(key) ?? null;
    // Who lists everything has answered every question about it.
    const listed = completedAt !== null && adapter.list !== undefined ? completedAt : null;
    return asked === null ? listed : Math.max(asked, listed ?? asked);
  };

  const rests = (key: string, now: Instant): boolean => {
    const failure = failures.get(key);
    if (failure === undefined) return false;
    return now < Math.max(failure.at + REST_MS, failure.error.retryAfter ?? 0);
  };

  /** Asks one question to its end, and records what is answered. Rejects where it fails. */
  const ask = async (question: Question, call: CallOptions): Promise<Instant> => {
    const asker = askerOf(adapter, question);
    if (asker === null)
      throw new GatewayError("UNSUPPORTED", `${name} cannot be asked by ${question.by}`, { source: name });
    const askedAt = clock();
    try {
      let isComplete = false;
      for await (const answer of asker(call)) {
        ({ isComplete } = answer);
        await recorder.record(
          name,
          answer,
          isComplete && tellsAbsence(adapter, question) ? { question, askedAt } : null,
        );
      }
      health.succeeded(clock() - askedAt);
      if (isComplete && adapter.get !== undefined && question.by !== "id") await lookFor(question, askedAt, call);
    } catch (thrown) {
      const error = toGatewayError(thrown, name);
      if (!call.signal.aborted) {
        if (error.code !== "STORE_UNAVAILABLE") health.failed(error);
        options.onFailure(name, error);
      }
      throw error;
    }
    answered.set(questionKey(question), askedAt);
    return askedAt;
  };

  /** Asks by id for what an answer lacked: it may have moved to another agent or number, or be gone. */
  const lookFor = async (question: Question, askedAt: Instant, call: CallOptions): Promise<void> => {
    for (const vendorId of await store.findUnseen(name, question, askedAt, LOOKED_FOR_AT_ONCE)) {
      // A failure is told already, and does not make the answer itself a failure: the next round asks again.
      await ask({ by: "id", vendorId }, call).catch(() => undefined);
    }
  };

  /** Starts or joins the one flight of a key. */
  const fly = (key: string, work: (signal: AbortSignal) => Promise<void>): Flight => {
    const known = flights.get(key);
    if (known !== undefined && !known.isCanceled()) return known;
    const flight = startFlight(performance.now(), async (signal) => {
      try {
        await work(signal);
        failures.delete(key);
      } catch (error) {
        if (!signal.aborted) failures.set(key, toFailure(error, clock(), name));
      } finally {
        if (flights.get(key) === flight) flights.delete(key);
      }
    });
    flights.set(key, flight);
    return flight;
  };

  const flyQuestion = (question: Question, { priority = "interactive" }: RefreshOptions): Flight =>
    fly(questionKey(question), async (signal) => {
      await limit(() => ask(question, { signal, priority }));
    });

  const watchedQuestions = async (): Promise<readonly Question[]> => {
    const questions = new Map<string, Question>();
    for (const question of adapter.watched) questions.set(questionKey(question), question);
    for (const callback of await store.findOpen(name, null)) {
      const question = adapter.questionFor(callback);
      if (question !== null) questions.set(questionKey(question), question);
    }
    return [...questions.values()];
  };

  /** Asks everything that can be asked and is older than `freshFrom`. */
  const sweep = async (freshFrom: Instant, call: CallOptions): Promise<void> => {
    const questions: readonly Question[] = adapter.list === undefined ? await watchedQuestions() : [{ by: "list" }];
    const asked = await Promise.allSettled(
      questions.map(async (question) => {
        const at = answered.get(questionKey(question));
        return at !== undefined && at >= freshFrom ? at : limit(() => ask(question, call));
      }),
    );
    const failed = asked.filter((result) => result.status === "rejected");
    if (failed.length > 0) throw new SweepFailure(failed[0]?.reason, failed.length < asked.length);
    const times = asked.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    if (times.length === 0) return;
    completedAt = Math.min(...times);
    await store.saveProgress({ source: name, lastCompletedAt: completedAt });
  };

  const report = (freshness: SourceReport["freshness"], asOf: Instant | null, error: GatewayError | null = null) => ({
    source: name,
    freshness,
    asOf,
    error: error === null ? null : toSourceError(error),
  });

  const toReport = (
    keys: readonly { key: string; asOf: Instant | null }[],
    now: Instant,
    maxStalenessMs: number,
  ): SourceReport => {
    const times = keys.map(({ asOf }) => asOf);
    const asOf = times.includes(null) ? null : Math.min(...(times as Instant[]));
    if (asOf !== null && asOf >= now - maxStalenessMs) return report("FRESH", asOf);
    const failure = keys.map(({ key }) => failures.get(key)).find((found) => found !== undefined);
    if (failure === undefined) {
      const late = new GatewayError("DEADLINE_EXCEEDED", `${name} did not answer in time for this request`, {
        source: name,
      });
      return report(asOf === null ? "UNAVAILABLE" : "STALE", asOf, late);
    }
    const isLimited = failure.error.code === "VENDOR_RATE_LIMITED" || failure.isPartial;
    return report(isLimited && asOf !== null ? "STALE" : "UNAVAILABLE", asOf, failure.error);
  };

  const refreshEverything = async (o: RefreshOptions): Promise<SourceReport> => {
    const now = clock();
    if (completedAt !== null && completedAt >= now - o.maxStalenessMs) return report("FRESH", completedAt);
    if (adapter.list === undefined && (await watchedQuestions()).length === 0) return report("UNSUPPORTED", null);
    if (!rests(EVERYTHING, now)) {
      const { priority = "interactive" } = o;
      const flight = fly(EVERYTHING, (signal) => sweep(now - o.maxStalenessMs, { signal, priority }));
      await waitAll([flight], o);
    }
    return toReport([{ key: EVERYTHING, asOf: completedAt }], now, o.maxStalenessMs);
  };

  const refreshQuestions = async (wanted: readonly Question[], o: RefreshOptions): Promise<SourceReport> => {
    const now = clock();
    const questions = wanted.filter((question) => askerOf(adapter, question) !== null);
    if (questions.length === 0) return report("UNSUPPORTED", null);
    const stale = questions.filter((question) => (answeredAt(questionKey(question)) ?? -1) < now - o.maxStalenessMs);
    // One list is cheaper than many keys, for the vendor too.
    if (stale.length > 1 && adapter.list !== undefined) return refreshEverything(o);
    await waitAll(
      stale.filter((question) => !rests(questionKey(question), now)).map((question) => flyQuestion(question, o)),
      o,
    );
    const keys = questions.map((question) => questionKey(question));
    return toReport(
      keys.map((key) => ({ key, asOf: answeredAt(key) })),
      now,
      o.maxStalenessMs,
    );
  };

  return {
    refresh: (wanted, o) => (wanted === EVERYTHING ? refreshEverything(o) : refreshQuestions(wanted, o)),
    questionForId(vendorId, known) {
      if (adapter.get !== undefined) return { by: "id", vendorId };
      if (adapter.list !== undefined) return { by: "list" };
      return known === null ? null : adapter.questionFor(known);
    },
    health: () => showHealth(health.current(), adapter.condition()),
    lastCompletedAt: () => completedAt,
    isWatchedAgent: (agentId) =>
      adapter.watched.some((question) => question.by === "agent" && question.agentId === agentId),
    async close() {
      const underWay = [...flights.values()];
      for (const flight of underWay) flight.cancel();
      await Promise.all(underWay.map((flight) => flight.landed));
    },
  };
}

/** What the calls say of a source, and what the way they are made adds: a source that is left alone is down. */
function showHealth(health: SourceHealth, { isBroken, rateLimit }: VendorCondition): SourceHealth {
  const isLimited = rateLimit.remaining !== null;
  return {
    ...health,
    state: isBroken ? "DOWN" : health.state,
    rateLimit: isLimited ? rateLimit : health.rateLimit,
  };
}

/** Some questions of a sweep failed; others may have been answered. */
class SweepFailure extends Error {
  constructor(
    readonly reason: unknown,
    readonly isPartial: boolean,
  ) {
    super("a sweep was not completed");
  }
}

function toFailure(thrown: unknown, at: Instant, source: string): Failure {
  const [reason, isPartial] = thrown instanceof SweepFailure ? [thrown.reason, thrown.isPartial] : [thrown, false];
  return { at, error: toGatewayError(reason, source), isPartial };
}

/** Anything but a GatewayError is a fault of ours: it is told to the log by its cause, and to nobody else. */
function toGatewayError(thrown: unknown, source: string): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError("VENDOR_MALFORMED", `the answer of ${source} could not be used`, { source, cause: thrown });
}

/** Waits for flights, each for no longer than has been granted since it started. */
async function waitAll(
  flights: readonly Flight[],
  options: { waitMs: DurationMs; signal: AbortSignal },
): Promise<void> {
  const now = performance.now();
  await Promise.all(
    flights.map((flight) => waitFor(flight, options.waitMs - (now - flight.startedAt), options.signal)),
  );
}
