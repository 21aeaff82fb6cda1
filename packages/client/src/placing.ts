import {
  compareCallbacks,
  isMember,
  isOpenStatus,
  type CallbackChange,
  type Matchable,
  type Sortable,
} from "./matching.js";
import type { CallbackFilter, CallbackOrder } from "./operations.js";

/** The part of a change that decides about lists. */
export type ListChange = Pick<CallbackChange, "cursor" | "previousStatus"> & { readonly callback: Matchable };

/** The arguments that distinguish lists. */
export interface ListArguments {
  readonly filter?: CallbackFilter | null;
  readonly orderBy?: CallbackOrder | null;
}

/** Returns by how much a change alters the number of callbacks that match. */
export function countDelta(
  filter: CallbackFilter | null | undefined,
  { callback, previousStatus }: ListChange,
): number {
  const isIn = isMember(filter, callback);
  const wasIn =
    previousStatus !== null &&
    isMember(filter, { ...callback, status: previousStatus, isOpen: isOpenStatus(previousStatus) });
  return Number(isIn) - Number(wasIn);
}

/** The loaded beginning of a list, by the keys of its callbacks in the cache. */
export interface LoadedList {
  readonly keys: readonly string[];
  /** Whether the gateway has more behind them. */
  readonly hasMore: boolean;
  readonly orderBy?: CallbackOrder | null | undefined;
  readonly sortableOf: (key: string) => Sortable;
}

/** Returns the keys with one callback at its place, or without it. */
export function place(list: LoadedList, own: string, isIn: boolean): readonly string[] {
  const { keys, hasMore, orderBy, sortableOf } = list;
  const index = keys.indexOf(own);
  const others = keys.filter((key) => key !== own);
  if (!isIn) return others;
  const compare = (a: string, b: string): number =>
    compareCallbacks(sortableOf(a), sortableOf(b), orderBy ?? undefined);
  const [previous, next] = [others[index - 1], others[index]];
  const isAfterPrevious = previous === undefined || compare(previous, own) <= 0;
  const isBeforeNext = next === undefined ? !hasMore : compare(own, next) <= 0;
  // Among callbacks with equal values it stays where it was.
  if (index !== -1 && isAfterPrevious && isBeforeNext) return keys;
  const at = others.findIndex((other) => compare(own, other) < 0);
  if (at !== -1) return others.toSpliced(at, 0, own);
  // Behind the last one it belongs to a page that was not loaded.
  return hasMore ? others : [...others, own];
}

const SORT_FIELDS = ["status", "dueAt", "nextAttemptAt", "createdAt", "updatedAt", "statusChangedAt", "endedAt"];

/** Reads from a cache what a callback is sorted by. `start` returns the start of its window. */
export function readSortable(field: (name: string) => unknown, start: () => unknown): Sortable {
  const at = start();
  const fields = Object.fromEntries(SORT_FIELDS.map((name) => [name, field(name)])) as Sortable;
  return { ...fields, window: typeof at === "string" ? { start: at } : null };
}
