import DataLoader from "dataloader";
import { MOST_DUPLICATES, type CustomerRef } from "../domain/customer.js";
import type { CallbackFilter, ListNeeds, ListPosition, Slice, StoredCallback } from "../domain/query.js";
import type { SourceReport } from "../domain/source.js";
import type { Instant } from "../domain/time/instant.js";
import type { CustomerFilter, Store } from "../stores/store.js";
import { onlySourcesOf } from "./filter-queries.js";
import { loadFirstPages, nameOf, type FirstPageKey } from "./first-pages.js";
import type { CallbackList, CustomerLoaders } from "./loaders.js";
import type { RequestRefresher } from "./request-refresher.js";

export interface CustomerLoadersOptions {
  readonly store: Store;
  readonly request: RequestRefresher;
  /** Limits a filter to the sources of the settings that the caller sees. */
  readonly limit: (filter: CallbackFilter) => CallbackFilter;
  readonly now: Instant;
}

/** Customers that one query names. */
const MOST_AT_ONCE = 200;
const ORDER = { field: "WINDOW_START", direction: "ASC" } as const;

/** Creates the loaders of customers. Keys of one tick are one query to the store, and one refresh for each source. */
export function createCustomerLoaders({ store, request, limit, now }: CustomerLoadersOptions): CustomerLoaders {
  const among = request.sources.map(({ name }) => name);
  const refreshed = createRefreshLoader(request);
  const firstPages = createFirstPageLoader(store, request, among);
  const rows = batch((hashes) => store.findCustomers(hashes, among), null);
  const counts = batch((hashes) => store.countOpenOfCustomers(hashes, among, now), 0);
  const open = batch(async (customers) => {
    // One of them is the callback whose duplicates they are.
    const size = MOST_DUPLICATES + 1;
    const { pages } = await store.listOfCustomers({ customers, sources: among, size, openAt: now });
    return new Map([...pages].map(([hash, page]) => [hash, page.rows]));
  }, NO_ROWS);

  const list = async (customer: CustomerRef, slice: Slice<ListPosition>, needs: ListNeeds): Promise<CallbackList> => {
    const reports = await refreshed.load(customer);
    const query = { ...needs, filter: limit({ customer }), slice, orderBy: ORDER, now };
    const { lastPosition, ...page } = await store.list(query);
    return { ...page, sources: reportsOf(customer, reports), changePosition: lastPosition };
  };
  return {
    customerOf: (callback) => store.customerOf(callback),
    customerCallbacks(customer, slice, needs) {
      const isFirst = slice.from === "start" && slice.after === null && slice.before === null;
      return isFirst ? firstPages.load({ customer, size: slice.size, ...needs }) : list(customer, slice, needs);
    },
    customer: (hash) => rows.load(hash),
    customers: ({ filter, ...query }) =>
      store.listCustomers({ ...query, filter: { ...filter, sources: limitNames(filter.sources, among) }, now }),
    openCallbackCount: ({ hash }) => counts.load(hash),
    async duplicates({ source, vendorId }, { hash }) {
      const all = await open.load(hash);
      const others = all.filter(({ callback }) => callback.source !== source || callback.vendorId !== vendorId);
      return others.slice(0, MOST_DUPLICATES);
    },
  };
}

const NO_ROWS: readonly StoredCallback[] = [];

function limitNames(sources: CustomerFilter["sources"], among: readonly string[]): readonly string[] {
  return sources === null ? among : sources.filter((name) => among.includes(name));
}

/** The reports of the sources that can have callbacks of the customer. */
function reportsOf(customer: CustomerRef, reports: readonly SourceReport[]): readonly SourceReport[] {
  const only = onlySourcesOf({ customer });
  return only === null ? reports : reports.filter(({ source }) => only.has(source));
}

/** A loader by hash. Hashes without a value have `missing`. */
function batch<Value, Missing>(
  load: (hashes: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  missing: Missing,
): DataLoader<string, Value | Missing> {
  return new DataLoader(
    async (hashes) => {
      const found = await load(hashes);
      return hashes.map((hash) => found.get(hash) ?? missing);
    },
    { maxBatchSize: MOST_AT_ONCE },
  );
}

/** Refreshes customers: the keys of one tick are one refresh for each source. */
function createRefreshLoader(request: RequestRefresher): DataLoader<CustomerRef, readonly SourceReport[], string> {
  return new DataLoader(
    async (customers) => {
      const reports = await request.refreshCustomers(customers.map(({ key }) => key));
      return customers.map(() => reports);
    },
    { cacheKeyFn: ({ hash }) => hash },
  );
}

/** Loads the first pages of customers: one refresh for each source, and one query to the store. */
function createFirstPageLoader(
  store: Store,
  request: RequestRefresher,
  among: readonly string[],
): DataLoader<FirstPageKey, CallbackList, string> {
  return new DataLoader(
    async (keys) => {
      const customers = new Map(keys.map(({ customer }) => [customer.hash, customer.key]));
      const reports = await request.refreshCustomers([...customers.values()]);
      return loadFirstPages(keys, { store, reportsOf: (customer) => reportsOf(customer, reports), among });
    },
    { cacheKeyFn: nameOf, maxBatchSize: MOST_AT_ONCE },
  );
}
