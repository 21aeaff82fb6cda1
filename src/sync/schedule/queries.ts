import type { Adapter } from "../../adapters/adapter.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { QueryOptions } from "./plan.js";

const NONE: readonly string[] = [];

/** The query that finds new callbacks at a vendor that lists; null at one that does not. */
export function discoveryOf(adapter: Pick<Adapter, "list" | "listOpen">): VendorQuery | null {
  if (adapter.listOpen !== undefined) return { by: "openList" };
  return adapter.list === undefined ? null : { by: "list" };
}

/** The query that makes good lost events, at a vendor that has one. */
function endedQueries(adapter: Pick<Adapter, "listEnded">): readonly VendorQuery[] {
  return adapter.listEnded === undefined ? [] : [{ by: "ended" }];
}

/** How a source can be queried for its callbacks. `canRequest` is false for a query that the vendor cannot be sent. */
export function queriesOf(
  adapter: Adapter,
  { canRequest = () => true, listPages = 1 }: { canRequest?: (query: VendorQuery) => boolean; listPages?: number } = {},
): QueryOptions {
  const discovery = discoveryOf(adapter);
  const possible = (query: VendorQuery | null): VendorQuery | null =>
    query !== null && canRequest(query) ? query : null;
  return {
    watched: [...adapter.watched, ...endedQueries(adapter)].filter(canRequest),
    queryFor: (target) => possible(adapter.queryFor(target)) ?? discovery,
    groupFor: (target) => (adapter.groupFor === undefined ? discovery : possible(adapter.groupFor(target))),
    ...(adapter.otherForms !== undefined && { otherForms: (number) => adapter.otherForms?.(number) ?? NONE }),
    ...(adapter.pageSize !== undefined && { pageSize: adapter.pageSize }),
    discovery,
    hasFullList: adapter.list !== undefined && adapter.listOpen !== undefined,
    listPages,
  };
}
