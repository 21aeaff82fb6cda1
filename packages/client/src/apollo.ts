import type { ApolloCache, FieldPolicy, Reference, StoreObject, TypePolicies, TypePolicy } from "@apollo/client";
import { isFollowedByChanges, isMember, type Sortable } from "./matching.js";
import { countDelta, place, readSortable, type ListArguments, type ListChange } from "./placing.js";
import { embeddedTypes } from "./tables.js";

export { possibleTypes } from "./tables.js";

/** A connection in the cache, with the fields that were selected. */
interface StoredConnection extends StoreObject {
  readonly nodes?: readonly Reference[];
  readonly edges?: readonly StoredEdge[];
  readonly pageInfo?: StoredPageInfo;
  readonly totalCount?: number;
  readonly changeCursor?: string;
}

type StoredEdge = StoreObject & { readonly node?: Reference };
type StoredPageInfo = Readonly<
  Partial<Record<"startCursor" | "endCursor", string | null> & Record<"hasNextPage" | "hasPreviousPage", boolean>>
>;

const refOf = (item: Reference | StoredEdge): string | undefined =>
  "node" in item ? (item["node"] as Reference | undefined)?.__ref : (item as Reference).__ref;

/** Joins two pages. An item that moved while they were read stays where it was read last. */
function join<Item extends Reference | StoredEdge>(
  existing: readonly Item[] | undefined,
  incoming: readonly Item[] | undefined,
  isNext: boolean,
): { readonly items?: readonly Item[] } {
  if (existing === undefined || incoming === undefined) return {};
  const refs = new Set(incoming.map(refOf));
  const rest = existing.filter((item) => !refs.has(refOf(item)));
  return { items: isNext ? [...rest, ...incoming] : [...incoming, ...rest] };
}

/**
 * Joins the pages of a connection, whether `nodes` or `edges` are selected. `changeCursor` and `totalCount` stay those of
 * the first page: a subscription from there receives every change since any of the pages was read.
 */
function pages(keyArgs: false | string[]): FieldPolicy<StoredConnection> {
  return {
    keyArgs,
    merge(existing, incoming, { args }) {
      if (existing === undefined) return incoming;
      const { nodes, edges, pageInfo, ...others } = existing;
      if (incoming.nodes === undefined && incoming.edges === undefined) return { ...incoming, ...existing };
      const { after, before } = (args ?? {}) as { readonly after?: string | null; readonly before?: string | null };
      // The list was read from its beginning, or from its end.
      if (!after && !before) return { ...others, ...incoming };
      const isNext = Boolean(after);
      const edge = isNext ? pageInfo?.endCursor : pageInfo?.startCursor;
      // The list was read again while the page was on its way: it is a page of another list.
      if (edge !== undefined && edge !== (after ?? before)) return existing;
      const { items: allNodes } = join(nodes, incoming.nodes, isNext);
      const { items: allEdges } = join(edges, incoming.edges, isNext);
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = incoming.pageInfo ?? {};
      const moved = isNext ? { hasNextPage, endCursor } : { hasPreviousPage, startCursor };
      return {
        ...incoming,
        ...existing,
        ...(allNodes && { nodes: allNodes }),
        ...(allEdges && { edges: allEdges }),
        ...(pageInfo && incoming.pageInfo && { pageInfo: { ...incoming.pageInfo, ...pageInfo, ...moved } as never }),
      };
    },
  };
}

/** Objects without a global id belong to the object that they were read through: events must not drop their other fields. */
const embedded: TypePolicy = { keyFields: false, merge: true };

/**
 * Policies for the `InMemoryCache` of Apollo Client: lists that load pages, and details that stay complete when an event
 * brings some of their fields.
 */
export const typePolicies: TypePolicies = {
  ...Object.fromEntries(embeddedTypes.map((name) => [name, embedded])),
  Customer: {
    // A customer's name and number are those of the callback that they were read through.
    keyFields: false,
    merge(existing: StoreObject | undefined, incoming: StoreObject, { mergeObjects, readField }) {
      const [before, after] = [existing && readField("id", existing), readField("id", incoming)];
      const isAnother = before !== undefined && after !== undefined && before !== after;
      return existing === undefined || isAnother ? incoming : mergeObjects(existing, incoming);
    },
    fields: { callbacks: pages(false) },
  },
  Query: { fields: { callbacks: pages(["filter", "orderBy"]), customers: pages(["filter"]) } },
  Callback: { fields: { history: pages(false), agentActions: pages(false) } },
  Agent: { fields: { callbacks: pages(["statuses"]), actions: pages(false) } },
  Queue: { fields: { callbacks: pages(["statuses"]) } },
};

/** A change as Apollo Client returns it: with the type of everything. */
type ApolloChange = ListChange & { readonly callback: StoreObject };

/**
 * Inserts, moves or removes the callback of a change in every list of the cache, and adjusts their counts. Call it with
 * each `callbackChanged` of a subscription; the callback's own fields are in the cache by then. Returns true if some list
 * has to be read again, because only the gateway knows whether and where the callback is in it.
 */
export function applyChange(cache: ApolloCache, change: ApolloChange): boolean {
  const { callback, cursor } = change;
  const id = cache.identify(callback);
  if (id === undefined) throw new Error("the change has no callback with an id: select callback { id __typename }");
  let isStale = false;
  cache.modify<{ callbacks: StoredConnection }>({
    fields: {
      callbacks(stored, { storeFieldName, readField, toReference }) {
        const existing = stored as StoredConnection;
        const { filter, orderBy } = argumentsOf(storeFieldName);
        const own = toReference(id);
        if (own === undefined || !isFollowedByChanges(filter, orderBy ?? undefined)) {
          isStale = true;
          return stored;
        }
        const { nodes, edges, pageInfo, totalCount, changeCursor } = existing;
        const isIn = isMember(filter, callback);
        // Only the gateway can make the cursor of an edge.
        if (edges !== undefined && isIn) isStale = true;
        const references = new Map([...(nodes ?? []), own].map((reference) => [reference.__ref, reference]));
        const sortableOf = (key: string): Sortable =>
          readSortable(
            (name) => readField(name, references.get(key)),
            () => readField("start", readField<StoreObject>("window", references.get(key))),
          );
        const keys = nodes?.map(({ __ref }) => __ref) ?? [];
        const placed = place({ keys, hasMore: pageInfo?.hasNextPage ?? false, orderBy, sortableOf }, id, isIn);
        return {
          ...existing,
          ...(nodes && { nodes: placed.map((key) => references.get(key)) }),
          ...(edges && !isIn && { edges: edges.filter((edge) => refOf(edge) !== id) }),
          ...(totalCount !== undefined && { totalCount: totalCount + countDelta(filter, change) }),
          ...(changeCursor !== undefined && { changeCursor: cursor }),
        } as typeof stored;
      },
    },
  });
  return isStale;
}

/** Returns the arguments that distinguish the lists of the cache. */
function argumentsOf(storeFieldName: string): ListArguments {
  const start = storeFieldName.indexOf("{");
  return start === -1 ? {} : (JSON.parse(storeFieldName.slice(start)) as ListArguments);
}
