import { createLiveValue, type LiveValue } from "./live-value.js";

/** The latest response. */
export interface Polled<Data> {
  /** Null before the first response. */
  readonly data: Data | null;
  /** When the data was received, in milliseconds since 1970; 0 if there is none. */
  readonly at: number;
}

/**
 * Reads at once and then in this interval, whatever the outcome. A failure keeps the last data. A refresh during a read
 * starts another one: the response of the later request wins, and an older one that arrives after it is dropped.
 */
export function createPolled<Data>(
  read: () => Promise<Data>,
  intervalMs: number,
  clock: () => number,
): LiveValue<Polled<Data>> & { readonly refresh: () => void } {
  const value = createLiveValue<Polled<Data>>({ data: null, at: 0 });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let requested = 0;
  let received = 0;
  const next = async (): Promise<void> => {
    clearTimeout(timer);
    requested += 1;
    const request = requested;
    try {
      const data = await read();
      if (request < received) return;
      received = request;
      value.set({ data, at: clock() });
    } catch {
      // The connection's sign and the sources' ages say that data is old.
    } finally {
      // The last request plans the next one: there is one timer, however many refreshes overlap.
      if (request === requested) timer = setTimeout(() => void next(), intervalMs);
    }
  };
  void next();
  return { ...value, refresh: () => void next() };
}
