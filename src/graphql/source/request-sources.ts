import type { PresentingLoaders, SourceView } from "../../loaders/loaders.js";
import { CallbackSourceType } from "./source.type.js";

interface RequestSources {
  readonly configured: Map<string, CallbackSourceType>;
  readonly removed: Map<string, CallbackSourceType>;
}

/** By request: a source is looked up once, however many callbacks show it. */
const requests = new WeakMap<PresentingLoaders, RequestSources>();

/** A configured source; null where none has this name. */
export function findSource(loaders: PresentingLoaders, name: string): CallbackSourceType | null {
  const { configured } = sourcesOf(loaders);
  const known = configured.get(name);
  if (known !== undefined) return known;
  const view = loaders.source(name);
  return view === null ? null : addSource(configured, view);
}

/** The source of a callback. The store may hold callbacks of a source that was since taken out of the settings. */
export function sourceOf(
  loaders: PresentingLoaders,
  { source, vendor }: { source: string; vendor: string },
): CallbackSourceType {
  const { removed } = sourcesOf(loaders);
  const view = (): SourceView => removedSource(source, vendor, loaders.now);
  return findSource(loaders, source) ?? removed.get(source) ?? addSource(removed, view());
}

function sourcesOf(loaders: PresentingLoaders): RequestSources {
  const known = requests.get(loaders) ?? { configured: new Map(), removed: new Map() };
  requests.set(loaders, known);
  return known;
}

function addSource(sources: Map<string, CallbackSourceType>, view: SourceView): CallbackSourceType {
  const source = new CallbackSourceType(view);
  sources.set(view.name, source);
  return source;
}

const NO_SYNC = {
  lastCompletedAt: null,
  oldestPollAgeMs: null,
  keys: 0,
  overdueKeys: 0,
  neverRequestedKeys: 0,
  failedKeys: 0,
  refusedKeys: 0,
  unidentifiedRecords: 0,
  dueSoonDelayMs: 0,
  laterDelayMs: 0,
  isDueSoonLate: false,
  requestsPerMinute: 0,
  allowedRequestsPerMinute: null,
} as const;

function removedSource(name: string, vendor: string, since: number): SourceView {
  const message = "the source is no longer in the settings: its callbacks are served as last observed";
  const lastError = { code: "UNSUPPORTED", message, vendorCode: null, trackingId: null, retryAfter: null } as const;
  return {
    name,
    vendor,
    capabilities: [],
    coverage: "OBSERVED",
    health: { state: "DOWN", since, lastError, latencyP99: null, rateLimit: null },
    sync: { ...NO_SYNC, coverage: "OBSERVED", lagMs: null },
  };
}
