import { GatewayError, toError } from "../domain/errors.js";
import type { RecordedChange } from "../domain/query.js";
import type { Store } from "../stores/store.js";
import type { EventListener } from "../lib/event-stream.js";
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
}

/**
 * WATCHING: the change log, followed. Replay and live are the same reading behind a position, so that nothing falls
 * between them; a slow reader holds a position and no queue.
 */
export interface Feed {
  /**
   * Follows behind `after`; null begins at the end. `isSure` where the log is known to hold what comes behind it, as where
   * it is followed from there already; by default only for null.
   */
  follow(after: number | null, isSure?: boolean): Follower;
  /** The position of the last change. */
  last(): number;
  /** False while the log cannot be read: who follows is ended then. */
  isReading(): boolean;
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
  const log: FollowedLog = { store, tail, maxLag, left: (follower) => followers.delete(follower) };
  return {
    follow(after, isSure = after === null) {
      const follower = new LogFollower(log, after ?? tail.last(), isSure);
      followers.add(follower);
      return follower;
    },
    last: () => tail.last(),
    isReading: () => tail.failure() === null,
    close() {
      tail.close();
      for (const follower of followers) follower.end();
      followers.clear();
    },
  };
}

/** What all followers of a feed have in common. */
interface FollowedLog {
  readonly store: Store;
  readonly tail: Tail;
  readonly maxLag: number;
  left(follower: Follower): void;
}

class LogFollower implements Follower {
  private hasCaughtUp: boolean;
  private isChecked: boolean;
  private hasEnded = false;
  private stopWaiting: (() => void) | null = null;

  constructor(
    private readonly log: FollowedLog,
    private position: number,
    isSure: boolean,
  ) {
    this.hasCaughtUp = isSure;
    this.isChecked = isSure;
  }

  async each(listener: EventListener<readonly RecordedChange[]>): Promise<void> {
    const { tail } = this.log;
    while (!this.hasEnded) {
      const changes = await this.take();
      if (this.hasEnded) return;
      if (changes.length > 0) {
        this.position = changes.at(-1)?.position ?? this.position;
        await listener(changes);
        continue;
      }
      const failure = tail.failure();
      if (failure !== null) throw failure;
      if (tail.last() <= this.position) await this.ride(listener);
    }
  }

  end(): void {
    this.log.left(this);
    this.hasEnded = true;
    this.stopWaiting?.();
  }

  private async take(): Promise<readonly RecordedChange[]> {
    const { tail, maxLag } = this.log;
    if (this.hasCaughtUp && tail.last() - this.position > maxLag) throw overflow(this.position);
    if (!this.isChecked) return this.replay();
    const held = tail.behind(this.position);
    if (held === null) return this.replay();
    this.hasCaughtUp = true;
    return held;
  }

  private async replay(): Promise<readonly RecordedChange[]> {
    const { store } = this.log;
    const changes = await store.readChanges(this.position, REPLAY_SIZE);
    // Asked after reading: had the log been cut in between, the reading would have a hole.
    const { floor, last } = await store.logBounds();
    if (this.position < floor || this.position > last) throw expired(last);
    this.isChecked = true;
    return changes;
  }

  /** Gives what comes, in the moment that it comes, until the listener needs time or the log has to be read for it. */
  private ride(listener: EventListener<readonly RecordedChange[]>): Promise<void> {
    const { tail } = this.log;
    return new Promise((resolve, reject) => {
      const callOff = tail.onGrown(() => {
        try {
          const changes = tail.behind(this.position) ?? [];
          this.position = changes.at(-1)?.position ?? this.position;
          const busy = changes.length === 0 ? Promise.resolve() : listener(changes);
          if (busy === undefined) return;
          callOff();
          resolve(busy);
        } catch (error) {
          callOff();
          reject(toError(error));
        }
      });
      this.stopWaiting = () => {
        callOff();
        resolve();
      };
    });
  }
}

function expired(last: number): GatewayError {
  const message = "the change log does not contain this cursor: read the list again and resume from its changeCursor";
  return new GatewayError("CURSOR_EXPIRED", message, { position: last });
}

function overflow(position: number): GatewayError {
  const message = "the subscription fell too far behind: resume from the cursor of this error";
  return new GatewayError("FEED_OVERFLOW", message, { position });
}
