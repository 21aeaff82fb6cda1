import type { Adapter } from "../../adapters/adapter.js";
import type { Instant } from "../../domain/time/instant.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { SyncKey } from "../../stores/store.js";
import type { PollTime } from "./poll-times.js";
import { FULL_LIST_KEY } from "./plan.js";
import type { SourceSync } from "./source-sync.js";

/** The key under which the next page of the full list is saved, and when the walk started. */
const WALK_KEY = "listWalk";
/** A list of no more pages is read in one go: only that proves that a callback is absent. A longer one, no client waits for. */
export const MOST_PAGES_AT_ONCE = 20;

/** The part of a walk that is saved. */
type SavedWalk = SyncKey & { readonly requestedAt: Instant };

/** Reads a whole list: a short one in one go, a long one a page at a time, spread over its interval, also across restarts. */
export interface ListWalk {
  /** Continues from the saved schedule. */
  resume(saved: readonly SyncKey[]): void;
  /** The next query of the read. */
  next(): VendorQuery;
  /** Notes what was read, plans the next page, and returns what has to be saved. */
  answered(
    query: VendorQuery,
    response: { readonly pollTime: PollTime; readonly pageCount: number | null },
  ): readonly SavedWalk[];
}

export function createListWalk(
  adapter: Pick<Adapter, "listPage">,
  { pollTimes, schedule, timer, listPages }: Pick<SourceSync, "pollTimes" | "schedule" | "timer" | "listPages">,
): ListWalk {
  let page = 0;
  let begun: PollTime | null = null;
  const whole: VendorQuery = { by: "list" };
  const isShort = (): boolean =>
    adapter.listPage === undefined || (listPages() > 0 && listPages() <= MOST_PAGES_AT_ONCE);

  return {
    resume(saved) {
      const walk = saved.find(({ key }) => key === WALK_KEY);
      if (walk === undefined || walk.page === null || walk.page === 0 || walk.requestedAt === null) return;
      ({ page } = walk);
      begun = { requestedAt: walk.requestedAt, at: timer.now() };
      schedule.resume(whole, timer.now());
    },
    next: () => (isShort() ? whole : { by: "listPage", page }),
    answered(query, { pollTime, pageCount }) {
      const pages = pageCount ?? Math.max(1, listPages());
      listPages(pages);
      if (query.by === "list") return [{ key: FULL_LIST_KEY, requestedAt: pollTime.requestedAt, page: pages }];
      if (page === 0) begun = pollTime;
      const since = begun ?? pollTime;
      if (isShort()) {
        // Only now is it known that it can be read in one go.
        schedule.resume(whole, timer.now());
        return [];
      }
      page += 1;
      if (page < pages) {
        // The first walk is as fast as possible; later ones are spread over the interval.
        const isFirst = (pollTimes.of(FULL_LIST_KEY)?.pollTime ?? null) === null;
        schedule.resume(whole, timer.now() + (isFirst ? 0 : schedule.plan().periods.full / pages));
        return [{ key: WALK_KEY, requestedAt: since.requestedAt, page }];
      }
      page = 0;
      begun = null;
      pollTimes.succeeded(FULL_LIST_KEY, since);
      const end = { key: FULL_LIST_KEY, requestedAt: since.requestedAt, page: pages };
      return [end, { key: WALK_KEY, requestedAt: since.requestedAt, page: 0 }];
    },
  };
}
