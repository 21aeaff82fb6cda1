import type { Loaders, SourceView } from "../loaders/loaders.js";
import { CallbackSourceType } from "./source.type.js";

const known = new WeakMap<Loaders, Map<string, CallbackSourceType>>();

/** A configured source, looked up once a request however many callbacks show it; null where none has this name. */
export function findSource(loaders: Loaders, name: string): CallbackSourceType | null {
  const found = knownTo(loaders).get(name);
  if (found !== undefined) return found;
  const view = loaders.source(name);
  return view === null ? null : remember(loaders, view);
}

/** The source of a callback. The store may hold callbacks of a source that was since taken out of the settings. */
export function sourceOf(loaders: Loaders, { source, vendor }: { source: string; vendor: string }): CallbackSourceType {
  return findSource(loaders, source) ?? remember(loaders, removedSource(source, vendor, loaders.now));
}

function knownTo(loaders: Loaders): Map<string, CallbackSourceType> {
  const sources = known.get(loaders) ?? new Map<string, CallbackSourceType>();
  known.set(loaders, sources);
  return sources;
}

function remember(loaders: Loaders, view: SourceView): CallbackSourceType {
  const source = new CallbackSourceType(view);
  knownTo(loaders).set(view.name, source);
  return source;
}

function removedSource(name: string, vendor: string, since: number): SourceView {
  const message = "the source is no longer in the settings: its callbacks are shown as they were last seen";
  const lastError = { code: "UNSUPPORTED", message, vendorCode: null, trackingId: null, retryAfter: null } as const;
  return {
    name,
    vendor,
    capabilities: [],
    coverage: "OBSERVED",
    health: { state: "DOWN", since, lastError, latencyP99: null, rateLimit: null },
    sync: { coverage: "OBSERVED", lastCompletedAt: null, lagMs: null },
  };
}
