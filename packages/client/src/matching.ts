import type {
  CallbackChangeRowFragment,
  CallbackFilter,
  CallbackOrder,
  CallbackOrderField,
  CallbackRowFragment,
  CallbackStatus,
} from "./operations.js";

/** A callback with the fields of every list and event of this package. */
export type CallbackRow = CallbackRowFragment;
/** A change as the gateway publishes it. */
export type CallbackChange = CallbackChangeRowFragment;

/** The order of `callbacks` without `orderBy`. */
export const DEFAULT_ORDER: CallbackOrder = { field: "WINDOW_START", direction: "ASC" };

/** Conditions by which a callback leaves a filter with an event. By all others it leaves without one. */
const PUBLISHED_CONDITIONS: readonly (keyof CallbackFilter)[] = ["sources", "vendors", "statuses", "isOpen"];

function conditionsOf(filter: CallbackFilter | null | undefined): (keyof CallbackFilter)[] {
  const all = Object.entries(filter ?? {}) as [keyof CallbackFilter, unknown][];
  return all.flatMap(([name, value]) => (value === null || value === undefined ? [] : [name]));
}

/**
 * True if changes alone say which callbacks the list contains and in which order. Lists with other conditions, and lists
 * ordered by WAITING_SINCE, have to be read again after changes.
 */
export function isFollowedByChanges(
  filter: CallbackFilter | null | undefined,
  orderBy: CallbackOrder = DEFAULT_ORDER,
): boolean {
  const isPublished = conditionsOf(filter).every((name) => PUBLISHED_CONDITIONS.includes(name));
  return isPublished && orderBy.field !== "WAITING_SINCE";
}

/** Returns the filter for a subscription that also receives the changes by which callbacks leave the list. */
export function filterOfChanges(filter: CallbackFilter | null | undefined): CallbackFilter {
  const published = conditionsOf(filter).filter((name) => PUBLISHED_CONDITIONS.includes(name));
  return Object.fromEntries(published.map((name) => [name, filter?.[name]]));
}

const FINAL_STATUSES: readonly CallbackStatus[] = ["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"];

/** True until the status is final: `isOpen` of a callback with this status. */
export function isOpenStatus(status: CallbackStatus): boolean {
  return !FINAL_STATUSES.includes(status);
}

/** The fields that `isMember` reads. */
export type Matchable = Pick<CallbackRow, "vendor" | "status" | "isOpen"> & {
  readonly source?: { readonly name?: string };
};

/** True if a callback matches the conditions of a filter that `isFollowedByChanges` accepts. */
export function isMember(filter: CallbackFilter | null | undefined, callback: Matchable): boolean {
  const { sources, vendors, statuses, isOpen } = filter ?? {};
  const source = callback.source?.name;
  return (
    (isOpen === null || isOpen === undefined || callback.isOpen === isOpen) &&
    (!statuses || [statuses].flat().includes(callback.status)) &&
    (!vendors || [vendors].flat().includes(callback.vendor)) &&
    (!sources || (source !== undefined && [sources].flat().includes(source)))
  );
}

/** The fields that `compareCallbacks` reads. */
export type Sortable = Partial<
  Pick<
    CallbackRow,
    "status" | "isOpen" | "dueAt" | "nextAttemptAt" | "createdAt" | "updatedAt" | "statusChangedAt" | "endedAt"
  >
> & { readonly window?: { readonly start: string } | null };

const WAITING = ["SCHEDULED", "QUEUED", "RETRYING"];
const timeOf = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Date.parse(text);

const VALUES: Readonly<Record<CallbackOrderField, (callback: Sortable) => (number | null)[]>> = {
  WINDOW_START: ({ window }) => [timeOf(window?.start)],
  NEXT_ATTEMPT_AT: ({ nextAttemptAt }) => [timeOf(nextAttemptAt)],
  CREATED_AT: ({ createdAt }) => [timeOf(createdAt)],
  UPDATED_AT: ({ updatedAt }) => [timeOf(updatedAt)],
  STATUS_CHANGED_AT: ({ statusChangedAt }) => [timeOf(statusChangedAt)],
  DUE_AT: ({ dueAt }) => [timeOf(dueAt)],
  ENDED_AT: ({ endedAt }) => [timeOf(endedAt)],
  // The wait of a callback begins, or will begin, with its window.
  WAITING_SINCE: ({ window, createdAt }) => [timeOf(window?.start ?? createdAt)],
  URGENCY: ({ status, dueAt, window, createdAt }) => [
    WAITING.includes(status ?? "") ? 0 : 1,
    // A missing time comes last within the one value that the gateway sorts by.
    ...[dueAt, window?.start, createdAt].map((time) => timeOf(time) ?? Number.POSITIVE_INFINITY),
  ],
};

/** Compares two callbacks in the order of a list, as `Array.sort` expects. Callbacks without a value come last. */
export function compareCallbacks(a: Sortable, b: Sortable, orderBy: CallbackOrder = DEFAULT_ORDER): number {
  const valuesOf = VALUES[orderBy.field];
  const [first, second] = [valuesOf(a), valuesOf(b)];
  for (const [index, one] of first.entries()) {
    const other = second[index] ?? null;
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    return (one < other ? -1 : 1) * (orderBy.direction === "DESC" ? -1 : 1);
  }
  return 0;
}
