import DataLoader from "dataloader";
import { textOfKey, type CallbackKey } from "../domain/change/observation.js";
import type { StoredCallback } from "../domain/query.js";
import type { DurationMs, Instant } from "../domain/time/instant.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import { groupBy } from "../lib/group.js";
import type { Store } from "../stores/store.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { RequestRefresher } from "./request-refresher.js";

export interface CallbackLoaderOptions {
  readonly store: Pick<Store, "find">;
  readonly refresher: Refresher;
  readonly request: RequestRefresher;
  readonly now: Instant;
}

/** Loads callbacks by key; null where neither store nor vendor has one. The keys of one tick are one query to the store. */
export function createCallbackLoader(
  options: CallbackLoaderOptions,
): DataLoader<CallbackKey, StoredCallback | null, string> {
  const { refresher, request } = options;
  return new DataLoader(
    async (keys) => {
      const { maxStalenessMs } = request.boundsOf(null);
      const boundOf = ({ source, vendorId }: CallbackKey): DurationMs =>
        maxStalenessMs ?? refresher.promiseFor(source, vendorId);
      const found = await loadCallbacks(keys, options, boundOf);
      for (const row of found) request.expireAt(freshUntil(row, boundOf));
      return found;
    },
    { cacheKeyFn: textOfKey },
  );
}

/** Until when a loaded callback is fresh. A missing one may be scheduled at any time; one that is gone does not age. */
function freshUntil(row: StoredCallback | null, boundOf: (key: CallbackKey) => DurationMs): Instant {
  if (row === null) return Number.NEGATIVE_INFINITY;
  return row.isPresentAtVendor ? row.observedAt + boundOf(row.callback) : Number.POSITIVE_INFINITY;
}

/** Refreshes the missing and the stale ones, by source, and then reads all of them again. */
async function loadCallbacks(
  keys: readonly CallbackKey[],
  { store, refresher, request, now }: CallbackLoaderOptions,
  boundOf: (key: CallbackKey) => DurationMs,
): Promise<readonly (StoredCallback | null)[]> {
  const stored = await store.find(keys);
  const stale = keys.flatMap((key, index) => {
    const callback = stored[index] ?? null;
    // A vendor that no longer returns the callback cannot say anything new about it.
    const isFresh =
      callback !== null && (!callback.isPresentAtVendor || isWithin(now - callback.observedAt, boundOf(key)));
    return isFresh ? [] : [{ key, callback }];
  });
  if (stale.length === 0) return stored;
  await Promise.all(
    [...groupBy(stale, ({ key }) => key.source)].map(async ([source, group]) => {
      const queries = group.flatMap(({ key, callback }) => {
        const query = refresher.queryForId(source, key.vendorId, callback?.callback ?? null);
        return query === null ? [] : [query];
      });
      if (queries.length > 0) await request.refresh(source, distinct(queries));
    }),
  );
  return store.find(keys);
}

/** False for a negative age: after a clock step, a time in the future says nothing. */
function isWithin(ageMs: DurationMs, boundMs: DurationMs): boolean {
  return ageMs >= 0 && ageMs <= boundMs;
}

function distinct(queries: readonly VendorQuery[]): readonly VendorQuery[] {
  return [...new Map(queries.map((query) => [JSON.stringify(query), query])).values()];
}
