import { GatewayError } from "../callback/errors.js";
import type { RecordedChange } from "../callback/query.js";
import type { Store } from "../stores/store.js";
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
   * The changes behind the last ones that were given, waiting where there are none yet; null once it was ended.
   * Rejects with CURSOR_EXPIRED where the log does not reach back so far, with FEED_OVERFLOW where the reader is too
   * slow: both with the position to resume behind.
   */
  next(): Promise<readonly RecordedChange[] | null>;
  /** Ends it; one who waits is given null. */
  end(): void;
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
        next: () => follower.next(),
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

  return {
    async next() {
      while (!isEnded) {
        const changes = await take();
        if (changes.length > 0) {
          position = changes.at(-1)?.position ?? position;
          return isEnded ? null : changes;
        }
        const failure = tail.failure();
        if (failure !== null) throw failure;
        await new Promise<void>((resolve) => {
          const callOff = tail.onGrown(position, resolve);
          stopWaiting = () => {
            callOff();
            resolve();
          };
        });
      }
      return null;
    },
    end() {
      isEnded = true;
      stopWaiting();
    },
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
