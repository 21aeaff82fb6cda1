import { useSyncExternalStore } from "react";

/** A value that components follow, and that anything else may read and set. */
export interface LiveValue<Value> {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
  /** Calls the listener after every change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Creates a value with listeners. Setting an equal value notifies nobody. */
export function createLiveValue<Value>(initial: Value): LiveValue<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value as it is, now and after every change. */
export function useLiveValue<Value>(value: LiveValue<Value>): Value {
  return useSyncExternalStore(value.subscribe, value.get);
}
