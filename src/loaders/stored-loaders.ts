import { ANYBODY } from "../domain/caller.js";
import { limitToConfigured } from "../domain/filter.js";
import type { NameReader } from "../domain/names.js";
import type { SourceDescription } from "../domain/source.js";
import type { Instant } from "../domain/time/instant.js";
import type { Store } from "../stores/store.js";
import { LiveSource } from "./live-source.js";
import type { Loaders } from "./loaders.js";

export interface StoredLoadersOptions {
  readonly store: Pick<Store, "list" | "customerOf">;
  /** The sources of the settings. */
  readonly sources: readonly SourceDescription[];
  readonly names: NameReader;
  readonly now: Instant;
}

/** The loaders that need nothing but a store. */
export type StoredLoaders = Pick<
  Loaders,
  "caller" | "now" | "names" | "source" | "sources" | "customerOf" | "listStored"
>;

/**
 * Creates the loaders of an operator's command, with full rights: it reads the store while no gateway, or another process,
 * serves. The health and the sync of its sources are not known.
 */
export function createStoredLoaders({ store, sources, names, now }: StoredLoadersOptions): StoredLoaders {
  const refresher = { health: unknown, syncState: unknown };
  const views = sources.map(
    (description) => new LiveSource(description, { refresher, now, onLooked: () => undefined }),
  );
  const sourceNames = views.map(({ name }) => name);
  return {
    caller: ANYBODY,
    now,
    names,
    sources: () => views,
    source: (wanted) => views.find(({ name }) => name === wanted) ?? null,
    customerOf: (callback) => store.customerOf(callback),
    async listStored(query) {
      const filter = limitToConfigured(query.filter, sourceNames);
      const { lastPosition, ...page } = await store.list({ ...query, filter, now });
      return { ...page, changePosition: lastPosition };
    },
  };
}

function unknown(): never {
  throw new Error("only a gateway knows how its sources are");
}
