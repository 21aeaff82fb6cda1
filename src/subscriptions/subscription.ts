import { GatewayError } from "../domain/errors.js";
import type { CallbackFilter, RecordedChange } from "../domain/query.js";
import type { Clock } from "../domain/time/instant.js";
import type { Store } from "../stores/store.js";
import type { ChangeLogReader } from "./change-log-reader.js";
import type { PublishedChange, ResultListener, ResultSource, SubscriptionRequest } from "./published-change.js";
import { sendSnapshot } from "./snapshot.js";
import type { GroupMember, SubscriptionGroup } from "./subscription-group.js";

/** Parts that all subscriptions of a hub share. */
export interface SubscriptionContext<Result> {
  readonly reader: ChangeLogReader;
  readonly store: Store;
  readonly clock: Clock;
  /** A live subscription may fall this many changes behind before it fails with FEED_OVERFLOW. */
  readonly maxLag: number;
  readonly results: ResultSource<Result>;
  /** Whether subscribers with this request receive the change. */
  matches(change: RecordedChange): boolean;
  /** Returns the filter limited to the sources that are configured now. */
  readonly limit: (filter: CallbackFilter) => CallbackFilter;
  /** The group of live subscriptions with equal requests and results. */
  group(): SubscriptionGroup<Result>;
}

/** Ends a live phase. */
interface Live<Result> {
  readonly group: SubscriptionGroup<Result>;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * One subscription: sends the snapshot, replays the log, and then is live as a member of a group. When the client needs
 * time, it leaves the group, waits, replays and rejoins; so it holds a position, not a queue. Tens of thousands may run
 * for days.
 */
export class Subscription<Result> implements GroupMember<Result> {
  /** The client has every change up to here that matches. */
  private position: number;
  /** Whether the log contains the position: a client's cursor may have expired. */
  private isVerified: boolean;
  private hasCaughtUp = false;
  private hasEnded = false;
  private live: Live<Result> | null = null;
  /** The promise of the listener that is awaited before the next result. */
  private busy: Promise<void> | undefined;
  /** By row, the position up to which the snapshot contains its changes; null once all of them were passed. */
  private snapshot: ReadonlyMap<number, number> | null = null;

  constructor(
    private readonly request: SubscriptionRequest,
    /** Used if the request does not resume: a position from before the snapshot is read, so that no change is lost. */
    start: number,
    private readonly context: SubscriptionContext<Result>,
    private readonly listener: ResultListener<Result>,
  ) {
    this.position = request.after ?? start;
    this.isVerified = request.after === null;
  }

  /** Resolves when the subscription has ended. Rejects as `ChangeStream.each` does. */
  async run(): Promise<void> {
    if (this.request.snapshot) await this.sendSnapshot();
    while (!this.hasEnded) {
      const changes = await this.readNext();
      if (changes.length > 0) await this.replay(changes);
      else await this.runLive();
      await this.busy;
      this.busy = undefined;
    }
  }

  end(): void {
    this.hasEnded = true;
    this.endLive()?.resolve();
  }

  deliver(change: RecordedChange, result: Result): void {
    // The subscription may have joined ahead of its group.
    if (change.position <= this.position) return;
    this.position = change.position;
    if (this.isInSnapshot(change)) return;
    try {
      this.busy = this.listener(result, change);
      if (this.busy !== undefined) this.endLive()?.resolve();
    } catch (error) {
      this.fail(error);
    }
  }

  dismiss(position: number): void {
    this.position = Math.max(this.position, position);
    this.endLive()?.resolve();
  }

  fail(error: unknown): void {
    this.endLive()?.reject(error);
  }

  private async sendSnapshot(): Promise<void> {
    const { reader, store, clock, limit } = this.context;
    this.snapshot = await sendSnapshot((change) => this.send(change), {
      filter: limit(this.request.filter),
      position: reader.last(),
      isEnded: () => this.hasEnded,
      store,
      clock,
    });
  }

  private async readNext(): Promise<readonly RecordedChange[]> {
    const { reader, maxLag } = this.context;
    if (this.hasCaughtUp && reader.countAfter(this.position) > maxLag) throw overflow(this.position);
    const recent = this.isVerified ? reader.recent(this.position) : null;
    this.hasCaughtUp ||= recent !== null;
    const changes = recent ?? (await reader.read(this.position));
    this.isVerified = true;
    return changes;
  }

  private async replay(changes: readonly RecordedChange[]): Promise<void> {
    for (const change of changes) {
      if (this.hasEnded) return;
      this.position = change.position;
      if (this.context.matches(change) && !this.isInSnapshot(change)) await this.send(change);
    }
  }

  private async send(change: PublishedChange): Promise<void> {
    const result = await this.context.results.resultOf(change);
    if (!this.hasEnded) await this.listener(result, change);
  }

  /** Resolves when the subscription ends, or has to replay. */
  private async runLive(): Promise<void> {
    const { reader } = this.context;
    const failure = reader.failure();
    if (failure !== null) throw failure;
    // Changes may have come since the log was read.
    if (this.hasEnded || reader.last() > this.position) return;
    this.forgetSnapshot();
    await new Promise<void>((resolve, reject) => {
      const group = this.context.group();
      this.live = { group, resolve, reject };
      group.join(this);
    });
  }

  private endLive(): Live<Result> | null {
    const { live } = this;
    this.live = null;
    live?.group.leave(this);
    return live;
  }

  private isInSnapshot({ rowId, position }: RecordedChange): boolean {
    return position <= (this.snapshot?.get(rowId) ?? 0);
  }

  private forgetSnapshot(): void {
    const positions = [...(this.snapshot?.values() ?? [])];
    if (positions.every((position) => position <= this.position)) this.snapshot = null;
  }
}

function overflow(position: number): GatewayError {
  const message = "the subscription fell too far behind: resume from the cursor of this error";
  return new GatewayError("FEED_OVERFLOW", message, { position });
}
