import { setMaxListeners } from "node:events";
import type { DurationMs } from "../../domain/time/instant.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { PollTimes } from "../schedule/poll-times.js";
import { waitFor } from "./in-flight.js";
import type { RefreshOptions } from "./refresh-options.js";
import type { SharedFetches } from "./shared-fetches.js";

/** A query that a client's request depends on. */
export interface NeededQuery {
  readonly query: VendorQuery;
  /** The key of its poll time: a number that is fetched in every form has another key than the number in one form. */
  readonly key: string;
  readonly isFresh: () => boolean;
}

/** Fetches the queries that are stale, in their order, until the client's wait ends. Queries that back off are skipped. */
export async function fetchStale(
  needed: readonly NeededQuery[],
  { waitMs, client: { signal }, priority }: RefreshOptions,
  context: { readonly fetches: SharedFetches; readonly pollTimes: PollTimes; readonly concurrency: number },
): Promise<void> {
  const { fetches, pollTimes, concurrency } = context;
  const startedAt = performance.now();
  const leftMs = (): DurationMs => waitMs - (performance.now() - startedAt);
  const canFetch = ({ isFresh, key }: NeededQuery): boolean =>
    !signal.aborted && !isFresh() && !pollTimes.isResting(key);
  // Many fetches may wait on this one signal at a time.
  setMaxListeners(0, signal);
  const queue = needed.filter(({ isFresh, key }) => !isFresh() && !pollTimes.isResting(key));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (leftMs() <= 0 || signal.aborted) return;
      // A fetch that was in flight before may have been sent too early to be fresh enough: then fetch once more.
      for (let tries = 0; tries < 2 && canFetch(next); tries += 1) {
        const inFlight = fetches.fetchForClient(next.query, next.key, priority);
        const isJoined = inFlight.startedAt < startedAt;
        await waitFor(inFlight, leftMs(), signal);
        if (!isJoined) break;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(queue.length, concurrency) }, work));
}
