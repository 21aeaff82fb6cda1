import DataLoader from "dataloader";
import { sees } from "../domain/caller.js";
import type { Clock } from "../domain/time/instant.js";
import { limitToConfigured } from "../domain/filter.js";
import { DEFAULT_PROMISE } from "../domain/promise.js";
import { groupBy } from "../lib/group.js";
import type { CallbackFilter } from "../domain/query.js";
import type { SourceReport } from "../domain/source.js";
import type { AgentAction } from "../domain/command.js";
import type { Store } from "../stores/store.js";
import { createCallbackLoader } from "./callback-loader.js";
import { createCustomerLoaders } from "./customer-loaders.js";
import { LiveSource } from "./live-source.js";
import type { CallbackList, CallbackListQuery, Loaders, SourceView, Statistics, StatisticsQuery } from "./loaders.js";
import { RequestRefresher, type RequestRefresherOptions } from "./request-refresher.js";

export interface LoadersOptions extends RequestRefresherOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** Creates the loaders of one request. Its deadline starts now. */
export function createLoaders(options: LoadersOptions): Loaders {
  const { store, refresher, caller } = options;
  const request = new RequestRefresher(options);
  const now = options.clock();
  const isVisible = (source: string): boolean => sees(caller, source);
  const names = request.sources.map(({ name }) => name);
  const limit = (filter: CallbackFilter): CallbackFilter =>
    limitToConfigured(caller.sources === null ? filter : { ...filter, sources: filter.sources ?? names }, names);
  const callbacks = createCallbackLoader({ store, refresher, request, now });
  const interactions = createInteractionLoader(store);

  const list = async (query: CallbackListQuery, sources: readonly SourceReport[]): Promise<CallbackList> => {
    const { lastPosition, ...page } = await store.list({ ...query, filter: limit(query.filter), now });
    return { ...page, sources, changePosition: lastPosition };
  };
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
    callback: (key) => (names.includes(key.source) ? callbacks.load(key) : Promise.resolve(null)),
    async callbacks(query) {
      return list(query, await request.refreshFilter(query.filter, query.maxStalenessMs));
    },
    async statistics(query: StatisticsQuery): Promise<Statistics> {
      const sources = await request.refreshFilter(query.filter, query.maxStalenessMs);
      const promises = new Map(request.sources.map(({ name, promise }) => [name, promise ?? DEFAULT_PROMISE]));
      const groups = await store.statistics({ ...query, filter: limit(query.filter), promises, now });
      return { groups, sources, totalCount: groups.reduce((total, { count }) => total + count, 0) };
    },
    history: (key, slice) => (isVisible(key.source) ? store.history(key, slice) : Promise.resolve(NO_CHANGES)),
    async hasAgent(source, agentId) {
      if (!names.includes(source)) return false;
      if (refresher.isWatchedAgent(source, agentId) || (await store.hasAgent(source, agentId))) return true;
      if ((await store.listAgentActions(source, agentId, ONE)).actions.length > 0) return true;
      await request.refresh(source, [{ by: "agent", agentId }]);
      return store.hasAgent(source, agentId);
    },
    agentAction: (source, actionId) =>
      isVisible(source) ? store.findAgentAction(source, actionId) : Promise.resolve(null),
    agentActions: (source, agentId, slice) =>
      isVisible(source) ? store.listAgentActions(source, agentId, slice) : Promise.resolve(NO_ACTIONS),
    actionsOfInteraction: (source, interactionId) =>
      isVisible(source) ? interactions.load({ source, interactionId }) : Promise.resolve([]),
    sources: () => names.flatMap((name) => view(name) ?? []),
    source: view,
  };
}

const NO_CHANGES = { changes: [], hasNextPage: false, hasPreviousPage: false } as const;
const NO_ACTIONS = { actions: [], hasNextPage: false, hasPreviousPage: false } as const;
const ONE = { size: 1, from: "start", after: null, before: null } as const;

interface InteractionKey {
  readonly source: string;
  readonly interactionId: string;
}

/** Loads the actions about interactions: one query to the store for each source. */
function createInteractionLoader(store: Store): DataLoader<InteractionKey, readonly AgentAction[], string> {
  return new DataLoader(
    async (keys) => {
      const found = await Promise.all(
        [...groupBy(keys, ({ source }) => source)].map(([source, group]) =>
          store.findActionsOfInteractions(source, [...new Set(group.map(({ interactionId }) => interactionId))]),
        ),
      );
      const actions = found.flat();
      return keys.map((key) =>
        actions.filter((action) => action.source === key.source && action.interactionId === key.interactionId),
      );
    },
    { cacheKeyFn: ({ source, interactionId }) => `${source}:${interactionId}` },
  );
}
