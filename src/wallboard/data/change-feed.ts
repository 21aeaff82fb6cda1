import type { WallboardChangesSubscription } from "../../../schema/operations.js";
import { createLiveValue, type LiveValue } from "./live-value.js";

/** A change as the API publishes it. */
export type Change = WallboardChangesSubscription["callbackChanged"];

/** A change, and when this page received it. */
export interface ReceivedChange {
  readonly change: Change;
  readonly at: number;
}

/** The changes that this page received, for its lists, figures and announcements. */
export interface ChangeFeed {
  /** The latest ones, the latest first. */
  readonly latest: LiveValue<readonly ReceivedChange[]>;
  /** Grows whenever lists and figures may have changed: read them again, at a limited rate. */
  readonly revision: LiveValue<number>;
  apply(change: Change, at: number): void;
  /** Marks lists and figures as out of date without a change, such as after a break. */
  invalidate(): void;
  /** Calls the listener with every change, until the returned function is called. */
  onChange(listener: (received: ReceivedChange) => void): () => void;
}

const MAX_LATEST = 30;

/** `schedule` is given a task to run soon: changes that arrive together are shown together. */
export function createChangeFeed(schedule: (task: () => void) => void): ChangeFeed {
  const latest = createLiveValue<readonly ReceivedChange[]>([]);
  const revision = createLiveValue(0);
  const listeners = new Set<(received: ReceivedChange) => void>();
  let unpublished: ReceivedChange[] = [];

  const publish = (): void => {
    latest.set([...unpublished.reverse(), ...latest.get()].slice(0, MAX_LATEST));
    unpublished = [];
    revision.set(revision.get() + 1);
  };
  return {
    latest,
    revision,
    apply(change, at) {
      const received = { change, at };
      for (const listener of listeners) listener(received);
      if (unpublished.push(received) === 1) schedule(publish);
    },
    invalidate: () => revision.set(revision.get() + 1),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
