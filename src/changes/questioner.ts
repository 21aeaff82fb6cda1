import type { Answer, CallOptions } from "../adapters/adapter.js";
import type { Callback } from "../callback/callback.js";
import { GatewayError } from "../callback/errors.js";
import type { Clock, Instant } from "../callback/instant.js";
import type { Question } from "../callback/question.js";
import type { Store } from "../stores/store.js";
import { askerOf, tellsAbsence } from "./asking.js";
import { toGatewayError } from "./freshness.js";
import type { HealthRecord } from "./health.js";
import type { Recorder } from "./recorder.js";
import type { Source } from "./source.js";

export interface QuestionerOptions {
  readonly source: Source;
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly health: HealthRecord;
  readonly onFailure: (source: string, error: GatewayError) => void;
}

/** Asks a source one question to its end, records what is answered, and says when it asked. Rejects where it fails. */
export type Questioner = (question: Question, call: CallOptions) => Promise<Instant>;

/** Callbacks that one answer lacked and that are asked for by id: the others have to wait for the next round. */
const LOOKED_FOR_AT_ONCE = 20;

/** The questioner of one source. What fails is told to its health, and once to the log. */
export function createQuestioner(options: QuestionerOptions): Questioner {
  const { source, store, recorder, clock, health } = options;
  const { adapter } = source;
  const { name } = source.description;

  /** What was recorded before, by the objects: whoever reads an equal record again gives the same ones. */
  const recorded = new WeakSet<Callback>();
  /** Whether all of it can wait for the end, as nearly nothing of it is news: then a look is one commit, not one a page. */
  const isKnown = ({ observations, quarantined }: Answer): boolean =>
    quarantined.length === 0 && observations.every(({ callback }) => recorded.has(callback));

  /** True where the answer was complete. */
  const hear = async (question: Question, askedAt: Instant, call: CallOptions): Promise<boolean> => {
    const asker = askerOf(adapter, question);
    if (asker === null) {
      throw new GatewayError("UNSUPPORTED", `${name} cannot be asked by ${question.by}`, { source: name });
    }
    const completed = tellsAbsence(adapter, question) ? { question, askedAt } : null;
    let isComplete = false;
    let held: Answer[] = [];
    const recordHeld = async (): Promise<void> => {
      if (held.length === 0) return;
      const answer: Answer = {
        observations: held.flatMap(({ observations }) => observations),
        quarantined: held.flatMap(({ quarantined }) => quarantined),
        coerced: held.flatMap(({ coerced }) => coerced),
        isComplete,
      };
      held = [];
      await recorder.record(name, answer, isComplete ? completed : null);
      for (const { callback } of answer.observations) recorded.add(callback);
    };
    try {
      for await (const answer of asker({ ...call, asks: question.by })) {
        ({ isComplete } = answer);
        held.push(answer);
        if (isComplete || !isKnown(answer)) await recordHeld();
      }
    } finally {
      await recordHeld();
    }
    return isComplete;
  };

  const ask: Questioner = async (question, call) => {
    const askedAt = clock();
    try {
      const isComplete = await hear(question, askedAt, call);
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
    return askedAt;
  };

  /** Asks by id for what an answer lacked: it may have moved to another agent or number, or be gone. */
  const lookFor = async (question: Question, askedAt: Instant, call: CallOptions): Promise<void> => {
    for (const vendorId of await store.findUnseen(name, question, askedAt, LOOKED_FOR_AT_ONCE)) {
      // A failure is told already, and does not make the answer itself a failure: the next round asks again.
      await ask({ by: "id", vendorId }, call).catch(() => undefined);
    }
  };

  return ask;
}
