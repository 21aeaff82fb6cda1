import { limitToConfigured } from "../domain/filter.js";
import type { PromisesBySource } from "../domain/promise.js";
import type { CallbackFilter, RecordedChange } from "../domain/query.js";
import type { Clock } from "../domain/time/instant.js";
import { iterate } from "../lib/event-stream.js";
import type { Store } from "../stores/store.js";
import { isWanted } from "./wanted-change.js";
import { openChangeLogReader, type ChangeLogReaderOptions } from "./change-log-reader.js";
import {
  CHANGES,
  type ChangeStream,
  type PublishedChange,
  type ResultListener,
  type ResultSource,
  type SubscriptionRequest,
  type Subscriptions,
} from "./published-change.js";
import { SubscriptionGroup } from "./subscription-group.js";
import { Subscription } from "./subscription.js";

export interface SubscriptionHubOptions extends ChangeLogReaderOptions {
  readonly store: Store;
  readonly clock: Clock;
  /**
   * Returns the names of the configured sources: changes of other sources are not published. It is called for each change and
   * snapshot. Default: all in the store.
   */
  readonly sources?: () => readonly string[];
  /** By which filters of times are matched. Default: DEFAULT_PROMISE for every source. */
  readonly promises?: PromisesBySource;
  /** A live subscription may fall this many changes behind before it fails with FEED_OVERFLOW. Default 10,000. */
  readonly maxLag?: number;
}

/** Publishes the change log to all subscriptions of this process. */
export interface SubscriptionHub extends Subscriptions {
  /** The number of subscriptions that run. */
  count(): number;
  /** False while the change log cannot be read: subscriptions fail then. */
  isReading(): boolean;
  /** Ends all subscriptions. May be called twice. */
  close(): void;
}

const MAX_LAG = 10_000;

/** Opens the hub at the end of the change log. */
export async function openSubscriptionHub(options: SubscriptionHubOptions): Promise<SubscriptionHub> {
  const { store, clock, sources, promises = new Map(), maxLag = MAX_LAG } = options;
  const reader = await openChangeLogReader(store, options);
  const groups = new Map<string, SubscriptionGroup<unknown>>();
  const running = new Set<{ end(): void }>();
  reader.onChanges(() => {
    for (const group of groups.values()) void group.deliver();
  });

  const groupOf = <Result>(
    key: string,
    matches: (change: RecordedChange) => boolean,
    results: ResultSource<Result>,
  ): SubscriptionGroup<Result> => {
    const existing = groups.get(key);
    // Equal keys have results of the same type.
    if (existing !== undefined) return existing as SubscriptionGroup<Result>;
    const group = new SubscriptionGroup(reader, matches, results, () => groups.delete(key));
    groups.set(key, group as SubscriptionGroup<unknown>);
    return group;
  };

  const start = <Result>(
    request: SubscriptionRequest,
    position: number,
    results: ResultSource<Result>,
    listener: ResultListener<Result>,
  ): Subscription<Result> => {
    const key = JSON.stringify([request.filter, request.kinds, results.key]);
    const matches = (change: RecordedChange): boolean =>
      (sources?.().includes(change.callback.callback.source) ?? true) && isWanted(request, change, promises);
    const limit = (filter: CallbackFilter): CallbackFilter =>
      sources === undefined ? filter : limitToConfigured(filter, sources());
    const group = (): SubscriptionGroup<Result> => groupOf(key, matches, results);
    const context = { reader, store, clock, maxLag, results, matches, limit, group };
    return new Subscription(request, position, context, listener);
  };

  return {
    last: () => reader.last(),
    count: () => running.size,
    isReading: () => reader.failure() === null,
    subscribe: (request) => new HubStream(request, reader.last(), start, running),
    close() {
      reader.close();
      for (const subscription of running) subscription.end();
    },
  };
}

type Start = <Result>(
  request: SubscriptionRequest,
  position: number,
  results: ResultSource<Result>,
  listener: ResultListener<Result>,
) => Subscription<Result>;

/** A subscription from its request to its end. */
class HubStream implements ChangeStream {
  private hasEnded = false;
  private subscription: { end(): void } | null = null;

  constructor(
    private readonly request: SubscriptionRequest,
    /** The stream begins here: changes before it is read are not lost. */
    private readonly position: number,
    private readonly start: Start,
    private readonly running: Set<{ end(): void }>,
  ) {
    running.add(this);
  }

  async each<Result>(results: ResultSource<Result>, listener: ResultListener<Result>): Promise<void> {
    if (this.hasEnded) return;
    const subscription = this.start(this.request, this.position, results, listener);
    this.subscription = subscription;
    try {
      await subscription.run();
    } finally {
      this.end();
    }
  }

  end(): void {
    this.running.delete(this);
    this.hasEnded = true;
    this.subscription?.end();
  }

  [Symbol.asyncIterator](): AsyncIterator<PublishedChange> {
    return iterate<PublishedChange>(
      (listener) => this.each(CHANGES, listener),
      () => this.end(),
    );
  }
}
