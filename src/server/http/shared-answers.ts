import { createSeenLately } from "../../lib/seen-lately.js";
import type { Timer } from "../../domain/time/timer.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import { ClientDisconnect } from "./client-disconnect.js";

/** An answer, serialised, and until when others may be given it. */
export interface SharedAnswer {
  /** UTF-8, made once for all. */
  readonly body: Buffer;
  /** In the past: nobody but those who asked at the same time. */
  readonly until: Instant;
}

/** One answer for all who ask the same at about the same time. The second one to ask makes it worth keeping. */
export interface SharedAnswers<Result extends SharedAnswer> {
  /** The answer that is known of this key, if it may still be given. */
  find(key: string): Result | null;
  /**
   * That, or the one that is under way, or what `make` makes, which is given up once all clients who wait for it have left.
   */
  take(key: string, client: ClientDisconnect, make: (clients: ClientDisconnect) => Promise<Result>): Promise<Result>;
  /** Something has changed: whatever is known by now is known no longer. */
  forget(): void;
}

export interface SharedAnswersOptions {
  readonly clock: Clock;
  /** What the age of an answer is measured with. */
  readonly timer: Pick<Timer, "now">;
  /** How long an answer is shared at most; 0: only while it is under way. */
  readonly shareMs: DurationMs;
}

const RESPONSES_BYTES = 8_388_608;

interface Making<Result> {
  readonly answer: Promise<Result>;
  giveUp(): void;
  waiting: number;
  /** Whether it was asked for before. */
  isWanted: boolean;
}

/** Emptied at the end: the engine may hold on for long to what was in a map once. */
interface CommandContext<Result> {
  making: Making<Result> | null;
}

export function createSharedAnswers<Result extends SharedAnswer>({
  clock,
  timer,
  shareMs,
}: SharedAnswersOptions): SharedAnswers<Result> {
  const known = createCache<string, Result & { readonly madeAt: DurationMs }>("responses", {
    maxBytes: RESPONSES_BYTES,
    bytesOf: (key, { body }) => bytesOfText(key) + body.length,
  });
  // What is asked once is not kept: answers that nobody wants again would be most of what is in memory.
  const isAskedAgain = createSeenLately();
  let makings = new Map<string, CommandContext<Result>>();

  const start = (key: string, make: (clients: ClientDisconnect) => Promise<Result>): Making<Result> => {
    const among = makings;
    const clients = new ClientDisconnect();
    const madeAt = timer.now();
    const leave = (): void => {
      place.making = null;
      if (among.get(key) === place) among.delete(key);
    };
    const giveUp = (): void => {
      leave();
      clients.leave();
    };
    const making: Making<Result> = { answer: make(clients), giveUp, waiting: 0, isWanted: false };
    const place: CommandContext<Result> = { making };
    among.set(key, place);
    const settle = (made: Result | null): void => {
      leave();
      // What began before the last change may lack it.
      if (made !== null && among === makings && making.isWanted) known.set(key, { ...made, madeAt });
    };
    making.answer.then(settle, () => settle(null));
    return making;
  };

  const find = (key: string): Result | null => {
    const found = known.get(key);
    const isValid = found !== undefined && clock() < found.until && timer.now() < found.madeAt + shareMs;
    return isValid ? found : null;
  };

  return {
    find,
    async take(key, client, make) {
      const found = find(key);
      if (found !== null) return found;
      const making = makings.get(key)?.making ?? start(key, make);
      making.waiting += 1;
      making.isWanted ||= shareMs > 0 && isAskedAgain(key);
      const leave = (): void => {
        making.waiting -= 1;
        if (making.waiting === 0) making.giveUp();
      };
      client.onLeave(leave);
      try {
        return await making.answer;
      } finally {
        client.offLeave(leave);
      }
    },
    forget() {
      known.clear();
      makings = new Map();
    },
  };
}

/** Makes every answer for its client alone, and keeps none. */
export function createUnsharedAnswers<Result extends SharedAnswer>(): SharedAnswers<Result> {
  return { find: () => null, take: (_, client, make) => make(client), forget: () => undefined };
}
