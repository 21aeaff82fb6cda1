import { compareCallbacks, isFollowedByChanges, isMember, type CallbackChange, type CallbackRow } from "./matching.js";
import type { CallbackFilter, CallbackOrder } from "./operations.js";

export interface CallbackListOptions {
  readonly filter?: CallbackFilter | null | undefined;
  readonly orderBy?: CallbackOrder | undefined;
  /** The most callbacks of the list. */
  readonly first: number;
}

/** A list as it was read from the gateway. */
export interface ReadList {
  readonly callbacks: readonly CallbackRow[];
  /** The number of callbacks that match, also beyond the ones that were read. */
  readonly totalCount: number;
}

/** A callback, and its place among callbacks with equal sort values: the order in which the gateway returned them. */
interface Entry {
  readonly callback: CallbackRow;
  readonly rank: number;
}

/**
 * The beginning of a list in its order, which follows changes. While the list is complete, changes alone keep it equal to
 * the gateway's; otherwise `apply` says when it has to be read again.
 */
export class CallbackList {
  private entries = new Map<string, Entry>();
  private sorted: readonly CallbackRow[] | null = null;
  private nextRank = 0;
  private matching = 0;
  private isComplete = false;

  constructor(private readonly options: CallbackListOptions) {}

  /** The first callbacks, in order. */
  callbacks(): readonly CallbackRow[] {
    const { first, orderBy } = this.options;
    this.sorted ??= [...this.entries.values()]
      .sort((a, b) => compareCallbacks(a.callback, b.callback, orderBy) || this.byRank(a, b))
      .slice(0, first)
      .map(({ callback }) => callback);
    return this.sorted;
  }

  /** The number of callbacks that match, also beyond the first. */
  totalCount(): number {
    return this.isComplete ? this.entries.size : this.matching;
  }

  /** Replaces the list by what was read. */
  reset({ callbacks, totalCount }: ReadList): void {
    this.entries = new Map();
    // The gateway breaks ties by the time at which it first stored a callback, in the direction of the order.
    const isDescending = this.options.orderBy?.direction === "DESC";
    const inRank = isDescending ? callbacks.toReversed() : callbacks;
    for (const callback of inRank) this.put(callback);
    this.matching = totalCount;
    this.isComplete = this.entries.size >= totalCount && isFollowedByChanges(this.options.filter, this.options.orderBy);
    this.sorted = null;
  }

  /** Applies a change, also one that the list already contains. Returns true if the list has to be read again. */
  apply({ kind, callback }: CallbackChange): boolean {
    const { filter } = this.options;
    this.sorted = null;
    if (kind === "ERASED" || !isMember(filter, callback)) this.entries.delete(callback.id);
    // Only the gateway knows whether the callback matches the other conditions.
    else if (this.entries.has(callback.id) || isFollowedByChanges(filter, this.options.orderBy)) this.put(callback);
    this.trim();
    // A record that is part of another callback now is in no list, and an erased callback in none either.
    return !this.isComplete || kind === "GONE";
  }

  /** Bounds the memory of a list that grows: far behind its end, callbacks are no longer followed. */
  private trim(): void {
    const { first } = this.options;
    if (this.entries.size <= 2 * first) return;
    this.matching = this.totalCount();
    this.isComplete = false;
    const ids = new Set(this.callbacks().map(({ id }) => id));
    for (const id of this.entries.keys()) if (!ids.has(id)) this.entries.delete(id);
  }

  private put(callback: CallbackRow): void {
    const rank = this.entries.get(callback.id)?.rank ?? this.nextRank++;
    this.entries.set(callback.id, { callback, rank });
  }

  private byRank(a: Entry, b: Entry): number {
    return this.options.orderBy?.direction === "DESC" ? b.rank - a.rank : a.rank - b.rank;
  }
}
