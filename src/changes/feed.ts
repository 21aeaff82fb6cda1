import { GatewayError } from "../callback/errors.js";
import type { RecordedChange } from "../callback/query.js";
import type { Store } from "../stores/store.js";
import type { EventListener } from "../callback/event-stream.js";
import { createTail, type Tail } from "./tail.js";

export interface FeedOptions {
  /** Changes that one who has caught up may fall behind again before it is ended as too slow. Default 10,000. */
  readonly maxLag?: number;
  /** How often to look at the log unasked, in milliseconds. Default 1,000. */
  readonly lookEveryMs?: number;
}

/** A reader of the change log. */
export interface Follower {
  /**
   * Gives the listener the changes behind the last ones that it was given, as they come, until it is ended. Rejects with
   * CURSOR_EXPIRED where the log does not reach back so far, with FEED_OVERFLOW where the listener is too slow: both with
   * the position to resume behind. To be called once.
   */
  each(listener: EventListener<readonly RecordedChange[]>): Promise<void>;
  /** Ends it. May be called twice. */
  end(): void;
  isEnded(): boolean;
}

/**
 * WATCHING: the change log, followed. Replay and live are the same reading behind a position, so that nothing falls
 * between them; a slow reader holds a position and no queue.
 */
export interface Feed {
  /** Follows behind `after`; null begins at the end. */
  follow(after: number | null): Follower;
  /** The position of the last change. */
  last(): number;
  /** False while the log cannot be read: who follows is ended then. */
  isReading(): boolean;
  /** How many follow. */
  count(): number;
  /** Ends all who follow. May be called twice. */
  close(): void;
}

const HELD = 5000;
const REPLAY_SIZE = 500;

/** Opens the feed at the end of the log. */
export async function createFeed(store: Store, options: FeedOptions = {}): Promise<Feed> {
  const { maxLag = 10_000, lookEveryMs = 1000 } = options;
  const tail = await createTail(store, HELD, lookEveryMs);
  const followers = new Set<Follower>();
  return {
    follow(after) {
      const follower = followLog(store, tail, after, maxLag);
      followers.add(follower);
      return {
        ...follower,
        end() {
          followers.delete(follower);
          follower.end();
        },
      };
    },
    last: () => tail.last(),
    isReading: () => tail.failure() === null,
    count: () => followers.size,
    close() {
      tail.close();
      for (const follower of followers) follower.end();
      followers.clear();
    },
  };
}

function followLog(store: Store, tail: Tail, after: number | null, maxLag: number): Follower {
  let position = after ?? tail.last();
  let hasCaughtUp = after === null;
  let isChecked = after === null;
  let isEnded = false;
  let stopWaiting = (): void => undefined;

  const replay = async (): Promise<readonly RecordedChange[]> => {
    const changes = await store.readChanges(position, REPLAY_SIZE);
    // Asked after reading: had the log been cut in between, the reading would have a hole.
    const { floor, last } = await store.logBounds();
    if (position < floor || position > last) throw expired(last);
    isChecked = true;
    return changes;
  };

  const take = async (): Promise<readonly RecordedChange[]> => {
    if (hasCaughtUp && tail.last() - position > maxLag) throw overflow(position);
    if (!isChecked) return replay();
    const held = tail.behind(position);
    if (held === null) return replay();
    hasCaughtUp = true;
    return held;
  };

  /** Gives what comes, in the moment that it comes, until the listener needs time or the log has to be read for it. */
  const ride = (listener: EventListener<readonly RecordedChange[]>): Promise<void> =>
    new Promise((resolve, reject) => {
      const callOff = tail.onGrown(() => {
        try {
          const changes = tail.behind(position) ?? [];
          position = changes.at(-1)?.position ?? position;
          const busy = changes.length === 0 ? Promise.resolve() : listener(changes);
          if (busy === undefined) return;
          callOff();
          resolve(busy);
        } catch (error) {
          callOff();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      stopWaiting = () => {
        callOff();
        resolve();
      };
    });

  return {
    async each(listener) {
      while (!isEnded) {
        const changes = await take();
        if (isEnded) return;
        if (changes.length > 0) {
          position = changes.at(-1)?.position ?? position;
          await listener(changes);
          continue;
        }
        const failure = tail.failure();
        if (failure !== null) throw failure;
        if (tail.last() <= position) await ride(listener);
      }
    },
    end() {
      isEnded = true;
      stopWaiting();
    },
    isEnded: () => isEnded,
  };
}

function expired(last: number): GatewayError {
  const message = "the change log does not hold this cursor: read the list again and resume behind its changeCursor";
  return new GatewayError("CURSOR_EXPIRED", message, { position: last });
}

function overflow(position: number): GatewayError {
  const message = "the subscription fell too far behind: resume behind the cursor of this error";
  return new GatewayError("FEED_OVERFLOW", message, { position });
}
