import type { LogBounds } from "../domain/change/log-bounds.js";
import type { CallbackKey } from "../domain/change/observation.js";
import type { RecordedChange, Slice } from "../domain/query.js";
import type { Instant } from "../domain/time/instant.js";

/**
 * A wake-up: the log has grown. `appended` are the changes that this process has just appended; other changes may precede
 * them in the log.
 */
export type ChangeListener = (appended: readonly RecordedChange[]) => void;

/** A page of one callback's changes, oldest first. */
export interface HistoryPage {
  readonly changes: readonly RecordedChange[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** The change log. Positions only grow, and no change appears behind a reader that has passed its position. */
export interface ChangeLog {
  /** The changes behind `after`, oldest first, at most `limit`. */
  readChanges(after: number, limit: number): Promise<readonly RecordedChange[]>;
  /** The same, from a replica as well: it has every change that `readChanges` or `onChanges` has returned before. */
  replayChanges(after: number, limit: number): Promise<readonly RecordedChange[]>;
  /** The range of the log, which a reader compares its position with. */
  logBounds(): Promise<LogBounds>;
  /**
   * Deletes changes noticed before `noticedBefore`, or beyond the newest `keep`: at most `limit`, and never the last. Returns
   * how many.
   */
  trimChanges(bounds: {
    readonly noticedBefore: Instant;
    readonly keep: number;
    readonly limit: number;
  }): Promise<number>;
  /** One callback's changes, oldest first. */
  history(key: CallbackKey, slice: Slice<number>): Promise<HistoryPage>;
  /**
   * Calls `listener` after changes were appended or an agent action was saved, here or in another gateway. Returns a function
   * that stops it.
   */
  onChanges(listener: ChangeListener): () => void;
}
