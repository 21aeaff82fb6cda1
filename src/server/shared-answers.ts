import { LRUCache } from "lru-cache";
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

const MOST_KEPT = 1000;
const MOST_BYTES = 33_554_432;

interface Making<Answer> {
  readonly answer: Promise<Answer>;
  waiting: number;
}

export function createSharedAnswers<Answer extends SharedAnswer>({
  clock,
  shareMs,
}: SharedAnswersOptions): SharedAnswers<Answer> {
  const known = new LRUCache<string, Answer & { readonly madeAt: Instant }>({
    max: MOST_KEPT,
    maxSize: MOST_BYTES,
    sizeCalculation: ({ body }, key) => body.length + key.length + 1,
  });
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
      if (made !== null && among === makings && shareMs > 0) known.set(key, { ...made, madeAt });
    };
    answer.then(settle, () => settle(null));
    return making;
  };
  const controllers = new WeakMap<Making<Answer>, AbortController>();

  const find = (key: string): Answer | null => {
    const found = known.get(key);
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
      known.clear();
      makings = new Map();
    },
  };
}

function forgetMaking<Answer>(among: Map<string, Making<Answer>>, key: string, making: Making<Answer>): void {
  if (among.get(key) === making) among.delete(key);
}
