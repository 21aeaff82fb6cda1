import type { Cache, CacheExchangeOpts, FieldInfo, Resolver, UpdateResolver } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { isFollowedByChanges, isMember } from "./matching.js";
import { countDelta, place, readSortable, type ListArguments, type ListChange } from "./placing.js";
import { embeddedTypes } from "./tables.js";

/** Options of urql's `cacheExchange` for the schema of the gateway. */
export type CacheOptions = Required<Pick<CacheExchangeOpts, "keys" | "resolvers" | "updates">>;

/** A list of the cache: its pages in their order. */
interface CachedList {
  readonly arguments: ListArguments;
  readonly pages: readonly CachedPage[];
}

interface CachedPage {
  /** The key of the connection. */
  readonly key: string;
  readonly nodes: readonly string[];
}

/** What the changes after its first page add to a list. */
interface Followed {
  /** The first page's `changeCursor`: another one is another list. */
  readonly from: unknown;
  readonly cursor: string;
  readonly delta: number;
}

const PAGES = ["first", "after", "last", "before", "maxStaleness"];

/**
 * Returns options for `cacheExchange`: pages of a list are one list, and each `callbackChanged` of a subscription inserts,
 * moves or removes its callback in the lists. Lists that changes alone cannot keep up to date are read again.
 */
export function createCacheOptions(): CacheOptions {
  const followed = new Map<string, Followed>();
  const paginate = relayPagination();

  const callbacks: Resolver = (parent, args, cache, info) => {
    const joined = paginate(parent, args, cache, info) as object | undefined;
    const first = joined && firstPageOf(cache, info.parentKey, args as ListArguments);
    if (first === undefined) return joined;
    const [from, totalCount] = ["changeCursor", "totalCount"].map((name) => cache.resolve(first, name));
    const state = followed.get(keyOf(args as ListArguments));
    const { cursor, delta } = state !== undefined && state.from === from ? state : { cursor: from, delta: 0 };
    // Of the first page: a subscription from there receives every change since any of the pages was read.
    return {
      ...joined,
      ...(typeof from === "string" && { changeCursor: cursor }),
      ...(typeof totalCount === "number" && { totalCount: totalCount + delta }),
    };
  };

  const update: UpdateResolver = (result, _, cache) => {
    const change = Object.values(result)[0] as ListChange & { readonly callback: { readonly id: string } };
    const own = cache.keyOfEntity({ __typename: "Callback", id: change.callback.id });
    if (own === null) return;
    for (const list of listsOf(cache)) {
      const { filter, orderBy } = list.arguments;
      const [first] = list.pages;
      if (first === undefined || !isFollowedByChanges(filter, orderBy ?? undefined)) {
        invalidate(cache, list.arguments);
        continue;
      }
      const key = keyOf(list.arguments);
      const from = cache.resolve(first.key, "changeCursor");
      const before = followed.get(key);
      const delta = (before?.from === from ? before?.delta : undefined) ?? 0;
      followed.set(key, { from, cursor: change.cursor, delta: delta + countDelta(filter, change) });
      putInPlace(cache, list, own, isMember(filter, change.callback));
    }
  };

  return {
    // A customer's name and number are those of the callback that they were read through.
    keys: Object.fromEntries([...embeddedTypes, "Customer"].map((name) => [name, () => null])),
    resolvers: {
      Query: { callbacks, customers: relayPagination() },
      Customer: { callbacks: relayPagination() },
      Agent: { callbacks: relayPagination(), actions: relayPagination() },
      Queue: { callbacks: relayPagination() },
      Callback: { history: relayPagination(), agentActions: relayPagination() },
    },
    updates: { Subscription: { callbackChanged: update, callbackStatusChanged: update } },
  };
}

/** Equal for the pages of one list. */
function keyOf(args: ListArguments | null): string {
  const own = Object.entries(args ?? {}).filter(([name, value]) => !PAGES.includes(name) && value !== undefined);
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fieldsOf(cache: Cache, parent = "Query"): FieldInfo[] {
  return cache.inspectFields(parent).filter(({ fieldName }) => fieldName === "callbacks");
}

const isFirst = ({ arguments: args }: FieldInfo): boolean => !args?.["after"] && !args?.["before"] && !args?.["last"];

function firstPageOf(cache: Cache, parent: string, args: ListArguments): string | undefined {
  const fields = fieldsOf(cache, parent).filter(isFirst);
  const field = fields.find((one) => keyOf(one.arguments as ListArguments) === keyOf(args));
  const key = field && cache.resolve(parent, field.fieldKey);
  return typeof key === "string" ? key : undefined;
}

/** Returns every list of the cache with the pages that follow each other. */
function listsOf(cache: Cache): CachedList[] {
  const fields = fieldsOf(cache);
  return fields.filter(isFirst).map((first) => {
    const args = first.arguments as ListArguments | null;
    const others = fields.filter((field) => keyOf(field.arguments as ListArguments) === keyOf(args));
    const pages: CachedPage[] = [];
    for (let field: FieldInfo | undefined = first; field !== undefined;) {
      const key = cache.resolve("Query", field.fieldKey);
      const nodes = typeof key === "string" ? cache.resolve(key, "nodes") : null;
      if (typeof key !== "string" || !Array.isArray(nodes)) break;
      pages.push({ key, nodes: nodes as string[] });
      const end = pageInfoOf(cache, key, "endCursor");
      field = end ? others.find((one) => one.arguments?.["after"] === end) : undefined;
    }
    return { arguments: args ?? {}, pages };
  });
}

function pageInfoOf(cache: Cache, key: string, name: string): unknown {
  const pageInfo = cache.resolve(key, "pageInfo");
  return typeof pageInfo === "string" ? cache.resolve(pageInfo, name) : undefined;
}

function putInPlace(cache: Cache, { pages, arguments: { orderBy } }: CachedList, own: string, isIn: boolean): void {
  const last = pages.at(-1);
  const keys = pages.flatMap(({ nodes }) => nodes);
  const hasMore = last !== undefined && pageInfoOf(cache, last.key, "hasNextPage") === true;
  const sortableOf = (key: string): ReturnType<typeof readSortable> =>
    readSortable(
      (name) => cache.resolve(key, name),
      () => {
        const window = cache.resolve(key, "window");
        return typeof window === "string" ? cache.resolve(window, "start") : null;
      },
    );
  const placed = place({ keys, hasMore, orderBy, sortableOf }, own, isIn);
  const next = placed[placed.indexOf(own) + 1];
  const isPlaced = placed.includes(own);
  for (const page of pages) {
    const others = page.nodes.filter((key) => key !== own);
    const at = next === undefined ? (page === last ? others.length : -1) : others.indexOf(next);
    // Also a page that stays as it is: the count of the list may have changed.
    cache.link(page.key, "nodes", isPlaced && at !== -1 ? others.toSpliced(at, 0, own) : others);
  }
}

/** Has active queries read all pages of a list again. */
function invalidate(cache: Cache, args: ListArguments): void {
  for (const field of fieldsOf(cache)) {
    if (keyOf(field.arguments as ListArguments) === keyOf(args)) cache.invalidate("Query", field.fieldKey);
  }
}
