import type { CallbackChangeKind } from "../domain/change/change.js";
import { limitToConfigured, matchesFilter } from "../domain/filter.js";
import type { Clock } from "../domain/time/instant.js";
import type { CallbackFilter, RecordedChange } from "../domain/query.js";
import { bytesOfText, createCache } from "../lib/cache.js";
import type { Store } from "../stores/store.js";
import { createEventStream, type EventListener, type EventStream } from "../lib/event-stream.js";
import { Audience } from "./audience.js";
import type { Feed } from "./feed.js";
import type { PublishedChange } from "./published-change.js";
import { tellSnapshot } from "./snapshot.js";

export interface WatchRequest {
  readonly filter: CallbackFilter;
  /** "statuses": whatever leaves another status than before, the first one and a removal that ends it included. */
  readonly kinds: readonly CallbackChangeKind[] | "statuses";
  /** Resumes behind this position; null begins now. */
  readonly after: number | null;
  /** Begins with the callbacks that match now, before what changes from there. */
  readonly snapshot: boolean;
}

/** Changes to those whom they concern. */
export interface Watcher {
  /**
   * Every change that the request is about, in order, none left out. Throws what the feed throws. A change is one and
   * the same object for all who are told of it.
   */
  watch(request: WatchRequest): EventStream<PublishedChange>;
  /** The position of the last change, for those who are sent away. */
  last(): number;
}

const AUDIENCES_BYTES = 4_194_304;
/** A group and its filter, beside the text of the filter. */
const AUDIENCE_BYTES = 1000;

export interface WatcherOptions {
  readonly feed: Feed;
  readonly store: Store;
  readonly clock: Clock;
  /** The names of the sources of the settings: nothing is published of others. Default: all that the store holds. */
  readonly sources?: readonly string[];
}

/** The watcher of everybody. */
export interface FullWatcher extends Watcher {
  /** How many watch. */
  count(): number;
}

export function createWatcher(options: WatcherOptions): FullWatcher {
  const { feed, sources } = options;
  /** Who asks for the same is told together. */
  const audiences = createCache<string, Audience>("subscription_groups", {
    maxBytes: AUDIENCES_BYTES,
    bytesOf: (key) => AUDIENCE_BYTES + 2 * bytesOfText(key),
  });
  const watches = new Set<Watch>();
  const leave = (watch: Watch): void => void watches.delete(watch);

  const audienceOf = (request: WatchRequest): Audience => {
    const key = JSON.stringify([request.filter, request.kinds]);
    return audiences.getOrCreate(key, () => new Audience(feed, (change) => concerns(request, change)));
  };

  return {
    last: () => feed.last(),
    count: () => watches.size,
    watch(wanted) {
      const request = sources === undefined ? wanted : { ...wanted, filter: limitToConfigured(wanted.filter, sources) };
      const watch = new Watch(request, audienceOf(request), options, leave);
      watches.add(watch);
      return createEventStream(
        (listener) => watch.each(listener),
        () => watch.end(),
      );
    },
  };
}

/** One who is told: with all others who have caught up, by itself while behind them. There may be tens of thousands, for days. */
class Watch {
  /** Everything until here was told, or was not to be. */
  private position: number;
  /** Whether the log holds what comes behind it: a client's cursor may be too old. */
  private isSure: boolean;
  private hasEnded = false;
  private stop: (() => void) | null = null;
  /** Until where each callback of the snapshot has told its changes already. */
  private told: ReadonlyMap<number, number> | null = null;
  private toldUntil = 0;

  constructor(
    private readonly request: WatchRequest,
    private readonly audience: Audience,
    private readonly options: WatcherOptions,
    private readonly onEnd: (watch: Watch) => void,
  ) {
    // From before the snapshot is read: nothing falls between.
    this.position = request.after ?? options.feed.last();
    this.isSure = request.after === null;
  }

  async each(listener: EventListener<PublishedChange>): Promise<void> {
    try {
      if (this.request.snapshot) await this.tellSnapshot(listener);
      while (!this.hasEnded) await (this.hasCaughtUp() ? this.listen(listener) : this.catchUp(listener));
    } finally {
      this.end();
    }
  }

  end(): void {
    this.onEnd(this);
    this.hasEnded = true;
    this.stop?.();
  }

  private hasCaughtUp(): boolean {
    return this.isSure && this.position === this.options.feed.last() && this.position >= this.toldUntil;
  }

  private async tellSnapshot(listener: EventListener<PublishedChange>): Promise<void> {
    const { request, options } = this;
    const position = options.feed.last();
    const isEnded = (): boolean => this.hasEnded;
    this.told = await tellSnapshot(listener, { filter: request.filter, position, isEnded, ...options });
    this.toldUntil = Math.max(0, ...this.told.values());
  }

  /** Is told with all others, until it needs time. */
  private async listen(listener: EventListener<PublishedChange>): Promise<void> {
    // Behind the snapshot there is nothing left to compare with, and a subscription may live for days.
    this.told = null;
    const member = this.audience.join(listener, this.position);
    this.stop = () => member.leave(null);
    const left = await member.left;
    this.stop = null;
    if (left === null) {
      this.hasEnded = true;
      return;
    }
    this.position = left.position;
    await left.busy;
  }

  /** Follows the log by itself, until it has caught up with the others. */
  private async catchUp(listener: EventListener<PublishedChange>): Promise<void> {
    const follower = this.options.feed.follow(this.position, this.isSure);
    this.stop = () => follower.end();
    let hasCaughtUp = false;
    await follower.each(async (changes) => {
      this.isSure = true;
      for (const change of changes) {
        if (this.hasEnded) return;
        this.position = change.position;
        await this.tellOne(change, listener);
      }
      hasCaughtUp = this.hasCaughtUp();
      if (hasCaughtUp) follower.end();
    });
    this.stop = null;
    if (!hasCaughtUp) this.hasEnded = true;
  }

  private tellOne(change: RecordedChange, listener: EventListener<PublishedChange>): Promise<void> | undefined {
    if (!this.audience.isMeant(change)) return undefined;
    return change.position > (this.told?.get(change.rowId) ?? 0) ? listener(change) : undefined;
  }
}

function concerns({ filter, kinds }: WatchRequest, change: RecordedChange): boolean {
  const isWanted = kinds === "statuses" ? change.status !== change.previousStatus : kinds.includes(change.kind);
  if (!isWanted) return false;
  // What leaves a filter by its status is told, too: else it would stay on everybody's screen.
  const statuses = change.previousStatus === null ? [change.status] : [change.status, change.previousStatus];
  return matchesFilter(filter, change.callback.callback, statuses);
}
