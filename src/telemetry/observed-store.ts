import type { Store } from "../stores/store.js";
import type { Metrics } from "./metrics.js";

/** Methods that do not query the engine. */
const UNCOUNTED: ReadonlySet<string> = new Set(["onChanges", "onNames", "close", "customerOf"]);

type Method = (...args: unknown[]) => Promise<unknown>;

/** Wraps a store so that each call is counted and timed by the name of its method. */
export function observeStore(store: Store, metrics: Metrics): Store {
  const observed = Object.entries(store).map(([name, method]: [string, unknown]) => {
    if (typeof method !== "function" || UNCOUNTED.has(name)) return [name, method];
    metrics.startAtZero({ storeOperations: [name] });
    return [name, observe(name, method.bind(store) as Method, metrics)];
  });
  return Object.fromEntries(observed) as Store;
}

function observe(name: string, method: Method, metrics: Metrics): Method {
  return async (...args) => {
    const from = performance.now();
    let isFailure = true;
    try {
      const result = await method(...args);
      isFailure = false;
      return result;
    } finally {
      metrics.storeCall(name, isFailure, (performance.now() - from) / 1000);
    }
  };
}
