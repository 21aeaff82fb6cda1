import { createLiveValue, type LiveValue } from "./live-value.js";

/** The latest response. */
export interface Polled<Data> {
  /** Null before the first response. */
  readonly data: Data | null;
  /** When the data was received, in milliseconds since 1970; 0 if there is none. */
  readonly at: number;
}

/** Reads at once and then in this interval, whatever the outcome. A failure keeps the last data. */
export function createPolled<Data>(
  read: () => Promise<Data>,
  intervalMs: number,
  clock: () => number,
): LiveValue<Polled<Data>> & { readonly refresh: () => void } {
  const value = createLiveValue<Polled<Data>>({ data: null, at: 0 });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = async (): Promise<void> => {
    clearTimeout(timer);
    try {
      value.set({ data: await read(), at: clock() });
    } catch {
      // The connection's sign and the sources' ages say that data is old.
    } finally {
      clearTimeout(timer);
      timer = setTimeout(() => void next(), intervalMs);
    }
  };
  void next();
  return { ...value, refresh: () => void next() };
}
