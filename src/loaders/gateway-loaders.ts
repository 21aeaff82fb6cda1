import DataLoader from "dataloader";
import { sees, type Caller, type Waiting } from "../domain/caller.js";
import type { Clock, DurationMs, Instant } from "../domain/time/instant.js";
import { limitToConfigured } from "../domain/filter.js";
import { DEFAULT_PROMISE } from "../domain/promise.js";
import { groupBy } from "../lib/group.js";
import type { CallbackKey } from "../domain/change/observation.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import { isOpenStatus } from "../domain/status.js";
import type { CallbackFilter, CustomerKey, StoredCallback } from "../domain/query.js";
import type { SourceReport } from "../domain/source.js";
import type { AgentAction } from "../domain/command.js";
import type { Refresher } from "../sync/fetch/refresher.js";
import type { RefreshOptions, Wanted } from "../sync/fetch/refresh-options.js";
import type { Store } from "../stores/store.js";
import { LiveSource } from "./live-source.js";
import { loadFirstPages, nameOf, type FirstPageKey } from "./first-pages.js";
import type { CallbackList, CallbackListQuery, Loaders, SourceView, Statistics, StatisticsQuery } from "./loaders.js";

export interface LoadersOptions {
  readonly caller: Caller;
  readonly store: Store;
  readonly refresher: Refresher;
  readonly clock: Clock;
  /** How old a source's part may be where the client does not say; null: as old as the schedule of the sync lets it grow. */
  readonly maxStalenessMs: DurationMs | null;
  /** How long one request waits for vendors in all. */
  readonly waitMs: DurationMs;
  readonly client: Waiting;
}

/** The loaders of one request. Its deadline starts now. */
export function createLoaders(options: LoadersOptions): Loaders {
  const { store, refresher, caller } = options;
  const isSeen = (source: string): boolean => sees(caller, source);
  const visible = refresher.sources().filter(({ name }) => isSeen(name));
  const names = visible.map(({ name }) => name);
  const limit = (filter: CallbackFilter): CallbackFilter =>
    limitToConfigured(caller.sources === null ? filter : { ...filter, sources: filter.sources ?? names }, names);
  const now = options.clock();
  const startedAt = performance.now();
  let freshUntil = Number.POSITIVE_INFINITY;
  const refresh = async (source: string, wanted: Wanted, refreshOptions: RefreshOptions): Promise<SourceReport> => {
    const report = await refresher.refresh(source, wanted, refreshOptions);
    freshUntil = Math.min(freshUntil, report.freshUntil);
    return report;
  };
  const bounds = (maxStalenessMs: DurationMs | null): RefreshOptions => ({
    maxStalenessMs: maxStalenessMs ?? options.maxStalenessMs,
    waitMs: options.waitMs - (performance.now() - startedAt),
    client: options.client,
  });

  const refreshAll = (filter: CallbackFilter, maxStalenessMs: DurationMs | null): Promise<SourceReport[]> => {
    const only = onlySourceOf(filter);
    const wanted = names.filter((name) => (filter.sources?.includes(name) ?? true) && (only === null || only === name));
    const refreshOptions = { ...bounds(maxStalenessMs), isLookup: filter.phoneNumber !== undefined };
    return Promise.all(wanted.map((source) => refresh(source, wantedOf(filter, source), refreshOptions)));
  };

  const callbacks = new DataLoader<CallbackKey, StoredCallback | null, string>(
    async (keys) => {
      const refreshOptions = bounds(null);
      const boundOf = ({ source, vendorId }: CallbackKey): DurationMs =>
        refreshOptions.maxStalenessMs ?? refresher.promiseFor(source, vendorId);
      const found = await loadCallbacks(keys, { store, refresher, refresh }, { refreshOptions, now, boundOf });
      for (const row of found) freshUntil = Math.min(freshUntil, rowFreshUntil(row, boundOf));
      return found;
    },
    { cacheKeyFn: ({ source, vendorId }) => `${source}:${vendorId}` },
  );

  const refreshCustomers = (keys: readonly CustomerKey[]): Promise<readonly SourceReport[]> =>
    Promise.all(
      visible.map(({ name }) => {
        const queries = keys.flatMap((key) => customerQuestions(key, name));
        return refresh(name, queries, bounds(null));
      }),
    );

  /** Refreshes what is known of customers: the keys of one tick become one refresh a source. */
  const customers = new DataLoader<CustomerKey, readonly SourceReport[], string>(
    async (keys) => {
      const reports = await refreshCustomers(keys);
      return keys.map(() => reports);
    },
    { cacheKeyFn: (key) => JSON.stringify(key) },
  );

  /** The first pages of many customers are one refresh a source, and one query to the store. */
  const firstOfCustomers = new DataLoader<FirstPageKey, CallbackList, string>(
    async (keys) => {
      const phoneNumbers = [...new Set(keys.map(({ phoneNumber }) => phoneNumber))];
      const sources = await refreshCustomers(phoneNumbers.map((phoneNumber) => ({ phoneNumber })));
      return loadFirstPages(keys, { store, sources, among: names });
    },
    { cacheKeyFn: nameOf, maxBatchSize: 200 },
  );

  const interactions = new DataLoader<InteractionKey, readonly AgentAction[], string>(
    (keys) => loadInteractions(keys, store),
    { cacheKeyFn: ({ source, interactionId }) => `${source}:${interactionId}` },
  );

  const list = async (query: CallbackListQuery, sources: readonly SourceReport[]): Promise<CallbackList> => {
    const { lastPosition, ...page } = await store.list({ ...query, filter: limit(query.filter), now });
    return { ...page, sources, changePosition: lastPosition };
  };

  const looking = {
    refresher,
    now,
    onLooked: () => {
      freshUntil = Number.NEGATIVE_INFINITY;
    },
  };
  const view = (name: string): SourceView | null => {
    const description = visible.find((source) => source.name === name);
    return description === undefined ? null : new LiveSource(description, looking);
  };

  return {
    caller,
    now,
    freshUntil: () => freshUntil,
    callback: (key) => (visible.some(({ name }) => name === key.source) ? callbacks.load(key) : Promise.resolve(null)),
    async callbacks(query) {
      return list(query, await refreshAll(query.filter, query.maxStalenessMs));
    },
    async customerCallbacks(customer, except, slice, needs) {
      if ("phoneNumber" in customer && slice.from === "start" && slice.after === null && slice.before === null) {
        return firstOfCustomers.load({ phoneNumber: customer.phoneNumber, except, size: slice.size, ...needs });
      }
      const reports = await customers.load(customer);
      const filter = { customer, ...(except === null ? {} : { except }) };
      const only = onlySourceOf(filter);
      const sources = reports.filter(({ source }) => only === null || only === source);
      return list(
        { ...needs, filter, slice, orderBy: { field: "WINDOW_START", direction: "ASC" }, maxStalenessMs: null },
        sources,
      );
    },
    async statistics(query: StatisticsQuery): Promise<Statistics> {
      const sources = await refreshAll(query.filter, query.maxStalenessMs);
      const promises = new Map(visible.map(({ name, promise }) => [name, promise ?? DEFAULT_PROMISE]));
      const groups = await store.statistics({ ...query, filter: limit(query.filter), promises, now });
      return { groups, sources, totalCount: groups.reduce((total, { count }) => total + count, 0) };
    },
    history: (key, slice) => (isSeen(key.source) ? store.history(key, slice) : Promise.resolve(NO_CHANGES)),
    async hasAgent(source, agentId) {
      if (view(source) === null) return false;
      if (refresher.isWatchedAgent(source, agentId) || (await store.hasAgent(source, agentId))) return true;
      if ((await store.listAgentActions(source, agentId, ONE)).actions.length > 0) return true;
      await refresh(source, [{ by: "agent", agentId }], bounds(null));
      return store.hasAgent(source, agentId);
    },
    agentAction: (source, localId) => (isSeen(source) ? store.findAgentAction(source, localId) : Promise.resolve(null)),
    agentActions: (source, agentId, slice) =>
      isSeen(source) ? store.listAgentActions(source, agentId, slice) : Promise.resolve(NO_ACTIONS),
    actionsOfInteraction: (source, interactionId) =>
      isSeen(source) ? interactions.load({ source, interactionId }) : Promise.resolve([]),
    sources: () => visible.flatMap(({ name }) => view(name) ?? []),
    source: view,
  };
}

/** A callback that is not known may have been scheduled at the vendor in the meantime; one that is gone does not age. */
function rowFreshUntil(row: StoredCallback | null, boundOf: (key: CallbackKey) => DurationMs): Instant {
  if (row === null) return Number.NEGATIVE_INFINITY;
  return row.isPresentAtVendor ? row.observedAt + boundOf(row.callback) : Number.POSITIVE_INFINITY;
}

interface InteractionKey {
  readonly source: string;
  readonly interactionId: string;
}

const NO_CHANGES = { changes: [], hasNextPage: false, hasPreviousPage: false } as const;
const NO_ACTIONS = { actions: [], hasNextPage: false, hasPreviousPage: false } as const;
const ONE = { size: 1, from: "start", after: null, before: null } as const;

/** The actions about interactions, one query to the store a source. */
async function loadInteractions(
  keys: readonly InteractionKey[],
  store: Store,
): Promise<readonly (readonly AgentAction[])[]> {
  const found = await Promise.all(
    [...groupBy(keys, ({ source }) => source)].map(([source, group]) =>
      store.findActionsOfInteractions(source, [...new Set(group.map(({ interactionId }) => interactionId))]),
    ),
  );
  const actions = found.flat();
  return keys.map((key) =>
    actions.filter((action) => action.source === key.source && action.interactionId === key.interactionId),
  );
}

/** The one source that can have anything to add: agents and contacts belong to one. Null where any may. */
function onlySourceOf(filter: CallbackFilter): string | null {
  if (filter.agent !== undefined) return filter.agent.source;
  return filter.customer !== undefined && "source" in filter.customer ? filter.customer.source : null;
}

/** What has to be asked for the callbacks of a filter: the narrowest key that it names, else everything. */
function wantedOf(filter: CallbackFilter, source: string): Wanted {
  if (filter.agent !== undefined) return [{ by: "agent", agentId: filter.agent.agentId }];
  if (filter.customer !== undefined) return customerQuestions(filter.customer, source);
  if (filter.phoneNumber !== undefined) return [{ by: "phoneNumber", phoneNumber: filter.phoneNumber }];
  if (filter.contactId !== undefined) return [{ by: "customer", customerId: filter.contactId }];
  const isOpenOnly = filter.isOpen === true || filter.statuses?.every(isOpenStatus) === true;
  return isOpenOnly ? "open" : "everything";
}

function customerQuestions(customer: CustomerKey, source: string): readonly VendorQuery[] {
  if ("phoneNumber" in customer) return [{ by: "phoneNumber", phoneNumber: customer.phoneNumber }];
  if (customer.source !== source) return [];
  return "contactId" in customer
    ? [{ by: "customer", customerId: customer.contactId }]
    : [{ by: "phoneNumber", phoneNumber: customer.phoneNumberRaw }];
}

/** Callbacks by key: asks for the stale and the unknown ones, by source, and reads them all in one go. */
async function loadCallbacks(
  keys: readonly CallbackKey[],
  { store, refresher, refresh }: Pick<LoadersOptions, "store" | "refresher"> & Pick<Refresher, "refresh">,
  {
    refreshOptions,
    now,
    boundOf,
  }: {
    readonly refreshOptions: RefreshOptions;
    readonly now: Instant;
    readonly boundOf: (key: CallbackKey) => DurationMs;
  },
): Promise<readonly (StoredCallback | null)[]> {
  const known = await store.find(keys);
  const stale = keys.flatMap((key, index) => {
    const callback = known[index] ?? null;
    // A vendor that no longer has the callback cannot say anything new about it.
    const isFresh =
      callback !== null && (!callback.isPresentAtVendor || isWithin(now - callback.observedAt, boundOf(key)));
    return isFresh ? [] : [{ key, callback }];
  });
  if (stale.length === 0) return known;
  await Promise.all(
    [...groupBy(stale, ({ key }) => key.source)].map(async ([source, group]) => {
      const queries = group.flatMap(({ key, callback }) => {
        const query = refresher.queryForId(source, key.vendorId, callback?.callback ?? null);
        return query === null ? [] : [query];
      });
      if (queries.length > 0) await refresh(source, distinct(queries), refreshOptions);
    }),
  );
  return store.find(keys);
}

/** False for an age below zero: a moment from the future, when a clock has stepped, says nothing. */
function isWithin(ageMs: DurationMs, boundMs: DurationMs): boolean {
  return ageMs >= 0 && ageMs <= boundMs;
}

function distinct(queries: readonly VendorQuery[]): readonly VendorQuery[] {
  return [...new Map(queries.map((query) => [JSON.stringify(query), query])).values()];
}
