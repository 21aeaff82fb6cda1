import type { RecordedChange } from "../domain/query.js";
import type { ChangeLogReader } from "./change-log-reader.js";
import type { ResultSource } from "./published-change.js";

/** A live subscription of a group. */
export interface GroupMember<Result> {
  /** Sends the result. The member leaves the group if the client needs time. Never throws. */
  deliver(change: RecordedChange, result: Result): void;
  /** Ends the live phase: the member replays from the position, the group's last one. */
  dismiss(position: number): void;
  fail(error: unknown): void;
}

/**
 * Live subscriptions with equal filters and results. Each change is matched once and its result is made once; then
 * every member sends it. Members that need time leave, replay the log by themselves and rejoin.
 */
export class SubscriptionGroup<Result> {
  private readonly members = new Set<GroupMember<Result>>();
  private position: number;
  private isDelivering = false;

  constructor(
    private readonly reader: ChangeLogReader,
    private readonly matches: (change: RecordedChange) => boolean,
    private readonly results: ResultSource<Result>,
    private readonly onEmpty: () => void,
  ) {
    this.position = reader.last();
  }

  /** Adds a subscription that has every change up to the reader's last position. */
  join(member: GroupMember<Result>): void {
    this.members.add(member);
  }

  leave(member: GroupMember<Result>): void {
    if (this.members.delete(member) && this.members.size === 0) this.onEmpty();
  }

  /** Delivers the new changes. Called whenever the reader has some, or has failed. */
  async deliver(): Promise<void> {
    const failure = this.reader.failure();
    if (failure !== null) return this.fail(failure);
    // A result that takes time is awaited below; that loop then delivers what was published meanwhile.
    if (this.isDelivering) return;
    this.isDelivering = true;
    try {
      for (let changes = this.next(); changes.length > 0; changes = this.next()) {
        for (const change of changes) await this.deliverOne(change);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isDelivering = false;
    }
  }

  private next(): readonly RecordedChange[] {
    if (this.members.size === 0) return [];
    const changes = this.reader.recent(this.position);
    if (changes !== null) return changes;
    // Results took so long that memory does not hold the next changes any more.
    for (const member of this.members) member.dismiss(this.position);
    return [];
  }

  private deliverOne(change: RecordedChange): Promise<void> | undefined {
    this.position = change.position;
    if (!this.matches(change)) return undefined;
    const send = (result: Result): void => {
      for (const member of this.members) member.deliver(change, result);
    };
    const result = this.results.resultOf(change);
    if (result instanceof Promise) return result.then(send);
    send(result);
    return undefined;
  }

  private fail(error: unknown): void {
    for (const member of this.members) member.fail(error);
  }
}
