import type { EventListener } from "../lib/event-stream.js";
import type { RecordedChange } from "../domain/query.js";
import type { Feed, Follower } from "./feed.js";

/** Why one is told no more: it is over, or it needs time for a change, and has to go on behind that by itself. */
export type Left = null | { readonly busy: Promise<void>; readonly position: number };

/**
 * Those who are told the same selection of changes in the moment that they come: one follower of the feed for all of them,
 * and one call for each.
 */
export class Audience {
  private readonly members = new Set<Member>();
  private readonly decided = new WeakMap<RecordedChange, boolean>();
  private follower: Follower | null = null;

  constructor(
    private readonly feed: Pick<Feed, "follow">,
    private readonly concerns: (change: RecordedChange) => boolean,
  ) {}

  /** Whether they are told of it; decided once. */
  isMeant(change: RecordedChange): boolean {
    const isMeant = this.decided.get(change) ?? this.concerns(change);
    this.decided.set(change, isMeant);
    return isMeant;
  }

  /** Tells the listener what comes behind `after`: the feed's last position. */
  join(listener: EventListener<RecordedChange>, after: number): Member {
    const member = new Member(listener, after, this);
    this.members.add(member);
    this.follower ??= this.follow();
    return member;
  }

  /** For members alone. */
  leave(member: Member): void {
    this.members.delete(member);
    if (this.members.size > 0) return;
    this.follower?.end();
    this.follower = null;
  }

  private follow(): Follower {
    const follower = this.feed.follow(null);
    const over = (end: (member: Member) => void): void => {
      if (this.follower === follower) for (const member of this.members) end(member);
    };
    follower
      .each((changes) => this.tell(changes))
      .then(
        () => over((member) => member.leave(null)),
        (error: unknown) => over((member) => member.fail(error)),
      );
    return follower;
  }

  /** Nobody is waited for. */
  private tell(changes: readonly RecordedChange[]): undefined {
    for (const change of changes) {
      if (!this.isMeant(change)) continue;
      for (const member of this.members) member.tell(change);
    }
  }
}

/** One of them. There may be tens of thousands, for days. */
export class Member {
  /** Resolves once it has left; rejects with what ends the feed, or what the listener threw. */
  readonly left: Promise<Left>;
  private resolve!: (left: Left) => void;
  private reject!: (error: unknown) => void;

  constructor(
    private readonly listener: EventListener<RecordedChange>,
    private readonly after: number,
    private readonly audience: Audience,
  ) {
    this.left = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  tell(change: RecordedChange): void {
    // What was on its way already when it came is no news to it.
    if (change.position <= this.after) return;
    try {
      const busy = this.listener(change);
      if (busy !== undefined) this.leave({ busy, position: change.position });
    } catch (error) {
      this.fail(error);
    }
  }

  leave(left: Left): void {
    this.audience.leave(this);
    this.resolve(left);
  }

  fail(error: unknown): void {
    this.audience.leave(this);
    this.reject(error);
  }
}
