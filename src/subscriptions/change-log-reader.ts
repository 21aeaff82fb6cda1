import { removeFromChange } from "../domain/erasure.js";
import { canResumeAfter, countAfter, type LogGap } from "../domain/change/log-bounds.js";
import { GatewayError } from "../domain/errors.js";
import type { RecordedChange } from "../domain/query.js";
import { clearCaches } from "../lib/cache.js";
import type { Store } from "../stores/store.js";

export interface ChangeLogReaderOptions {
  /** How often the log is read without a notification, in milliseconds. Default 1,000. */
  readonly readEveryMs?: number;
}

/**
 * Reads the change log for all subscriptions of this process. The newest changes stay in memory; older ones are read
 * from the store. Replay and live delivery read the same log after a position, so no change falls between them.
 */
export interface ChangeLogReader {
  /** The position of the newest change that was read. */
  last(): number;
  /** How many changes there are after a position, at most. */
  countAfter(position: number): number;
  /** The changes after a position, in order; null unless all of them are in memory. */
  recent(after: number): readonly RecordedChange[] | null;
  /**
   * Up to 500 changes after a position, in order, from the store. Empty at the end of the log. Rejects with
   * CURSOR_EXPIRED and the last position if the log does not contain the position.
   */
  read(after: number): Promise<readonly RecordedChange[]>;
  /** Calls the listener when there are new changes, when reading fails, and on close. Returns how to remove it. */
  onChanges(listener: () => void): () => void;
  /** Why the last attempt to read failed; null if it succeeded. */
  failure(): unknown;
  isClosed(): boolean;
  /** Stops reading. May be called twice. */
  close(): void;
}

/** Changes that stay in memory: at least this many, at most twice as many. */
const RECENT = 5000;
const READ_SIZE = 500;

/** Starts to read at the end of the log. */
export async function openChangeLogReader(
  store: Store,
  { readEveryMs = 1000 }: ChangeLogReaderOptions = {},
): Promise<ChangeLogReader> {
  const { last, gaps } = await store.logBounds();
  return new StoreLogReader(store, last, gaps, readEveryMs);
}

class StoreLogReader implements ChangeLogReader {
  private changes: RecordedChange[] = [];
  /** `changes` holds every change after this position. */
  private floor: number;
  private error: unknown = null;
  private hasClosed = false;
  private isReading = false;
  private isReadDue = false;
  private readonly listeners = new Set<() => void>();
  private readonly unsubscribe: () => void;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: Store,
    private position: number,
    private gaps: readonly LogGap[],
    readEveryMs: number,
  ) {
    this.floor = position;
    this.unsubscribe = store.onChanges((appended) => this.notified(appended));
    // Notifications between processes can be lost.
    this.timer = setInterval(() => void this.readNew(), readEveryMs).unref();
  }

  last(): number {
    return this.position;
  }

  countAfter(position: number): number {
    return countAfter(position, { last: this.position, gaps: this.gaps });
  }

  recent(after: number): readonly RecordedChange[] | null {
    if (after < this.floor) return null;
    let start = this.changes.length;
    while (start > 0 && (this.changes[start - 1]?.position ?? 0) > after) start -= 1;
    return this.changes.slice(start);
  }

  async read(after: number): Promise<readonly RecordedChange[]> {
    const changes = await this.store.replayChanges(after, READ_SIZE);
    // The bounds are read afterwards: changes that are deleted in between would leave a gap.
    const bounds = await this.store.logBounds();
    if (!canResumeAfter(after, bounds)) throw expired(bounds.last);
    return changes;
  }

  onChanges(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  failure(): unknown {
    return this.error;
  }

  isClosed(): boolean {
    return this.hasClosed;
  }

  close(): void {
    this.hasClosed = true;
    clearInterval(this.timer);
    this.unsubscribe();
    this.notify();
  }

  /** Changes that directly follow the last position need not be read: no other change can come before them. */
  private notified(appended: readonly RecordedChange[]): void {
    if (this.isNext(appended) && !this.isReading && this.error === null && !this.hasClosed) this.append(appended);
    else void this.readNew();
  }

  private isNext(changes: readonly RecordedChange[]): boolean {
    return changes.length > 0 && changes.every(({ position }, index) => position === this.position + 1 + index);
  }

  /**
   * False where the log has lost changes that were read: a server has failed that had not replicated them. Fails all
   * subscriptions then, and goes on at the end of the log.
   */
  private async hasKeptPosition(): Promise<boolean> {
    const bounds = await this.store.logBounds();
    this.gaps = bounds.gaps;
    if (canResumeAfter(this.position, { ...bounds, floor: 0 })) return true;
    this.changes = [];
    this.position = bounds.last;
    this.floor = bounds.last;
    this.error = expired(bounds.last);
    this.notify();
    this.error = null;
    return false;
  }

  /** Reads until the end of the log. Notifications that arrive meanwhile cause one more read. */
  private async readNew(): Promise<void> {
    this.isReadDue = true;
    if (this.isReading || this.hasClosed) return;
    this.isReading = true;
    try {
      while (this.isReadDue && !this.hasClosed) {
        this.isReadDue = false;
        const changes = await this.store.readChanges(this.position, READ_SIZE);
        this.isReadDue ||= changes.length === READ_SIZE;
        this.error = null;
        if (changes.length === 0) continue;
        if (this.isNext(changes) || (await this.hasKeptPosition())) this.append(changes);
      }
    } catch (error) {
      this.error = error;
      this.notify();
    } finally {
      this.isReading = false;
    }
  }

  private append(changes: readonly RecordedChange[]): void {
    // Not spread into one call: the stack does not hold very many arguments.
    for (const change of changes) this.changes.push(change);
    this.forgetErased(changes);
    this.position = changes.at(-1)?.position ?? this.position;
    // Trimmed rarely and by half, so that one change costs no copy of all.
    if (this.changes.length > RECENT * 2) {
      this.changes = this.changes.slice(-RECENT);
      this.floor = (this.changes[0]?.position ?? 1) - 1;
    }
    this.notify();
  }

  /** Deletes the personal data of erased callbacks from the changes in memory and from all caches of this process. */
  private forgetErased(changes: readonly RecordedChange[]): void {
    const erased = new Set(changes.filter(({ kind }) => kind === "ERASED").map(({ rowId }) => rowId));
    if (erased.size === 0) return;
    this.changes = this.changes.map((change) =>
      erased.has(change.rowId) && change.kind !== "ERASED" ? removeFromChange(change, "PERSONAL_DATA") : change,
    );
    clearCaches();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

function expired(last: number): GatewayError {
  const message = "the change log does not contain this cursor: read the list again and resume from its changeCursor";
  return new GatewayError("CURSOR_EXPIRED", message, { position: last });
}
