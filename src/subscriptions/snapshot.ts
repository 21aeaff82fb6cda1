import type { Clock } from "../domain/time/instant.js";
import { positionOf } from "../domain/change/position.js";
import type { CallbackFilter, ListPosition, RecordedChange, StoredCallback } from "../domain/query.js";
import { statusOf } from "../domain/ending.js";
import type { Store } from "../stores/store.js";
import type { PublishedChange } from "./published-change.js";

const PAGE = 100;

export interface SnapshotOptions {
  readonly filter: CallbackFilter;
  /** The log position after which the subscription continues with changes. */
  readonly position: number;
  readonly isEnded: () => boolean;
  readonly store: Store;
  readonly clock: Clock;
}

/** Sends the callbacks that match now. Resolves with the log position up to which each row contains its changes. */
export async function sendSnapshot(
  send: (change: PublishedChange) => Promise<void>,
  { filter, position, isEnded, store, clock }: SnapshotOptions,
): Promise<Map<number, number>> {
  const positions = new Map<number, number>();
  const now = clock();
  const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
  let after: ListPosition | null = null;
  for (let hasMore = true; hasMore;) {
    const slice = { size: PAGE, from: "start" as const, after, before: null };
    const page = await store.list({ filter, orderBy, slice, now });
    hasMore = page.hasNextPage;
    for (const [index, row] of page.rows.entries()) {
      if (isEnded()) return positions;
      const isPartialSnapshot = hasMore || index < page.rows.length - 1;
      positions.set(row.rowId, page.lastPosition);
      await send(snapshotOf(row, position, statusOf(row, now), isPartialSnapshot));
    }
    const last = page.rows.at(-1);
    if (last !== undefined) after = positionOf(last, orderBy.field);
  }
  return positions;
}

function snapshotOf(
  row: StoredCallback,
  position: number,
  status: RecordedChange["status"],
  isPartialSnapshot: boolean,
): PublishedChange {
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
