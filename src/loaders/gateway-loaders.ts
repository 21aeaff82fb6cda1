import DataLoader from "dataloader";
import { sees } from "../domain/caller.js";
import type { Clock } from "../domain/time/instant.js";
import { limitToConfigured } from "../domain/filter.js";
import { groupBy } from "../lib/group.js";
import type { CallbackFilter, Slice } from "../domain/query.js";
import type { NameReader } from "../domain/names.js";
import type { SourceReport } from "../domain/source.js";
import type { Store } from "../stores/store.js";
import { createCallbackLoader } from "./callback-loader.js";
import { createCustomerLoaders } from "./customer-loaders.js";
import { LiveSource } from "./live-source.js";
import type {
  AgentActionPage,
  CallbackList,
  CallbackListQuery,
  Loaders,
  SourceView,
  Statistics,
  StatisticsQuery,
} from "./loaders.js";
import { loadPerformance } from "./performance.js";
import { RequestRefresher, type RequestRefresherOptions } from "./request-refresher.js";

export interface LoadersOptions extends RequestRefresherOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly names: NameReader;
}

/** Creates the loaders of one request. Its deadline starts now. */
export function createLoaders(options: LoadersOptions): Loaders {
  const { store, refresher, caller, names } = options;
  const request = new RequestRefresher(options);
  const now = options.clock();
  const isVisible = (source: string): boolean => sees(caller, source);
  const sourceNames = request.sources.map(({ name }) => name);
  const limit = (filter: CallbackFilter): CallbackFilter =>
    limitToConfigured(
      caller.sources === null ? filter : { ...filter, sources: filter.sources ?? sourceNames },
      sourceNames,
    );
  const callbacks = createCallbackLoader({ store, refresher, request, now });
  const interactions = createInteractionLoader(store);

  const listStored: Loaders["listStored"] = async (query) => {
    const { lastPosition, ...page } = await store.list({ ...query, filter: limit(query.filter), now });
    return { ...page, changePosition: lastPosition };
  };
  const list = async (query: CallbackListQuery, sources: readonly SourceReport[]): Promise<CallbackList> => ({
    ...(await listStored(query)),
    sources,
  });
  const countStored: Loaders["countStored"] = (query) =>
    store.statistics({ ...query, filter: limit(query.filter), now });
  const view = (name: string): SourceView | null => {
    const description = request.sources.find((source) => source.name === name);
    const onLooked = (): void => request.expireAt(Number.NEGATIVE_INFINITY);
    return description === undefined ? null : new LiveSource(description, { refresher, now, onLooked });
  };

  return {
    ...createCustomerLoaders({ store, request, limit, now }),
    caller,
    now,
    freshUntil: () => request.freshUntil,
    callback: (key) => (sourceNames.includes(key.source) ? callbacks.load(key) : Promise.resolve(null)),
    async callbacks(query) {
      return list(query, await request.refreshFilter(query.filter, query.maxStalenessMs));
    },
    listStored,
    async statistics(query: StatisticsQuery): Promise<Statistics> {
      const sources = await request.refreshFilter(query.filter, query.maxStalenessMs);
      const groups = await countStored(query);
      return { groups, sources, totalCount: groups.reduce((total, { count }) => total + count, 0) };
    },
    countStored,
    performance(query) {
      const vendorOf = (source: string): string | null =>
        request.sources.find(({ name }) => name === source)?.vendor ?? null;
      request.expireAt(Number.NEGATIVE_INFINITY);
      return loadPerformance(store, { ...query, filter: limit(query.filter) }, { now, vendorOf });
    },
    async hasQueue(queue) {
      const { source, kind, vendorId } = queue;
      if (!sourceNames.includes(source)) return false;
      return names.find(source, kind, vendorId) !== null || store.hasQueue(queue);
    },
    names,
    history: (key, slice) => (isVisible(key.source) ? store.history(key, slice) : Promise.resolve(NO_CHANGES)),
    async hasAgent(source, agentId) {
      if (!sourceNames.includes(source)) return false;
      if (refresher.isWatchedAgent(source, agentId) || (await store.hasAgent(source, agentId))) return true;
      if ((await store.listAgentActions(source, agentId, ONE)).actions.length > 0) return true;
      await request.refresh(source, [{ by: "agent", agentId }]);
      return store.hasAgent(source, agentId);
    },
    agentAction: (source, actionId) =>
      isVisible(source) ? store.findAgentAction(source, actionId) : Promise.resolve(null),
    agentActions: (source, agentId, slice) =>
      isVisible(source) ? store.listAgentActions(source, agentId, slice) : Promise.resolve(NO_ACTIONS),
    actionsOfInteraction: (source, interactionId, slice) =>
      isVisible(source) ? interactions.load({ source, interactionId, slice }) : Promise.resolve(NO_ACTIONS),
    sources: () => sourceNames.flatMap((name) => view(name) ?? []),
    source: view,
  };
}

const NO_CHANGES = { changes: [], hasNextPage: false, hasPreviousPage: false } as const;
const NO_ACTIONS = { actions: [], hasNextPage: false, hasPreviousPage: false } as const;
const ONE = { size: 1, from: "start", after: null, before: null } as const;

interface InteractionKey {
  readonly source: string;
  readonly interactionId: string;
  readonly slice: Slice<number>;
}

/** Loads pages of the actions about interactions: one query to the store for each source and slice. */
function createInteractionLoader(store: Store): DataLoader<InteractionKey, AgentActionPage, string> {
  const groupOf = ({ source, slice }: InteractionKey): string => JSON.stringify([source, slice]);
  return new DataLoader(
    async (keys) => {
      const found = new Map<string, ReadonlyMap<string, AgentActionPage>>();
      await Promise.all(
        [...groupBy(keys, groupOf)].map(async ([group, [first, ...others]]) => {
          if (first === undefined) return;
          const ids = new Set([first, ...others].map(({ interactionId }) => interactionId));
          found.set(group, await store.listActionsOfInteractions(first.source, [...ids], first.slice));
        }),
      );
      return keys.map((key) => found.get(groupOf(key))?.get(key.interactionId) ?? NO_ACTIONS);
    },
    { cacheKeyFn: (key) => `${groupOf(key)} ${key.interactionId}` },
  );
}
