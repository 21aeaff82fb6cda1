import type { CallbackChangeKind } from "../domain/change/change.js";
import type { CallbackFilter, RecordedChange } from "../domain/query.js";

/** A change as subscribers receive it, or a callback of the snapshot that a subscription begins with. */
export interface PublishedChange extends Omit<RecordedChange, "kind"> {
  readonly kind: CallbackChangeKind;
  /** True if more of the snapshot follows: a client that resumes from here needs the whole snapshot again. */
  readonly isPartialSnapshot?: boolean;
}

export interface SubscriptionRequest {
  readonly filter: CallbackFilter;
  /** "statuses": every change of status, including the first status and the end of a removed record. */
  readonly kinds: readonly CallbackChangeKind[] | "statuses";
  /** Resumes after this position; null starts at the end of the log. */
  readonly after: number | null;
  /** Sends the callbacks that match now, then their changes. */
  readonly snapshot: boolean;
}

/** Turns changes into what subscribers receive. */
export interface ResultSource<Result> {
  /** Subscriptions with equal keys and filters share each result. */
  readonly key: string;
  /** Called once for each change of a group of live subscriptions, and by each subscription that replays. */
  resultOf(change: PublishedChange): Result | Promise<Result>;
}

/** Receives results in order. If it returns a promise, the next result waits for it. */
export type ResultListener<Result> = (result: Result, change: PublishedChange) => Promise<void> | undefined;

/** The changes of one subscription. Nothing is read before `each` or the iterator is called: one of them, and once. */
export interface ChangeStream extends AsyncIterable<PublishedChange> {
  /**
   * Passes the result of every change to the listener: in order, each once, none skipped. Resolves at the end. Rejects
   * with what the listener threw, with CURSOR_EXPIRED, or with FEED_OVERFLOW if the listener is too slow; the error has
   * the position to resume after.
   */
  each<Result>(results: ResultSource<Result>, listener: ResultListener<Result>): Promise<void>;
  /** May be called twice. */
  end(): void;
}

/** The subscriptions that one caller, or the gateway itself, can open. */
export interface Subscriptions {
  subscribe(request: SubscriptionRequest): ChangeStream;
  /** The position of the newest change. */
  last(): number;
}

/** The changes themselves. */
export const CHANGES: ResultSource<PublishedChange> = { key: "changes", resultOf: (change) => change };
