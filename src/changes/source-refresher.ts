import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { GatewayError } from "../callback/errors.js";
import type { Callback } from "../callback/callback.js";
import type { Clock, Instant } from "../callback/instant.js";
import { questionKey, type Question } from "../callback/question.js";
import type { SourceHealth, SourceReport } from "../callback/source.js";
import type { Store } from "../stores/store.js";
import { askerOf } from "./asking.js";
import { startFlight, waitFor, type Flight } from "./flight.js";
import { createFreshnessRecord, EVERYTHING, SweepFailure } from "./freshness.js";
import { createHealthRecord, showHealth } from "./health.js";
import { createQuestioner } from "./questioner.js";
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

/** Asks what is staler than asked, each question once at a time however many want to know. */
export function createSourceRefresher(options: SourceRefresherOptions): SourceRefresher {
  const { source, store, clock } = options;
  const { adapter } = source;
  const { name } = source.description;
  const isListing = adapter.list !== undefined;
  const health = createHealthRecord(clock);
  const freshness = createFreshnessRecord(name, { isListing, completedAt: options.lastCompletedAt });
  const ask = createQuestioner({ ...options, health });
  const limit = pLimit(source.concurrency);
  const flights = new Map<string, Flight>();

  /** Starts or joins the one flight of a key. `work` says when it asked; null where there was nothing to ask. */
  const fly = (key: string, work: (signal: AbortSignal) => Promise<Instant | null>): Flight => {
    const known = flights.get(key);
    if (known !== undefined && !known.isCanceled()) return known;
    const flight = startFlight(performance.now(), async (signal) => {
      try {
        const askedAt = await work(signal);
        if (askedAt !== null) freshness.answered(key, askedAt);
      } catch (error) {
        if (!signal.aborted) freshness.failed(key, clock(), error);
      } finally {
        if (flights.get(key) === flight) flights.delete(key);
      }
    });
    flights.set(key, flight);
    return flight;
  };

  const flyQuestion = (question: Question, priority: RefreshOptions["priority"] = "interactive"): Flight =>
    fly(questionKey(question), (signal) => limit(() => ask(question, { signal, priority })));

  /** Everything that can be asked: the list, or what is watched and every key of an open callback. */
  const allQuestions = async (): Promise<readonly Question[]> => {
    if (isListing) return [{ by: "list" }];
    const questions = new Map<string, Question>();
    for (const question of adapter.watched) questions.set(questionKey(question), question);
    for (const callback of await store.findOpen(name, null)) {
      const question = adapter.questionFor(callback);
      if (question !== null) questions.set(questionKey(question), question);
    }
    return [...questions.values()];
  };

  /** Asks everything that is older than `freshFrom`, and says how old the oldest part is then. */
  const sweep = async (
    freshFrom: Instant,
    priority: RefreshOptions["priority"],
    signal: AbortSignal,
  ): Promise<Instant | null> => {
    const questions = await allQuestions();
    const times = await Promise.all(
      questions.map(async (question) => {
        const key = questionKey(question);
        const isFresh = (): boolean => (freshness.answeredAt(key) ?? Number.NEGATIVE_INFINITY) >= freshFrom;
        if (!isFresh()) await waitFor(flyQuestion(question, priority), NO_HURRY, signal);
        return isFresh() ? freshness.answeredAt(key) : null;
      }),
    );
    const answered = times.filter((at) => at !== null);
    if (answered.length < questions.length) {
      const failed = questions.map(questionKey).find((_, index) => times[index] === null) ?? EVERYTHING;
      throw new SweepFailure(freshness.failureOf(failed), answered.length > 0);
    }
    if (answered.length === 0) return null;
    const lastCompletedAt = Math.min(...answered);
    await store.saveProgress({ source: name, lastCompletedAt });
    return lastCompletedAt;
  };

  /** What another gateway of the same store has asked need not be asked again. */
  const learnProgress = async (known: Instant | null): Promise<Instant | null> => {
    const progress = (await store.readProgress()).find((one) => one.source === name)?.lastCompletedAt ?? null;
    if (progress === null || (known !== null && known >= progress)) return known;
    freshness.answered(EVERYTHING, progress);
    return progress;
  };

  const refreshEverything = async (wish: RefreshOptions): Promise<SourceReport> => {
    const now = clock();
    const freshFrom = now - wish.maxStalenessMs;
    let known = freshness.answeredAt(EVERYTHING);
    if (known === null || known < freshFrom) known = await learnProgress(known);
    const isFresh = known !== null && known >= freshFrom;
    if (!isFresh && (await allQuestions()).length === 0) return freshness.unsupported();
    if (!isFresh) {
      const look = (): readonly Flight[] =>
        freshness.rests(EVERYTHING, now) ? [] : [fly(EVERYTHING, (signal) => sweep(freshFrom, wish.priority, signal))];
      await lookTwice(look, wish, () => (freshness.answeredAt(EVERYTHING) ?? Number.NEGATIVE_INFINITY) >= freshFrom);
    }
    return freshness.report([EVERYTHING], now, wish.maxStalenessMs);
  };

  const refreshQuestions = async (wanted: readonly Question[], wish: RefreshOptions): Promise<SourceReport> => {
    const now = clock();
    const questions = wanted.filter((question) => askerOf(adapter, question) !== null);
    if (questions.length === 0) return freshness.unsupported();
    const isStale = (question: Question): boolean =>
      (freshness.answeredAt(questionKey(question)) ?? Number.NEGATIVE_INFINITY) < now - wish.maxStalenessMs;
    const stale = questions.filter(isStale);
    // One list is cheaper than many keys, for the vendor too.
    if (isListing && (stale.length > 1 || stale[0]?.by === "list")) return refreshEverything(wish);
    const look = (): readonly Flight[] =>
      stale
        .filter((question) => isStale(question) && !freshness.rests(questionKey(question), now))
        .map((question) => flyQuestion(question, wish.priority));
    await lookTwice(look, wish, () => !stale.some(isStale));
    return freshness.report(questions.map(questionKey), now, wish.maxStalenessMs);
  };

  return {
    refresh: (wanted, wish) => (wanted === EVERYTHING ? refreshEverything(wish) : refreshQuestions(wanted, wish)),
    questionForId(vendorId, known) {
      if (adapter.get !== undefined) return { by: "id", vendorId };
      if (isListing) return { by: "list" };
      return known === null ? null : adapter.questionFor(known);
    },
    health: () => showHealth(health.current(), adapter.condition()),
    lastCompletedAt: () => freshness.answeredAt(EVERYTHING),
    isWatchedAgent: (agentId) =>
      adapter.watched.some((question) => question.by === "agent" && question.agentId === agentId),
    async close() {
      const underWay = [...flights.values()];
      for (const flight of underWay) flight.cancel();
      await Promise.all(underWay.map((flight) => flight.landed));
    },
  };
}

/** As long as it takes: each call has a deadline of its own. */
const NO_HURRY = 2_147_483_647;

/** Waits for a look, and for one more where the look that was joined had begun too early to be new enough. */
async function lookTwice(look: () => readonly Flight[], wish: RefreshOptions, isFresh: () => boolean): Promise<void> {
  const begunAt = performance.now();
  const flights = look();
  await waitAll(flights, wish);
  if (isFresh() || !flights.some(({ startedAt }) => startedAt < begunAt)) return;
  await waitAll(look(), { ...wish, waitMs: wish.waitMs - (performance.now() - begunAt) });
}

/** Waits for flights, each for no longer than has been granted since it started. */
async function waitAll(flights: readonly Flight[], { waitMs, client }: RefreshOptions): Promise<void> {
  if (flights.length === 0) return;
  const now = performance.now();
  const { signal } = client;
  // Many wait at a time, and for many things, all on the one signal.
  setMaxListeners(0, signal);
  await Promise.all(flights.map((flight) => waitFor(flight, waitMs - (now - flight.startedAt), signal)));
}
