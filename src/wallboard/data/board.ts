import type { WallboardChangesSubscription, WallboardRowFragment } from "../../../schema/operations.js";
import { createLiveValue, type LiveValue } from "./live-value.js";

/** A change as the API publishes it. */
export type Change = WallboardChangesSubscription["callbackChanged"];

/** An open callback, with precomputed values. Times are milliseconds since 1970. */
export interface BoardRow {
  readonly callback: WallboardRowFragment;
  /** When its window begins; null where no time was agreed on. */
  readonly startsAt: number | null;
  /** When its window is over; its only moment where it has no end. */
  readonly endsAt: number | null;
  /** Until when the customer was promised a call, as the API says; null where nothing was promised. */
  readonly dueAt: number | null;
  /** When this page received its last change; null since the list was read. */
  readonly changedAt: number | null;
}

/** A change for the readers of the board. */
export interface Told {
  readonly change: Change;
  readonly at: number;
}

/** Every open callback that the API has shown, soonest first. */
export interface Board {
  readonly rows: LiveValue<readonly BoardRow[]>;
  /** The latest changes, the latest first. */
  readonly latest: LiveValue<readonly Told[]>;
  /** These are all: the list as far as it was read. */
  replace(callbacks: readonly WallboardRowFragment[]): void;
  apply(change: Change, at: number): void;
}

const KEPT_CHANGES = 30;
const UNTIMED = Number.MAX_SAFE_INTEGER;

/** `schedule` is given a task to run soon: changes that come together are shown together. */
export function createBoard(schedule: (task: () => void) => void): Board {
  const byId = new Map<string, BoardRow>();
  const rows = createLiveValue<readonly BoardRow[]>([]);
  const latest = createLiveValue<readonly Told[]>([]);
  let unpublished: Told[] = [];
  let isDue = false;

  const show = (): void => {
    isDue = false;
    rows.set([...byId.values()].sort(bySoonest));
    if (unpublished.length > 0) latest.set([...unpublished.reverse(), ...latest.get()].slice(0, KEPT_CHANGES));
    unpublished = [];
  };
  const showSoon = (): void => {
    if (isDue) return;
    isDue = true;
    schedule(show);
  };

  return {
    rows,
    latest,
    replace(callbacks) {
      byId.clear();
      for (const callback of callbacks) {
        if (callback.isOpen) byId.set(callback.id, rowOf(callback, null));
      }
      showSoon();
    },
    apply(change, at) {
      const { callback } = change;
      // A callback that ends, or is removed at its vendor, leaves the board.
      if (callback.isOpen) byId.set(callback.id, rowOf(callback, at));
      else byId.delete(callback.id);
      unpublished.push({ change, at });
      showSoon();
    },
  };
}

function rowOf(callback: WallboardRowFragment, changedAt: number | null): BoardRow {
  const { window } = callback;
  const startsAt = window === null ? null : Date.parse(window.start);
  const endsAt = typeof window?.end === "string" ? Date.parse(window.end) : startsAt;
  const dueAt = typeof callback.dueAt === "string" ? Date.parse(callback.dueAt) : null;
  return { callback, startsAt, endsAt, dueAt, changedAt };
}

/** Callbacks without a time come last. Those of the same time are sorted by source, so that their order is stable. */
function bySoonest(a: BoardRow, b: BoardRow): number {
  if (a.startsAt !== b.startsAt) return (a.startsAt ?? UNTIMED) - (b.startsAt ?? UNTIMED);
  return compare(a.callback.source.name, b.callback.source.name) || compare(a.callback.vendorId, b.callback.vendorId);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
