import type { WallboardPageQuery, WallboardRowFragment } from "../../../schema/operations.js";
import type { ReceivedChange } from "../data/change-feed.js";
import { createLiveValue, type LiveValue } from "../data/live-value.js";
import { createThrottle } from "../data/throttle.js";

type PageNode = WallboardPageQuery["callbacks"]["nodes"][number];

/** A callback in the list, with precomputed values. Times are milliseconds since 1970. */
export interface ListRow {
  readonly callback: WallboardRowFragment;
  /** The customer's other open callbacks, as of the last read of the page. */
  readonly duplicates: PageNode["duplicates"];
  readonly startsAt: number | null;
  /** When its window is over; its start where it has no end. */
  readonly endsAt: number | null;
  readonly dueAt: number | null;
  /** When this page received its last change; null since it was opened. */
  readonly changedAt: number | null;
}

/** The loaded part of the list, from its first row on. */
export interface ListState {
  readonly rows: readonly ListRow[];
  /** Number of matching callbacks; null before the first response. */
  readonly total: number | null;
  /** Whether more rows can be loaded. */
  readonly hasMore: boolean;
  /** The error of the last read; null if it succeeded. */
  readonly error: unknown;
}

/** Pages of callbacks in the API's order. */
export interface RowPages {
  readonly state: LiveValue<ListState>;
  /** Notes the index of the last row in view, and loads the next page when it comes near to the end. */
  readonly show: (lastVisible: number) => void;
  /** Reads the loaded pages again soon, up to the one in view. */
  readonly refresh: () => void;
  /** Shows the new state of a loaded callback at once. Its place in the order follows with the next read. */
  readonly apply: (received: ReceivedChange) => void;
  readonly stop: () => void;
}

export interface RowPagesOptions {
  /** Reads 100 rows behind the cursor. */
  readonly readPage: (after: string | null) => Promise<WallboardPageQuery["callbacks"]>;
  readonly clock: () => number;
}

/** The most rows in memory. Filters and the order reach all others. */
export const MAX_ROWS = 1000;

const PAGE = 100;
/** The next page is loaded when fewer rows than this follow the last one in view. */
const NEAR_END = 40;
const EMPTY: ListState = { rows: [], total: null, hasMore: false, error: null };
/** Changes that come together lead to one read of the list. */
const DELAY_MS = 300;
const PAUSE_MS = 2000;
const MAX_TIMER_MS = 60_000;

export function createRowPages({ readPage, clock }: RowPagesOptions): RowPages {
  const state = createLiveValue(EMPTY);
  const changedAt = new Map<string, number>();
  let lastVisible = 0;
  let endCursor: string | null = null;
  let isReading = false;
  let isStopped = false;
  let dueTimer: ReturnType<typeof setTimeout> | undefined;

  /** Appends pages behind the cursor until there are this many rows, then publishes them. */
  const read = async (known: readonly PageNode[], from: string | null, count: number): Promise<void> => {
    const nodes = [...known];
    let after = from;
    let total = 0;
    isReading = true;
    try {
      do {
        const page: WallboardPageQuery["callbacks"] = await readPage(after);
        nodes.push(...page.nodes);
        total = page.totalCount;
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null && nodes.length < count && !isStopped);
      if (isStopped) return;
      endCursor = after;
      const rows = withoutRepeats(nodes).map((node) => rowOf(node, node.duplicates, changedAt.get(node.id) ?? null));
      state.set({ rows, total, hasMore: after !== null && rows.length < MAX_ROWS, error: null });
      clearTimeout(dueTimer);
      dueTimer = setTimeout(throttle.request, untilNextDue(rows, clock()));
      isReading = false;
      extend();
    } catch (error) {
      if (!isStopped) state.set({ ...state.get(), error });
    } finally {
      isReading = false;
    }
  };
  /** Appends the next page if the row in view is near to the end of the loaded ones. */
  const extend = (): void => {
    const { rows, hasMore } = state.get();
    if (!hasMore || isReading || isStopped || lastVisible < rows.length - NEAR_END) return;
    const known = rows.map(({ callback, duplicates }) => ({ ...callback, duplicates }));
    void read(known, endCursor, rows.length + 1);
  };
  const throttle = createThrottle({
    // A page that is being appended is short work: the read of all follows it.
    task: () => (isReading ? Promise.resolve(throttle.request()) : read([], null, pagesUpTo(lastVisible + NEAR_END))),
    delayMs: DELAY_MS,
    pauseMs: PAUSE_MS,
  });
  void read([], null, PAGE);

  return {
    state,
    show(visible) {
      lastVisible = visible;
      extend();
    },
    refresh: throttle.request,
    apply({ change: { kind, callback }, at }) {
      const current = state.get();
      const index = current.rows.findIndex((row) => row.callback.id === callback.id);
      changedAt.set(callback.id, at);
      if (changedAt.size > MAX_ROWS) changedAt.delete(changedAt.keys().next().value ?? "");
      if (index === -1) return;
      const duplicates = current.rows[index]?.duplicates ?? [];
      const isErased = kind === "ERASED";
      const rows = isErased
        ? current.rows.toSpliced(index, 1)
        : current.rows.with(index, rowOf(callback, duplicates, at));
      state.set({ ...current, rows });
    },
    stop() {
      isStopped = true;
      clearTimeout(dueTimer);
      throttle.stop();
    },
  };
}

function pagesUpTo(index: number): number {
  return Math.min(MAX_ROWS, Math.ceil((index + 1) / PAGE) * PAGE);
}

/** A callback that moved between two pages while they were read is in both. */
function withoutRepeats(nodes: readonly PageNode[]): PageNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

function rowOf(callback: WallboardRowFragment, duplicates: PageNode["duplicates"], changedAt: number | null): ListRow {
  const { window } = callback;
  const startsAt = window === null ? null : Date.parse(window.start);
  const endsAt = typeof window?.end === "string" ? Date.parse(window.end) : startsAt;
  const dueAt = typeof callback.dueAt === "string" ? Date.parse(callback.dueAt) : null;
  return { callback, duplicates, startsAt, endsAt, dueAt, changedAt };
}

/** To become overdue is no change that is published: the list is read again at that moment. */
function untilNextDue(rows: readonly ListRow[], now: number): number {
  const next = rows.reduce(
    (soonest, { dueAt, callback }) =>
      dueAt !== null && dueAt > now && !callback.isOverdue ? Math.min(soonest, dueAt - now) : soonest,
    MAX_TIMER_MS,
  );
  return next + 1;
}
