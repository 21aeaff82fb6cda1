import { LRUCache } from "lru-cache";
import type { CallbackChangeKind } from "../callback/change.js";
import { matchesFilter } from "../callback/filter.js";
import type { Clock } from "../callback/instant.js";
import { positionOf } from "../callback/position.js";
import type { CallbackFilter, ListPosition, RecordedChange, StoredCallback } from "../callback/query.js";
import { statusAt } from "../callback/status.js";
import type { Store } from "../stores/store.js";
import { createEventStream, type EventListener, type EventStream } from "../callback/event-stream.js";
import type { Feed, Follower } from "./feed.js";

/** What a subscriber is told: a change, or a callback that matched when it began. */
export interface ToldChange extends Omit<RecordedChange, "kind"> {
  readonly kind: CallbackChangeKind;
  /** True where more of the snapshot was to come: whoever resumes here needs the snapshot again. */
  readonly isPartialSnapshot?: boolean;
}

export interface WatchRequest {
  readonly filter: CallbackFilter;
  readonly kinds: readonly CallbackChangeKind[];
  /** Resumes behind this position; null begins now. */
  readonly after: number | null;
  /** Begins with the callbacks that match now, before what changes from there. */
  readonly snapshot: boolean;
}

/** Changes to those whom they concern. */
export interface Watcher {
  /**
   * Every change that the request is about, in order, none left out. Throws what the feed throws. A change is one and
   * the same object for all who are told of it.
   */
  watch(request: WatchRequest): EventStream<ToldChange>;
  /** The position of the last change, for those who are sent away. */
  last(): number;
}

const SNAPSHOT_PAGE = 100;
const SELECTIONS_KEPT = 1000;

export function createWatcher(options: { readonly feed: Feed; readonly store: Store; readonly clock: Clock }): Watcher {
  const { feed } = options;
  /** Which changes a selection is about, decided once for all who ask for the same. */
  const selections = new LRUCache<string, WeakMap<RecordedChange, boolean>>({ max: SELECTIONS_KEPT });

  const selectionOf = (request: WatchRequest): ((change: RecordedChange) => boolean) => {
    const key = JSON.stringify([request.filter, request.kinds]);
    const decided = selections.get(key) ?? new WeakMap<RecordedChange, boolean>();
    selections.set(key, decided);
    return (change) => {
      let isMeant = decided.get(change);
      if (isMeant === undefined) {
        isMeant = concerns(request, change);
        decided.set(change, isMeant);
      }
      return isMeant;
    };
  };

  return {
    last: () => feed.last(),
    watch(request) {
      // Followed from before the snapshot is read: nothing falls between.
      const follower = feed.follow(request.after);
      const each = (listener: EventListener<ToldChange>): Promise<void> =>
        tell({ request, follower, isMeant: selectionOf(request), listener }, options);
      return createEventStream(each, () => follower.end());
    },
  };
}

/** One who is told. */
interface Telling {
  readonly request: WatchRequest;
  readonly follower: Follower;
  readonly isMeant: (change: RecordedChange) => boolean;
  readonly listener: EventListener<ToldChange>;
}

/** Tells all that it is about, to its end. */
async function tell(
  telling: Telling,
  options: { readonly store: Store; readonly feed: Feed; readonly clock: Clock },
): Promise<void> {
  const { request, follower, isMeant, listener } = telling;
  try {
    /** Until where each callback of the snapshot has told its changes already. */
    let told = request.snapshot ? await tellSnapshot(telling, options) : null;
    const toldUntil = Math.max(0, ...(told?.values() ?? []));
    const tellOne = (change: RecordedChange): Promise<void> | undefined => {
      // Behind the snapshot there is nothing left to compare with, and a subscription may live for days.
      if (told !== null && change.position > toldUntil) told = null;
      return isMeant(change) && change.position > (told?.get(change.rowId) ?? 0) ? listener(change) : undefined;
    };
    await follower.each((changes) => {
      for (let index = 0; index < changes.length; index += 1) {
        const busy = tellOne(changes[index] as RecordedChange);
        if (busy !== undefined) return tellRest(busy, changes.slice(index + 1), follower, tellOne);
      }
      return undefined;
    });
  } finally {
    follower.end();
  }
}

async function tellRest(
  busy: Promise<void>,
  rest: readonly RecordedChange[],
  follower: Follower,
  tellOne: EventListener<RecordedChange>,
): Promise<void> {
  await busy;
  for (const change of rest) {
    if (follower.isEnded()) return;
    const waiting = tellOne(change);
    if (waiting !== undefined) await waiting;
  }
}

/** Tells of what matches now. Resolves with the position of the log at which each callback was read. */
async function tellSnapshot(
  { request: { filter }, follower, listener }: Telling,
  { feed, store, clock }: { readonly feed: Feed; readonly store: Store; readonly clock: Clock },
): Promise<Map<number, number>> {
  const told = new Map<number, number>();
  const position = feed.last();
  const now = clock();
  const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
  let after: ListPosition | null = null;
  for (let hasMore = true; hasMore;) {
    const slice = { size: SNAPSHOT_PAGE, from: "start" as const, after, before: null };
    const page = await store.list({ filter, orderBy, slice, now });
    hasMore = page.hasNextPage;
    for (const [index, row] of page.rows.entries()) {
      if (follower.isEnded()) return told;
      const isPartialSnapshot = hasMore || index < page.rows.length - 1;
      told.set(row.rowId, page.lastPosition);
      await listener(snapshotOf(row, position, statusAt(row.callback, now), isPartialSnapshot));
    }
    const last = page.rows.at(-1);
    if (last !== undefined) after = positionOf(last, orderBy.field);
  }
  return told;
}

function snapshotOf(
  row: StoredCallback,
  position: number,
  status: RecordedChange["status"],
  isPartialSnapshot: boolean,
): ToldChange {
  return {
    kind: "SNAPSHOT",
    position,
    rowId: row.rowId,
    callback: row,
    previousStatus: null,
    status,
    changedFields: [],
    occurredAt: null,
    observedAt: row.observedAt,
    isPartialSnapshot,
  };
}

function concerns({ filter, kinds }: WatchRequest, change: RecordedChange): boolean {
  if (!kinds.includes(change.kind)) return false;
  // What leaves a filter by its status is told, too: else it would stay on everybody's screen.
  const statuses = change.previousStatus === null ? [change.status] : [change.status, change.previousStatus];
  return matchesFilter(filter, change.callback.callback, statuses);
}
