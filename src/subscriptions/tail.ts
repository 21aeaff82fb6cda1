import type { RecordedChange } from "../domain/query.js";
import type { Store } from "../stores/store.js";

/** The newest stretch of the change log, read once for all who follow it. */
export interface Tail {
  /** The last position that was read. */
  last(): number;
  /** Changes behind `after` that are held here; null where the log itself has to be read for it. */
  behind(after: number): readonly RecordedChange[] | null;
  /** Calls `listener` whenever there is something new, or the tail has ended. Returns how to call it off. */
  onGrown(listener: () => void): () => void;
  /** Set once the log could not be read; followers end with it. */
  failure(): unknown;
  close(): void;
}

const READ_SIZE = 500;

/** Follows the log from its end on. A ring says "look again", and may save the reading: a lost or doubled one loses and doubles nothing. */
export async function createTail(store: Store, keep: number, lookEveryMs: number): Promise<Tail> {
  let held: RecordedChange[] = [];
  let { last } = await store.logBounds();
  let floor = last;
  let failure: unknown = null;
  let isClosed = false;
  let reading: Promise<void> | null = null;
  let isRungAgain = false;
  const listening = new Set<() => void>();
  /** Those who keep up all read behind the same position. */
  let latest: { readonly after: number; readonly changes: readonly RecordedChange[] } | null = null;

  const wake = (): void => {
    for (const listener of listening) listener();
  };

  const grow = (changes: readonly RecordedChange[]): void => {
    // Not spread into a call: very many would not fit on the stack.
    for (const change of changes) held.push(change);
    latest = null;
    last = changes.at(-1)?.position ?? last;
    // Cut off rarely and then much, so that a change costs no copy of the whole.
    if (held.length > keep * 2) {
      held = held.slice(-keep);
      floor = (held[0]?.position ?? 1) - 1;
    }
    wake();
  };

  const read = async (): Promise<void> => {
    do {
      isRungAgain = false;
      const changes = await store.readChanges(last, READ_SIZE);
      if (changes.length === READ_SIZE) isRungAgain = true;
      if (changes.length > 0) grow(changes);
    } while (isRungAgain && !isClosed);
  };

  const look = (): void => {
    if (isClosed) return;
    if (reading !== null) {
      isRungAgain = true;
      return;
    }
    reading = read()
      .then(
        () => {
          failure = null;
        },
        (error: unknown) => {
          failure = error;
          wake();
        },
      )
      .finally(() => {
        reading = null;
        if (isRungAgain && failure === null) look();
      });
  };

  /** What comes right behind what was read need not be read: nothing can come in between any more. */
  const isNext = (changes: readonly RecordedChange[]): boolean =>
    changes.length > 0 && changes.every(({ position }, index) => position === last + 1 + index);

  const stopRinging = store.onChanges((appended) => {
    if (!isClosed && reading === null && failure === null && isNext(appended)) grow(appended);
    else look();
  });
  // Rings between processes can be lost; a look now and then finds what they would have told.
  const timer = setInterval(look, lookEveryMs);
  timer.unref();

  return {
    last: () => last,
    behind(after) {
      if (after < floor) return null;
      if (latest?.after === after) return latest.changes;
      let start = held.length;
      while (start > 0 && (held[start - 1]?.position ?? 0) > after) start -= 1;
      latest = { after, changes: held.slice(start) };
      return latest.changes;
    },
    onGrown(listener) {
      listening.add(listener);
      return () => listening.delete(listener);
    },
    failure: () => failure,
    close() {
      isClosed = true;
      clearInterval(timer);
      stopRinging();
      wake();
    },
  };
}
