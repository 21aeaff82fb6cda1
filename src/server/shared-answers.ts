import type { Clock, DurationMs, Instant } from "../callback/instant.js";

/** An answer, serialised, and until when others may be given it. */
export interface SharedAnswer {
  /** UTF-8, made once for all. */
  readonly body: Buffer;
  /** In the past: nobody but those who asked at the same time. */
  readonly until: Instant;
}

/** One answer for all who ask the same at about the same time. */
export interface SharedAnswers<Answer extends SharedAnswer> {
  /** The answer that is known of this key, if it may still be given. */
  find(key: string): Answer | null;
  /**
   * That, or the one that is under way, or what `make` makes. `left` aborts when this
   * client leaves; what is made is given up once all who wait for it have left.
   */
  take(key: string, left: AbortSignal, make: (signal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /** Something has changed: whatever is known by now is known no longer. */
  forget(): void;
}

export interface SharedAnswersOptions {
  readonly clock: Clock;
  /** How long an answer is shared at most; 0: only while it is under way. */
  readonly shareMs: DurationMs;
}

const MOST_BYTES = 8_388_608;

interface Making<Answer> {
  readonly answer: Promise<Answer>;
  waiting: number;
}

export function createSharedAnswers<Answer extends SharedAnswer>({
  clock,
  shareMs,
}: SharedAnswersOptions): SharedAnswers<Answer> {
  const known = createGenerations<Answer & { readonly madeAt: Instant }>(clock, shareMs);
  let makings = new Map<string, Making<Answer>>();

  const start = (key: string, controller: AbortController, make: (signal: AbortSignal) => Promise<Answer>) => {
    const among = makings;
    const madeAt = clock();
    const answer = make(controller.signal);
    const making: Making<Answer> = { answer, waiting: 0 };
    among.set(key, making);
    controller.signal.addEventListener("abort", () => forgetMaking(among, key, making), { once: true });
    const settle = (made: Answer | null): void => {
      forgetMaking(among, key, making);
      // What began before the last change may lack it.
      if (made !== null && among === makings && shareMs > 0) known.keep(key, { ...made, madeAt });
    };
    answer.then(settle, () => settle(null));
    return making;
  };
  const controllers = new WeakMap<Making<Answer>, AbortController>();

  const find = (key: string): Answer | null => {
    const found = known.find(key);
    return found !== undefined && clock() < Math.min(found.until, found.madeAt + shareMs) ? found : null;
  };

  return {
    find,
    async take(key, left, make) {
      const found = find(key);
      if (found !== null) return found;
      let making = makings.get(key);
      if (making === undefined) {
        const controller = new AbortController();
        making = start(key, controller, make);
        controllers.set(making, controller);
      }
      const joined = making;
      joined.waiting += 1;
      const leave = (): void => {
        joined.waiting -= 1;
        if (joined.waiting === 0) controllers.get(joined)?.abort();
      };
      left.addEventListener("abort", leave, { once: true });
      try {
        return await joined.answer;
      } finally {
        left.removeEventListener("abort", leave);
      }
    },
    forget() {
      known.forget();
      makings = new Map();
    },
  };
}

function forgetMaking<Answer>(among: Map<string, Making<Answer>>, key: string, making: Making<Answer>): void {
  if (among.get(key) === making) among.delete(key);
}

interface Generations<Answer> {
  find(key: string): Answer | undefined;
  keep(key: string, answer: Answer): void;
  forget(): void;
}

/** What grows old all at the same pace is dropped by the generation, so that what nobody may be given is not held for long. */
function createGenerations<Answer extends SharedAnswer>(clock: Clock, ageMs: DurationMs): Generations<Answer> {
  let [young, old] = [new Map<string, Answer>(), new Map<string, Answer>()];
  let [began, bytes] = [0, 0];
  return {
    find: (key) => young.get(key) ?? old.get(key),
    keep(key, answer) {
      if (clock() - began > ageMs || bytes > MOST_BYTES) {
        [old, young] = [young, new Map()];
        [began, bytes] = [clock(), 0];
      }
      young.set(key, answer);
      bytes += answer.body.length + key.length;
    },
    forget() {
      [young, old] = [new Map(), new Map()];
    },
  };
}
